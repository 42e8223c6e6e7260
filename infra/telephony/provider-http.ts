import { Pool } from 'undici';
import { readRetryAfterMs } from '../webhook-http/retry-after';
import type { CallLookup, PlaceAnswer } from './provider';
import { CREDENTIALS_REFUSED } from './refusals';

const DEFAULT_TIMEOUT_MS = 8_000;
/** Well below the time-out of a request, so that "was never reached" is told from "did not answer". */
const CONNECT_TIMEOUT_MS = 3_000;
const CONNECTIONS = 64;
/** A list of calls is the longest answer that is asked for. */
const LONGEST_ANSWER_BYTES = 4 * 1024 * 1024;

/** Errors from before there was a connection: nothing can have been sent. */
const UNREACHED = [
  'UND_ERR_CONNECT_TIMEOUT',
  // No name server gave an address.
  'ENOTFOUND',
  'EAI_AGAIN',
  'ESERVFAIL',
  'ETIMEOUT',
  'ENODATA',
  // Whoever answered is not believed to be the provider: before a request goes out.
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];
/** The same, where it was connecting that failed: a connection that was there may break off so too. */
const UNREACHED_CONNECTING = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** An answer of a provider's API. */
export interface HttpAnswer {
  readonly status: number;
  /** Undefined when it was not JSON. */
  readonly body: unknown;
  /** For how long it wants no further request, seconds; null where it says nothing. */
  readonly retryAfterS: number | null;
  /** The provider's clock when it answered, epoch milliseconds to the second; null or absent where it does not say. */
  readonly serverTime?: number | null;
}

/** One request to a provider's API; its path begins with a slash and is behind that of the base URL. */
export interface HttpAsk {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The connections to one provider's API. */
export interface ProviderHttp {
  /** @throws what the network does; `codeOf` names it. */
  ask(ask: HttpAsk): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/**
 * Connections to a provider's API, whose requests have a time-out each and follow no redirect.
 *
 * @example const http = connectProvider('https://api.example.com', {}); await http.ask({ method: 'GET', path: '/calls' });
 */
export function connectProvider(
  baseUrl: string,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number | undefined },
): ProviderHttp {
  const { origin, pathname } = new URL(baseUrl);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs / 2) },
    maxResponseSize: LONGEST_ANSWER_BYTES,
  });
  return {
    async ask({ method, path, headers = {}, body }) {
      const response = await pool.request({
        method,
        path: `${base}${path}`,
        headers,
        body: body ?? null,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const retryAfter = response.headers['retry-after'];
      return {
        status: response.statusCode,
        body: parseJson(await response.body.text()),
        retryAfterS: readRetryAfterS(typeof retryAfter === 'string' ? retryAfter : null, Date.now()),
        serverTime: readTime(response.headers['date']),
      };
    },
    close: () => pool.destroy(),
  };
}

/**
 * What an answer that is no 2xx says about a call, as far as HTTP tells: 401 and 403 are about the credentials, 402 and 429
 * about the account; any other 4xx is a refusal of this call, and everything else leaves open whether there is one.
 *
 * @param rawCode the provider's own code, where it gave one.
 */
export function placeRefusal({ status, retryAfterS }: HttpAnswer, rawCode: string | null): PlaceAnswer {
  const code = rawCode ?? `http_${status}`;
  if (status < 400 || status >= 500 || status === 408 || status === 499) return { kind: 'ambiguous', rawCode: code };
  if (status === 401 || status === 403)
    return { kind: 'refused', disposition: 'no_capacity', rawCode: CREDENTIALS_REFUSED };
  if (status === 402 || status === 429)
    return { kind: 'refused', disposition: 'no_capacity', rawCode: code, retryAfterS };
  return { kind: 'refused', disposition: 'failed', rawCode: code };
}

/** What an error of the network says about a call: none was asked for when there was never a connection. */
export function placeError(error: unknown): PlaceAnswer {
  return isUnreached(error)
    ? { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' }
    : { kind: 'ambiguous', rawCode: codeOf(error) };
}

function isUnreached(error: unknown): boolean {
  const code = codeOf(error);
  if (UNREACHED.includes(code)) return true;
  if (!UNREACHED_CONNECTING.includes(code)) return false;
  // Several addresses of one host, none of which could be connected to.
  const { errors, syscall } = error as { errors?: unknown; syscall?: unknown };
  return Array.isArray(errors) ? errors.every(isUnreached) : syscall === 'connect';
}

/** What an error of the network says about a look-up. */
export function lookupError(error: unknown): CallLookup {
  return { kind: 'unknown', rawCode: codeOf(error) };
}

/** @example codeOf(new DOMException('...', 'TimeoutError')) // 'timeout' */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === 'TimeoutError') return 'timeout';
  return typeof code === 'string' ? code : String(name);
}

/**
 * A `Retry-After` header as a provider's answer has it.
 *
 * @param now epoch milliseconds.
 * @returns whole seconds, 0 or more; null where it says nothing.
 * @example readRetryAfterS('120', now) // 120
 */
export function readRetryAfterS(header: string | null, now: number): number | null {
  const waitMs = readRetryAfterMs(header, now);
  return waitMs === null ? null : Math.ceil(waitMs / 1_000);
}

function readTime(header: string | string[] | undefined): number | null {
  const at = typeof header === 'string' ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? null : at;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
