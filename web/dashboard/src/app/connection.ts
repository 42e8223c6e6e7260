import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem';
import { loadSession } from '../api/session';
import { currentSession } from '../api/session-store';
import { queryClient } from './query-client';

const ASK_AGAIN_MS = 1_000;
/** An API that is frozen, or behind a network that is broken, takes connections and answers nothing. */
const ANSWERS_WITHIN_MS = 8_000;
/** Pages that only listen would not hear of that. */
const LOOK_EVERY_MS = 10_000;

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
  if (!away) await ask().catch(apiIsAway);
}

function askAgain(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    ask().then(isBack, askAgain);
  }, ASK_AGAIN_MS);
}

function ask(): Promise<unknown> {
  return loadSession(AbortSignal.timeout(ANSWERS_WITHIN_MS));
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

setInterval(() => {
  if (!document.hidden && currentSession() !== null) void askWhetherAway();
}, LOOK_EVERY_MS);

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
