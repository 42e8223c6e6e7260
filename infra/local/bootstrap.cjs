'use strict';

/*
 * What `npm run demo`, `npm start`, `npm run dry-run` and `npm test` run:
 * node infra/local/bootstrap.cjs <demo|start|dry-run|test> [args]
 *
 * Installs and builds what is missing or has changed, then runs the program, passes signals on to it, and ends
 * with its exit code. Plain JavaScript without dependencies: nothing is installed or built before it.
 */

const { installDependencies } = require('./install.cjs');
const { build } = require('./incremental-build.cjs');
const { exclusively } = require('./exclusively.cjs');
const { runProgram } = require('./run-program.cjs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');

/** What each command runs, whether it gets a process group of its own, and whether it reads files that the caller names. */
const PROGRAMS = {
  // The stack stops in an order: a Ctrl-C on the terminal must reach the supervisor once, and nobody else.
  demo: { script: 'dist/services/local/demo.js', ownGroup: true },
  start: { script: 'dist/services/local/main.js', ownGroup: true },
  'dry-run': { script: 'dist/services/dry-run/main.js', ownGroup: true, inCallersFolder: true },
  test: { script: 'infra/local/run-jest.cjs', ownGroup: false },
};

const MINIMUM_NODE = [20, 19];

async function main([command, ...args]) {
  const program = PROGRAMS[command];
  if (!program) throw new Error(`Unknown command "${command ?? ''}". Use one of: ${Object.keys(PROGRAMS).join(', ')}.`);
  checkNode();
  await exclusively(ROOT, say, async () => {
    await installDependencies(ROOT, say);
    await build(ROOT, say);
  });
  // npm itself goes to the checkout, and tells where it was called.
  const cwd = program.inCallersFolder ? (process.env.INIT_CWD ?? process.cwd()) : ROOT;
  return runProgram(path.join(ROOT, program.script), args, { cwd, ownGroup: program.ownGroup });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new Error(
    `Node ${MINIMUM_NODE.join('.')} or later is needed; this is ${process.version}. See https://nodejs.org.`,
  );
}

function say(message) {
  process.stderr.write(`everdial: ${message}\n`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    say(error.message);
    process.exit(1);
  },
);
