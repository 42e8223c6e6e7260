import { connect, createServer } from 'node:net';
import { tryClaim, type Claim } from './claim';

const LOOPBACK = '127.0.0.1';
const LAST_PORT = 65_535;
const MOST_STEPS = 500;
const PROBE_TIMEOUT_MS = 1_000;

/** A port that no other stack on this machine takes until it is released. */
export interface PortClaim {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Takes the preferred port of the loopback address, or the next one that is free.
 *
 * The claim lasts for the life of this process, so a server may leave its port for a restart and find it again,
 * and two stacks that start at once never choose the same.
 *
 * @throws Error when 500 ports in a row are in use.
 * @example const { port } = await claimPort(8080); // 8081 if something listens on 8080
 */
export async function claimPort(preferred: number): Promise<PortClaim> {
  const last = Math.min(preferred + MOST_STEPS, LAST_PORT);
  for (let port = preferred; port <= last; port += 1) {
    const claim = await tryClaim(`port-${port}`);
    if (!claim) continue;
    if (await isFree(port)) return portClaim(port, claim);
    await claim.release();
  }
  throw new Error(`Every port from ${preferred} to ${last} is in use. Stop something, or ask for other ports.`);
}

function portClaim(port: number, claim: Claim): PortClaim {
  return { port, release: () => claim.release() };
}

async function isFree(port: number): Promise<boolean> {
  // On some systems one may listen on 127.0.0.1 although another server holds the port on every address.
  if (await isAnswering(port)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK, timeout: PROBE_TIMEOUT_MS });
    const finish = (answering: boolean): void => {
      socket.destroy();
      resolve(answering);
    };
    socket.once('connect', () => finish(true));
    socket.once('timeout', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
