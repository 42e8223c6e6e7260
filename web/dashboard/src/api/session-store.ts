import { useSyncExternalStore } from 'react';

/** Who is signed in, as `GET /session` says. */
export interface Session {
  readonly organization: { readonly id: number; readonly name: string };
  readonly scopes: readonly string[];
  readonly key: { readonly id: number; readonly name: string; readonly prefix: string; readonly last_four: string };
  readonly csrf_token: string;
  readonly temporal_ui_url: string | null;
  /** Every number of the organization is simulated: nobody is called. */
  readonly simulated: boolean;
}

let current: Session | null = null;
const listeners = new Set<() => void>();

/** What changing requests must carry; null while nobody is signed in. */
export function csrfToken(): string | null {
  return current?.csrf_token ?? null;
}

/** Who is signed in, outside of components. */
export function currentSession(): Session | null {
  return current;
}

/** Keeps who is signed in, and tells the components. */
export function keepSession(session: Session | null): void {
  current = session;
  for (const listener of listeners) listener();
}

/** The API has answered 401: the cookie or its key is no longer good. */
export function sessionEnded(): void {
  if (current !== null) keepSession(null);
}

/** Who is signed in; a component is drawn anew when that changes. */
export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, currentSession);
}

/** Whether whoever is signed in may change things. */
export function useMayAdminister(): boolean {
  return useSession()?.scopes.includes('campaigns:admin') ?? false;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
