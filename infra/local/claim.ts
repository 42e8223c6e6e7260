import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Held by this process until released; the system releases it when the process dies. */
export interface Claim {
  release(): Promise<void>;
}

const RETRY_MS = 100;

/**
 * Claims a name on this machine, or finds that another process (or this one) holds it.
 *
 * A claim is a listening local socket, so that nothing stale remains however its holder ends.
 *
 * @returns undefined when the name is taken.
 * @example const claim = await tryClaim('port-8080');
 */
export async function tryClaim(name: string): Promise<Claim | undefined> {
  const address = addressOf(name);
  const first = await listen(address);
  if (first) return claimOf(first);
  if (address.startsWith('\0') || (await answers(address))) return undefined;
  // Without abstract sockets, a killed holder leaves its file behind.
  await unlink(address).catch(() => undefined);
  const second = await listen(address);
  return second && claimOf(second);
}

/**
 * Claims a name, waiting for its holder.
 *
 * @param onWait told once, when there is something to wait for.
 * @throws the signal's reason when aborted.
 */
export async function claim(name: string, onWait: () => void, signal?: AbortSignal): Promise<Claim> {
  for (let tries = 0; ; tries += 1) {
    const held = await tryClaim(name);
    if (held) return held;
    if (tries === 0) onWait();
    signal?.throwIfAborted();
    await delay(RETRY_MS);
  }
}

function addressOf(name: string): string {
  const short = createHash('sha256').update(name).digest('hex').slice(0, 24);
  if (platform() === 'linux') return `\0everdial-${short}`;
  if (platform() === 'win32') return `\\\\.\\pipe\\everdial-${short}`;
  return join(tmpdir(), `everdial-${short}.sock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function claimOf(server: Server): Claim {
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
