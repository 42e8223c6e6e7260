import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, register } from 'prom-client';

/** What a process says about itself. */
export interface Health {
  /** Resolves when the process can do its work; rejects with what is missing. */
  readonly checkReady: () => Promise<void>;
}

/**
 * Serves `/healthz` (the process lives), `/readyz` (it can do its work) and `/metrics` for a process without an HTTP API.
 *
 * @param port 0 takes a free one.
 * @returns the port, and what closes the server.
 */
export async function serveHealth(
  health: Health,
  host: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  collectDefaultMetrics();
  const server: Server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain'): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    const fail = (error: unknown): void => answer(503, error instanceof Error ? error.message : 'not ready');
    if (request.url === '/healthz') answer(200, 'ok');
    else if (request.url === '/readyz') health.checkReady().then(() => answer(200, 'ready'), fail);
    else if (request.url === '/metrics')
      register.metrics().then((text) => answer(200, text, register.contentType), fail);
    else answer(404, 'not found');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
