import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Above the idle time-out of common load balancers (60 s), so that they close idle connections, and not we. */
const KEEP_ALIVE_MS = 65_000;
/** A file of millions of rows is sent no faster than its rows can be stored. */
const SEND_WITHIN_MS = 60 * 60_000;
/** Requests that are still running after this are cut off. */
const DRAIN_MS = 10_000;

/** A server that answers. */
export interface Listening {
  readonly port: number;
  /** Takes no new connections, finishes the requests in progress, and resolves when the last one has its answer. */
  drain(): Promise<void>;
}

/**
 * Listens for requests.
 *
 * @param port 0 takes a free one.
 * @throws when the port is taken.
 */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: SEND_WITHIN_MS }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain: () =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
