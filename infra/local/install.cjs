'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./run-program.cjs');

/** Installs the dependencies with `npm ci`, unless node_modules already holds what package-lock.json asks for. */
async function installDependencies(root, say) {
  if (areInstalled(root)) return;
  const lockText = readLock(root);
  const installed = readIfThere(path.join(root, 'node_modules', '.package-lock.json'));
  if (!installed || !satisfies(JSON.parse(installed), JSON.parse(lockText))) await npmCi(root, say);
  fs.writeFileSync(stampFileOf(root), digestOf(lockText));
}

/** Whether they were seen to be installed since package-lock.json has changed. */
function areInstalled(root) {
  return readIfThere(stampFileOf(root)) === digestOf(readLock(root));
}

function stampFileOf(root) {
  return path.join(root, 'node_modules', '.everdial-installed');
}

function readLock(root) {
  return fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8');
}

function digestOf(text) {
  return crypto.createHash('sha256').update(text).digest('hex');
}

/**
 * Whether npm has installed every package in the asked version.
 *
 * @param installed npm's hidden lockfile, `node_modules/.package-lock.json`.
 * @param wanted package-lock.json.
 */
function satisfies(installed, wanted) {
  return Object.entries(wanted.packages).every(([name, { version, optional, devOptional }]) => {
    if (name === '') return true;
    const found = installed.packages[name];
    // A package for another platform is left out.
    return found ? found.version === version : optional === true || devOptional === true;
  });
}

async function npmCi(root, say) {
  say('installing the dependencies with npm ci (a minute or two, only when package-lock.json has changed)');
  // npm names itself in the environment of its scripts; otherwise it is looked for on PATH.
  const npm = process.env.npm_execpath ?? '';
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const [program, programArgs] =
    path.basename(npm) === 'npm-cli.js' ? [process.execPath, [npm, ...args]] : ['npm', args];
  try {
    await runStep(program, programArgs, { cwd: root, what: 'npm ci', say });
  } catch (error) {
    throw new Error(
      `The dependencies could not be installed: ${error.message}. ` +
        'Check that npm 10 or later is installed and can reach its registry, then try again.',
      { cause: error },
    );
  }
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

module.exports = { areInstalled, installDependencies, satisfies };
