import type { AskedEntry, EndedEntry, LedgerEntry } from './ledger';

/** How a call ended, as look-ups and events say it. */
export type CallResult = Pick<EndedEntry, 'disposition' | 'raw_code' | 'duration_s' | 'outcome' | 'message_left'>;

/** One call, live or over. */
export interface CallRecord {
  readonly callId: string;
  readonly reference: string;
  readonly to: string;
  readonly from: string;
  readonly eventsUrl: string;
  readonly askedAt: string;
  status: 'queued' | 'ringing' | 'answered' | 'ended';
  endedAt: string | null;
  result: CallResult | null;
}

/** What the ledger says in a few figures. */
export interface LedgerSummary {
  readonly asked: number;
  readonly ended: number;
  readonly live: number;
  /** Different references. */
  readonly references: number;
  /** References that were asked for more than once. */
  readonly duplicates: readonly { readonly reference: string; readonly count: number }[];
  readonly max_concurrent: number;
  readonly max_concurrent_by_from: Readonly<Record<string, number>>;
}

/** All calls of a ledger, and how many of them are in flight. Holds no timers and does no I/O. */
export interface CallBook {
  /** Takes an entry that is in the ledger, just written or from an earlier process. */
  apply(entry: LedgerEntry): void;
  byId(callId: string): CallRecord | undefined;
  /** In the order they were asked for. */
  byReference(reference: string): readonly CallRecord[];
  live(): readonly CallRecord[];
  /** True when a call from this number to that one was asked for before. */
  hasCalled(from: string, to: string): boolean;
  inFlight(from: string): { readonly all: number; readonly sameFrom: number };
  summary(): LedgerSummary;
}

/**
 * Creates an empty book.
 *
 * @example
 * const book = createCallBook();
 * const ledger = await openLedger(file, (entry) => book.apply(entry));
 */
export function createCallBook(): CallBook {
  const byId = new Map<string, CallRecord>();
  const byReference = new Map<string, CallRecord[]>();
  const repeated = new Set<string>();
  const pairs = new Set<string>();
  const liveIds = new Set<string>();
  const liveByFrom = new Map<string, number>();
  const maxByFrom = new Map<string, number>();
  let maxConcurrent = 0;

  function asked(entry: AskedEntry): void {
    const call = recordOf(entry);
    byId.set(call.callId, call);
    const same = byReference.get(call.reference);
    if (same) {
      same.push(call);
      repeated.add(call.reference);
    } else {
      byReference.set(call.reference, [call]);
    }
    pairs.add(pairKey(call.from, call.to));
    liveIds.add(call.callId);
    const fromSame = (liveByFrom.get(call.from) ?? 0) + 1;
    liveByFrom.set(call.from, fromSame);
    maxByFrom.set(call.from, Math.max(fromSame, maxByFrom.get(call.from) ?? 0));
    maxConcurrent = Math.max(maxConcurrent, liveIds.size);
  }

  function ended(entry: EndedEntry): void {
    const call = byId.get(entry.call_id);
    if (!call || !liveIds.delete(call.callId)) return;
    liveByFrom.set(call.from, (liveByFrom.get(call.from) ?? 1) - 1);
    const { disposition, raw_code, duration_s, outcome } = entry;
    call.status = 'ended';
    call.endedAt = entry.at;
    call.result = { disposition, raw_code, duration_s, outcome };
  }

  return {
    apply: (entry) => (entry.kind === 'asked' ? asked(entry) : ended(entry)),
    byId: (callId) => byId.get(callId),
    byReference: (reference) => byReference.get(reference) ?? [],
    live: () => [...liveIds].map((callId) => byId.get(callId)!),
    hasCalled: (from, to) => pairs.has(pairKey(from, to)),
    inFlight: (from) => ({ all: liveIds.size, sameFrom: liveByFrom.get(from) ?? 0 }),
    summary: () => ({
      asked: byId.size,
      ended: byId.size - liveIds.size,
      live: liveIds.size,
      references: byReference.size,
      duplicates: [...repeated].map((reference) => ({ reference, count: byReference.get(reference)!.length })),
      max_concurrent: maxConcurrent,
      max_concurrent_by_from: Object.fromEntries(maxByFrom),
    }),
  };
}

function recordOf(entry: AskedEntry): CallRecord {
  return {
    callId: entry.call_id,
    reference: entry.reference,
    to: entry.to,
    from: entry.from,
    eventsUrl: entry.events_url,
    askedAt: entry.at,
    status: 'queued',
    endedAt: null,
    result: null,
  };
}

function pairKey(from: string, to: string): string {
  return `${from} ${to}`;
}
