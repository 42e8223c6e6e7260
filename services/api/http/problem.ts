import type { Request, Response } from 'express';
import { requestIdOf } from './request-id';

/** One fault of a request's body or query. */
export interface FieldFault {
  /** JSON pointer (RFC 6901) into the body; `?name` for a query parameter. */
  readonly pointer: string;
  /** Stable, for programs. */
  readonly code: string;
  /** A sentence that says what to fix. */
  readonly detail: string;
}

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict with the current state',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'The request has faults',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

/** What a problem may carry beside its status, code and sentence. */
export interface ProblemExtras {
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  /** Of the request that it is about, where that is another one. */
  readonly requestId?: string;
}

/** An answer that says what went wrong (RFC 9457). Thrown by handlers, sent by the error handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | null;

  /**
   * @param code stable, for programs.
   * @param detail a sentence that says what happened and what to do.
   * @example throw new Problem(409, 'campaign_closed', 'The campaign is cancelled and takes no more contacts.');
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.errors = extras.errors ?? [];
    this.headers = extras.headers ?? {};
    this.requestId = extras.requestId ?? null;
  }
}

/** 404, the same for what does not exist and for what belongs to somebody else. */
export function notFound(what: string): Problem {
  return new Problem(404, 'not_found', `There is no such ${what}.`);
}

/** 422 with every fault found. */
export function invalidRequest(faults: readonly FieldFault[]): Problem {
  const first = faults[0];
  const [code, detail] = first ? [first.code, first.detail] : ['invalid', 'The request has faults.'];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more, see errors)` : '';
  return new Problem(422, code, `${first?.pointer ? `${first.pointer}: ` : ''}${detail}${more}`, { errors: faults });
}

/** 503 with `Retry-After`: a server that we need is away. */
export function temporarilyUnavailable(code: string, detail: string, cause?: unknown): Problem {
  return new Problem(503, code, detail, { headers: { 'Retry-After': '2' }, cause });
}

/**
 * Writes a problem document.
 *
 * @param publicUrl where the page about the problem's code is, without a slash at its end.
 */
export function sendProblem(request: Request, response: Response, problem: Problem, publicUrl: string): void {
  const requestId = problem.requestId ?? requestIdOf(response);
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `${publicUrl}/problems/${problem.code}`,
        title: TITLES[problem.status] ?? 'Error',
        status: problem.status,
        detail: problem.detail,
        // Without the query, which may hold a number.
        instance: request.originalUrl.split('?', 1)[0],
        code: problem.code,
        request_id: requestId,
        errors: problem.errors,
        error: problem.code,
        error_description: problem.detail,
      }),
    );
}
