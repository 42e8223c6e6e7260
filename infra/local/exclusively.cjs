'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const timers = require('node:timers/promises');

const RETRY_MS = 200;

/**
 * Runs a step while no other process runs one for the same folder. The lock is a listening local socket, which
 * the system releases however its holder ends.
 */
async function exclusively(folder, say, step) {
  const address = addressOf(folder);
  let server = await listen(address);
  if (!server) say('another process is building this checkout: waiting for it');
  while (!server) {
    await timers.setTimeout(RETRY_MS);
    server = await listen(address);
  }
  try {
    return await step();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function addressOf(folder) {
  const name = `everdial-build-${crypto.createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  if (os.platform() === 'linux') return `\0${name}`;
  if (os.platform() === 'win32') return `\\\\.\\pipe\\${name}`;
  return path.join(os.tmpdir(), `${name}.sock`);
}

async function listen(address) {
  const server = await tryToListen(address);
  // Where such a socket is a file, a killed holder leaves it behind.
  if (server || !path.isAbsolute(address) || (await answers(address))) return server;
  fs.rmSync(address, { force: true });
  return tryToListen(address);
}

function tryToListen(address) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => resolve(server));
  });
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

module.exports = { exclusively };
