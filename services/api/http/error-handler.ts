import type { NextFunction, Request, Response } from 'express';
import { isDatabaseAway } from '../../../infra/db/connection-errors';
import type { Logger } from '../../../infra/observability/logger';
import { Problem, sendProblem, temporarilyUnavailable } from './problem';
import { requestIdOf } from './request-id';

/**
 * The last middleware: whatever a handler throws becomes a problem document.
 *
 * @param publicUrl where the pages about codes are.
 */
export function createErrorHandler(logger: Logger, publicUrl: string) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const facts = { err: problem.cause ?? error, code: problem.code, requestId: requestIdOf(response) };
      if (problem.status === 503) logger.warn(facts, 'answered that a server is away');
      else logger.error(facts, 'a request failed');
    }
    if (response.headersSent) response.destroy();
    else sendProblem(request, response, problem, publicUrl);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) {
    return temporarilyUnavailable('database_unavailable', 'The database is away. Try again in a moment.', error);
  }
  // A path that cannot be decoded, such as /%zz.
  if (error instanceof URIError) return new Problem(404, 'not_found', 'There is nothing at this address.');
  return new Problem(
    500,
    'internal_error',
    'Something went wrong on our side. It has been logged with the request id.',
    {
      cause: error,
    },
  );
}
