import { type ApiProblem, problemOf, unreachable } from '../../api/problem';
import { csrfToken, sessionEnded } from '../../api/session-store';
import type { FileUpload } from './launch';

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
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as Answer);
      else reject(refusal(request.status, body));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('The upload was stopped.'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) request.abort();
    else request.send(file);
  });
}

function refusal(status: number, body: unknown): ApiProblem {
  if (status === 401) sessionEnded();
  return problemOf(new Response(null, { status: status < 200 ? 502 : status }), body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
