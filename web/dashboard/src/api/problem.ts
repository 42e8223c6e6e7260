import type { components } from '../../../client/schema';

type ProblemDocument = components['schemas']['Problem'];

/** The API's refusal, or that it could not be reached (`status` 0). Shown as text, never as HTML. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Stable, for programs: `campaign_closed`. */
  readonly code: string;
  readonly requestId: string | null;
  readonly errors: ProblemDocument['errors'];
  /** The page that explains the code. */
  readonly url: string | null;

  constructor(document: Pick<ProblemDocument, 'status' | 'code' | 'detail'> & Partial<ProblemDocument>) {
    super(document.detail);
    this.status = document.status;
    this.code = document.code;
    this.requestId = document.request_id ?? null;
    this.errors = document.errors ?? [];
    this.url = document.code ? `/problems/${encodeURIComponent(document.code)}` : null;
  }

  /** True when trying again later may help: the API, or a server that it needs, is away. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** What a failed answer says; a proxy's page that is no problem document is told by its status. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    return new ApiProblem(body as ProblemDocument);
  }
  const detail = `The API answered with status ${response.status}. Try again; if it goes on, look at the API's log.`;
  return new ApiProblem({ status: response.status, code: '', detail });
}

/** That nobody answered. */
export function unreachable(): ApiProblem {
  const detail = 'The API cannot be reached. This page tries again by itself.';
  return new ApiProblem({ status: 0, code: 'unreachable', detail });
}
