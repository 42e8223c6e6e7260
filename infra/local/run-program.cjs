'use strict';

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');

const HEARTBEAT_MS = 15_000;
const PARENT_POLL_MS = 1_000;

/** Runs one step of the set-up to its end, saying every 15 seconds that it still runs. */
function runStep(program, args, { cwd, what, say }) {
  return new Promise((resolve, reject) => {
    const begunAt = Date.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', process.stderr, process.stderr] });
    const timer = setInterval(
      () => say(`still at ${what} (${Math.round((Date.now() - begunAt) / 1000)} s)`),
      HEARTBEAT_MS,
    );
    const stop = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
    const finish = (error) => {
      clearInterval(timer);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
      if (error) reject(error);
      else resolve();
    };
    child.once('error', (error) => finish(new Error(`${what}: ${error.message}`)));
    child.once('exit', (code, signal) =>
      finish(code === 0 ? undefined : new Error(`${what} ended with ${signal ?? code}`)),
    );
  });
}

/**
 * Runs a Node script as this process's stand-in: signals are passed on, its exit code is returned. The script
 * has a channel to this process, and so learns when this process is killed.
 */
function runProgram(script, args, { cwd, ownGroup }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: ownGroup,
    });
    passSignalsOn(child, ownGroup);
    const stopWatching = ownGroup ? watchNpm(() => child.kill('SIGTERM')) : () => undefined;
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopWatching();
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

function passSignalsOn(child, ownGroup) {
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  // In our group the terminal's Ctrl-C has reached the child already.
  process.on('SIGINT', () => ownGroup && child.kill('SIGINT'));
  process.on('SIGWINCH', () => ownGroup && child.kill('SIGWINCH'));
}

/** Started by npm, we are npm's: when npm was killed, nobody is left who could stop us. */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const first = parentsUpToNpm();
  const timer = setInterval(() => {
    if (parentsUpToNpm() === first) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS);
  return () => clearInterval(timer);
}

/** The parents up to npm: npm itself, or the shell in which it runs the script and npm. They change when one dies. */
function parentsUpToNpm() {
  const shell = processEntry(process.ppid);
  const isShellOfNpm = shell !== undefined && /^\S*sh\s+-c\s/.test(shell.command);
  return isShellOfNpm ? `${process.ppid} ${shell.parent}` : String(process.ppid);
}

function processEntry(pid) {
  try {
    if (os.platform() === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1], command };
    }
    const [, parent, command] = /^\s*(\d+)\s+(.*)$/.exec(
      execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }),
    );
    return { parent, command };
  } catch {
    return undefined;
  }
}

module.exports = { runStep, runProgram };
