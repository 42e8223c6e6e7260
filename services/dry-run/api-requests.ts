import { Readable } from 'node:stream';

/** The API of the installation that the dry run has put together. */
export interface DryRunApi {
  readonly url: string;
  readonly key: string;
}

const TIMEOUT_MS = 60_000;
/** A CSV may be long. */
const UPLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Posts JSON below `/api/v1`.
 *
 * @throws Error with the API's own words when it refuses.
 */
export function postJson<T>(api: DryRunApi, path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return send<T>(api, path, { headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/**
 * Streams a CSV to an address below `/api/v1`.
 *
 * @throws Error with the API's own words when it refuses.
 */
export function postCsv<T>(api: DryRunApi, path: string, chunks: AsyncIterable<Buffer>): Promise<T> {
  const body = Readable.toWeb(Readable.from(chunks)) as unknown as NonNullable<RequestInit['body']>;
  const headers = { 'content-type': 'text/csv' };
  return send<T>(api, path, { headers, body, signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS) });
}

async function send<T>({ url, key }: DryRunApi, path: string, request: RequestInit): Promise<T> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    ...request,
    method: 'POST',
    headers: { ...(request.headers as Record<string, string>), authorization: `Bearer ${key}` },
    // What fetch asks for where the length of a body is not known.
    ...({ duplex: 'half' } as object),
  });
  const answer = (await response.json()) as T & Refusal;
  if (response.ok) return answer;
  const faults = answer.errors?.map(({ pointer, detail }) => `  ${pointer}: ${detail}`) ?? [`  ${answer.detail ?? ''}`];
  throw new Error(`The API refuses it (${path}, ${response.status}):\n${faults.join('\n')}`);
}

interface Refusal {
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly detail?: string;
}
