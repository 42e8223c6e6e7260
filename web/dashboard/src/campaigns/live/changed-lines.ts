import type { Schemas } from '../../api/client';

type Listener = (lines: Schemas['Line'][]) => void;

const listeners = new Map<number, Set<Listener>>();

/**
 * Hears of each contact of a campaign that is new or has changed, while the campaign's page is open.
 *
 * @param listener - is given the contacts as they are now, the one that changed last at the end.
 * @returns what ends it.
 */
export function subscribeToLines(campaignId: number, listener: Listener): () => void {
  const those = listeners.get(campaignId) ?? new Set();
  listeners.set(campaignId, those.add(listener));
  return () => {
    those.delete(listener);
    if (those.size === 0 && listeners.get(campaignId) === those) listeners.delete(campaignId);
  };
}

/** Tells whoever listens that contacts of a campaign have changed. */
export function tellOfLines(campaignId: number, lines: Schemas['Line'][]): void {
  for (const listener of listeners.get(campaignId) ?? []) listener(lines);
}
