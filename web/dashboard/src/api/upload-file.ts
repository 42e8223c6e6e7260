import { bodyOf } from './client';
import { unreachable } from './problem';
import { csrfToken, sessionEnded } from './session-store';

/** A file on its way to the API. */
export interface FileUpload {
  /** Path with query. */
  readonly path: string;
  readonly file: Blob;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** Told how much of it has been sent, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Sends a file, telling how far it is: what `fetch` cannot.
 *
 * @returns the answer's body.
 * @throws ApiProblem; the reason of `signal`.
 */
export function uploadFile<Answer>({ path, file, idempotencyKey, signal, onProgress }: FileUpload): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'text';
    request.setRequestHeader('Content-Type', 'text/csv');
    request.setRequestHeader('Idempotency-Key', idempotencyKey);
    const token = csrfToken();
    if (token !== null) request.setRequestHeader('X-CSRF-Token', token);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerIn<Answer>(request));
    request.onerror = () => reject(unreachable());
    request.onabort = () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('The upload was stopped.'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

async function answerIn<Answer>({ status, responseText }: XMLHttpRequest): Promise<Answer> {
  if (status === 401) sessionEnded();
  // An answer without a body may not even have an empty one.
  return bodyOf<Answer>(new Response(responseText || null, { status }));
}
