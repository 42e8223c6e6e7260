#!/usr/bin/env node
'use strict';

/*
 * The command `everdial`: dist/services/cli/main.js, installed and built first where that is a checkout whose sources
 * have changed. Also by a link to this file, from any folder. Nothing but the command itself writes to stdout.
 */

const fs = require('node:fs');
const path = require('node:path');

// Node has followed the links on the way here.
const ROOT = path.resolve(__dirname, '..', '..');
const PROGRAM = path.join(ROOT, 'dist/services/cli/main.js');

async function main() {
  if (fs.existsSync(path.join(ROOT, 'tsconfig.json'))) await prepare();
  require(PROGRAM);
}

/** Looks without waiting for others: mostly there is nothing to do. */
async function prepare() {
  const { areInstalled, installDependencies } = require('./install.cjs');
  const { areProgramsBuilt, buildPrograms } = require('./incremental-build.cjs');
  if (areInstalled(ROOT) && areProgramsBuilt(ROOT)) return;
  const { exclusively } = require('./exclusively.cjs');
  await exclusively(ROOT, say, async () => {
    await installDependencies(ROOT, say);
    await buildPrograms(ROOT, say);
  });
}

function say(message) {
  process.stderr.write(`everdial: ${message}\n`);
}

main().catch((error) => {
  say(error.message);
  process.exit(1);
});
