import type { AttemptRecord } from './api-client';

const REQUEST_TIMEOUT_MS = 10_000;

/** What the demo reads of a line of the simulator's ledger. */
export interface LedgerEntry {
  readonly kind: 'asked' | 'ended';
  readonly sequence: number;
  readonly reference: string;
  readonly to: string;
}

/** The provider's record of the demo's calls beside our own. */
export interface LedgerAgreement {
  /** Calls that the provider was asked for. */
  readonly asked: number;
  readonly attempts: number;
  /** Each attempt was asked for once, and nothing else was. */
  readonly agrees: boolean;
}

/** The entries after a sequence, 0 for all of them. */
export async function readLedger(url: string, since: number, signal: AbortSignal): Promise<readonly LedgerEntry[]> {
  const response = await fetch(`${url}?since=${since}`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  if (!response.ok) throw new Error(`GET ${url} was answered ${response.status}`);
  return (await response.json()) as LedgerEntry[];
}

/**
 * Compares calls by number and reference, so that neither side may have one more.
 *
 * @param attempts of the database, by called number.
 * @example compareLedger([asked('a-1', '+1')], new Map([['+1', [attempt('a-1')]]])) // { asked: 1, attempts: 1, agrees: true }
 */
export function compareLedger(
  entries: readonly LedgerEntry[],
  attempts: ReadonlyMap<string, readonly AttemptRecord[]>,
): LedgerAgreement {
  const asked = entries.filter(({ kind, to }) => kind === 'asked' && attempts.has(to));
  const askedCalls = asked.map(({ to, reference }) => `${to} ${reference}`).sort();
  const ownCalls = [...attempts].flatMap(([to, made]) => made.map(({ reference }) => `${to} ${reference}`)).sort();
  return {
    asked: askedCalls.length,
    attempts: ownCalls.length,
    agrees: askedCalls.length > 0 && JSON.stringify(askedCalls) === JSON.stringify(ownCalls),
  };
}
