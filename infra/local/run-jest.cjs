'use strict';

const { fork } = require('node:child_process');

// Jest, ended when the process that started it has gone. Its workers and the servers of the tests end with it. Without
// arguments it runs twice: what measures comes last, with nothing beside it.

const PASSES = [
  ['--ignoreProjects', 'measured'],
  ['--selectProjects', 'measured', '--runInBand'],
];

if (process.send) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

if (process.argv.length > 2) require('../../node_modules/jest/bin/jest.js');
else void runApart();

async function runApart() {
  for (const pass of PASSES) {
    const code = await new Promise((resolve) => {
      fork(process.argv[1], pass).on('exit', (exitCode) => resolve(exitCode ?? 1));
    });
    if (code !== 0) process.exitCode = code;
  }
}
