import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from '../../infra/observability/logger';
import { createCallRoutes } from './call-routes';
import { createControlRoutes } from './control-routes';
import { createFaults } from './faults';
import { startSimulator, type Simulator, type SimulatorOptions } from './simulator';

/** Longer than clients keep an idle connection, so that it is not closed under a request that is being sent. */
const KEEP_ALIVE_MS = 65_000;
const DRAIN_MS = 2_000;

export interface SimulatorServerOptions extends SimulatorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A simulator that listens. */
export interface SimulatorServer {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Stops taking requests, lets those under way finish, and closes the ledger. Takes 5 s at most. */
  close(): Promise<void>;
}

/**
 * Starts the telephony and its HTTP API.
 *
 * @throws Error when the ledger cannot be read or the port is taken.
 * @example const server = await startSimulatorServer({ host: '127.0.0.1', port: 0, ledgerFile, secret, speed: 1, logger });
 */
export async function startSimulatorServer(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const simulator = await startSimulator(options);
  const state = { isClosing: false };
  const server = createServer(createApp(simulator, options.logger, state));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
  } catch (error) {
    await simulator.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      state.isClosing = true;
      await closeServer(server);
      await simulator.close();
    },
  };
}

function createApp(simulator: Simulator, logger: Logger, state: { readonly isClosing: boolean }): Express {
  const faults = createFaults();
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', (_request, response) => {
    response.status(state.isClosing ? 503 : 200).json({ status: state.isClosing ? 'closing' : 'ready' });
  });
  app.use(express.json({ limit: '1mb' }));
  app.use('/v1/calls', createCallRoutes(simulator, faults));
  app.use('/v1', createControlRoutes(simulator, faults));
  app.use((_request, response) => {
    response.status(404).json({ code: 'not_found', message: 'There is nothing at this address.' });
  });
  app.use(createErrorHandler(logger));
  return app;
}

function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const code = status >= 500 ? 'internal_error' : 'invalid_request';
    response.status(status).json({ code, message: status >= 500 ? 'Something went wrong.' : String(error) });
  };
}

/** Errors of the body parser carry the status they stand for. */
function statusOf(error: unknown): number {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const tooLong = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(tooLong);
}
