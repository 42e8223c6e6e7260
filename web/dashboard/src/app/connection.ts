import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem';
import { loadSession } from '../api/session';
import { queryClient } from './query-client';

const ASK_AGAIN_MS = 1_000;

let away = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Whether the API is away at the moment. */
export function useApiAway(): boolean {
  return useSyncExternalStore(subscribe, () => away);
}

/** Told by whoever cannot reach the API; from then on it is asked until it answers, and every page reads anew. */
export function apiIsAway(): void {
  if (away) return;
  away = true;
  tell();
  askAgain();
}

/** Told by whoever lost a connection that may end for other reasons too. */
export async function askWhetherAway(): Promise<void> {
  if (!away) await loadSession().catch(apiIsAway);
}

function askAgain(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    loadSession().then(isBack, askAgain);
  }, ASK_AGAIN_MS);
}

function isBack(): void {
  away = false;
  tell();
  void queryClient.invalidateQueries();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener('offline', () => void askWhetherAway());

queryClient.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'failed') judge(event.action.error);
});

queryClient.getMutationCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') judge(event.action.error);
});

function judge(error: unknown): void {
  if (!(error instanceof ApiProblem) || !error.isTemporary) return;
  if (error.status === 0) apiIsAway();
  // A 503 may also tell of somebody behind the API, a provider for instance.
  else void askWhetherAway();
}
