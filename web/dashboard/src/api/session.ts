import { requestJson } from './client';
import { keepSession, type Session } from './session-store';

/** Finds out who is signed in; null when nobody is. @param signal gives up waiting for the answer. */
export async function loadSession(signal?: AbortSignal): Promise<Session | null> {
  const session = await requestJson<Session | null>('/session', signal ? { signal } : {});
  keepSession(session);
  return session;
}

/**
 * Signs in. The key goes into a cookie that scripts cannot read, and is kept nowhere else.
 *
 * @throws ApiProblem `invalid_key`.
 */
export async function signIn(apiKey: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  keepSession(
    await requestJson<Session>('/session', { method: 'POST', headers, body: JSON.stringify({ api_key: apiKey }) }),
  );
}

/** Signs out in this browser. */
export async function signOut(): Promise<void> {
  await requestJson('/session', { method: 'DELETE' });
  keepSession(null);
}
