'use strict';

// A small supervisor for process-endings.test.ts: one guarded program, one Node process, and their ids on stdout.

const path = require('node:path');
const dist = path.resolve(__dirname, '..', '..', 'dist');
const { startGuarded, startNodeProcess } = require(path.join(dist, 'infra/local/running-process.js'));

async function main() {
  const guarded = await startGuarded({ command: 'sleep', args: ['1000'], stopWithinMs: 1_000 });
  const child = await startNodeProcess({
    script: path.join(__dirname, 'drainer.cjs'),
    args: [process.argv[2]],
    env: process.env,
    stopWithinMs: 1_000,
  });
  console.log(JSON.stringify([...guarded.pids, ...child.pids]));
}

void main();
