import type { Connection } from './connection';
import { EXIT_CODES } from './exit-codes';
import { CliFailure, type ProblemDocument } from './failure';

const TIMEOUT_MS = 60_000;
const MOST_SHOWN_CHARACTERS = 300;

/** What stands behind the `?`; undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The API, asked as the key's owner. Every method throws CliFailure when the API refuses or cannot be reached. */
export interface ApiClient {
  readonly connection: Connection;
  /** @param path below `/api/v1`, such as `calls/bulk_call`. */
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object, query?: Query): Promise<T>;
  /** An answer to be read as it comes. The caller says when it takes too long. */
  open(path: string, headers: Readonly<Record<string, string>>, query?: Query): Promise<Response>;
  /** Where a path leads. */
  urlOf(path: string, query?: Query): URL;
  /** What every request carries. @throws CliFailure when there is no key. */
  authorization(): Readonly<Record<string, string>>;
}

/** @param signal ends requests that are under way, with its reason. */
export function createClient(connection: Connection, signal: AbortSignal): ApiClient {
  const urlOf = (path: string, query: Query = {}): URL => {
    const url = new URL(`${connection.apiUrl}/api/v1/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  };
  const authorization = () => ({ authorization: `Bearer ${requireKey(connection)}` });
  const request = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = { ...authorization(), ...(init.headers as Record<string, string>) };
    const response = await reach(connection, signal, () => fetch(url, { ...init, headers, redirect: 'manual' }));
    if (response.ok) return response;
    throw refusal(response.status, await response.text().catch(() => ''));
  };
  const json = async <T>(method: string, url: URL, body?: object): Promise<T> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const content = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await request(url, { method, signal: deadline, ...content });
    return reach(connection, signal, () => readJson<T>(response));
  };
  return {
    connection,
    urlOf,
    authorization,
    get: (path, query) => json('GET', urlOf(path, query)),
    send: (method, path, body, query) => json(method, urlOf(path, query), body),
    open: (path, headers, query) => request(urlOf(path, query), { method: 'GET', headers, signal }),
  };
}

/** The failure that an answer other than 2xx is. */
export function refusal(status: number, text: string): CliFailure {
  const problem = readProblem(status, text);
  const exitCode = status === 401 ? EXIT_CODES.unauthenticated : EXIT_CODES.failed;
  return new CliFailure(exitCode, problem.code, messageOf(problem), problem);
}

/** The failure that an API is that does not answer. */
export function unreachable({ apiUrl, source }: Connection, error: unknown): CliFailure {
  const hint =
    source === 'default' || source === 'stack'
      ? '`everdial up` starts one on this machine; --api or EVERDIAL_API_URL names another.'
      : 'Check --api or EVERDIAL_API_URL, and that it runs.';
  const message = `The API at ${apiUrl} cannot be reached (${reasonOf(error)}). ${hint}`;
  return new CliFailure(EXIT_CODES.unreachable, 'api_unreachable', message, null, { cause: error });
}

/** What went wrong in the network, in a word where the system has one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0] !== undefined) return reasonOf(cause.errors[0]);
  if (cause instanceof Error) return reasonOf(cause);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}

async function reach<T>(connection: Connection, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CliFailure) throw error;
    throw unreachable(connection, error);
  }
}

function requireKey({ key, apiUrl, home }: Connection): string {
  if (key !== null && /^[\x21-\x7e]+$/.test(key)) return key;
  const what = key === null ? 'No API key was found' : 'The API key has characters that no key has';
  const message =
    `${what} for ${apiUrl}. Set EVERDIAL_API_KEY (or --key); for a local stack, ` +
    `${home}/stack.json has one while it runs.`;
  throw new CliFailure(EXIT_CODES.unauthenticated, 'no_api_key', message);
}

async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch {
    const message = `${response.url} answers something else than the API does. Is it the right address?`;
    throw new CliFailure(EXIT_CODES.failed, 'not_the_api', message);
  }
}

function readProblem(status: number, text: string): ProblemDocument {
  try {
    const read = JSON.parse(text) as Partial<ProblemDocument>;
    if (typeof read.code === 'string' && typeof read.detail === 'string') return { status, ...read } as ProblemDocument;
  } catch {
    // Whatever stands before the API has answered.
  }
  const detail = `The answer was ${status}, and not by the API: ${text.slice(0, MOST_SHOWN_CHARACTERS)}`;
  return { status, code: 'not_the_api', detail };
}

function messageOf({ detail, errors = [] }: ProblemDocument): string {
  if (errors.length < 2) return detail;
  return [detail, ...errors.map((fault) => `  ${fault.pointer}: ${fault.detail}`)].join('\n');
}
