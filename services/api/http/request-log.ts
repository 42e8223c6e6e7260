import type { IncomingMessage } from 'node:http';
import { pinoHttp } from 'pino-http';
import type { Logger } from '../../../infra/observability/logger';

const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** The one address that names a called person. */
const NUMBER_IN_PATH = /(\/suppressions\/)(?!csv$)[^/]+/;

/** Logs every answer: good ones at `debug`, refusals at `info`. Never the query or a body, which may hold a number. */
export function createRequestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => String(response.getHeader('x-request-id')),
    customLogLevel: (_request, response) => levelOf(response.statusCode),
    // Errors are logged where they become problems; probes come every few seconds and say nothing new.
    customErrorObject: (_request, _response, _error, facts: Record<string, unknown>) => withoutError(facts),
    autoLogging: { ignore: (request) => PROBES.has(pathOf(request).replace(/\/$/, '')) },
    serializers: {
      req: (request: IncomingMessage & { id?: unknown }) => ({
        id: request.id,
        method: request.method,
        path: pathOf(request).replace(NUMBER_IN_PATH, '$1{number}'),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function withoutError({ err: _err, ...facts }: Record<string, unknown>): Record<string, unknown> {
  return facts;
}

function levelOf(status: number): 'debug' | 'info' | 'warn' {
  if (status >= 500) return 'warn';
  return status >= 400 ? 'info' : 'debug';
}
