import { appendFileSync, closeSync, createReadStream, openSync, truncateSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Disposition } from '../../domain/disposition';

interface EntryHead {
  /** 1 for the first line, and on without a gap, over restarts too. */
  readonly sequence: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly call_id: string;
  readonly reference: string;
  readonly to: string;
  readonly from: string;
  /** Calls in flight after this line, in all, the call asked for included. */
  readonly concurrent: number;
  /** The same for calls from this `from`. */
  readonly concurrent_from: number;
}

/** A call was asked for. */
export interface AskedEntry extends EntryHead {
  readonly kind: 'asked';
  readonly events_url: string;
}

/** A call is over. */
export interface EndedEntry extends EntryHead {
  readonly kind: 'ended';
  readonly disposition: Disposition;
  readonly raw_code: string;
  readonly duration_s: number;
  readonly outcome: Readonly<Record<string, unknown>>;
  /** What was said to an answering machine; absent where nothing was. */
  readonly message_left?: string;
}

export type LedgerEntry = AskedEntry | EndedEntry;
/** An entry before the ledger has numbered and dated it. */
export type NewEntry = Omit<AskedEntry, 'sequence' | 'at'> | Omit<EndedEntry, 'sequence' | 'at'>;

/** The append-only record of every call, one JSON document a line. */
export interface Ledger {
  /** Written when it returns. @throws when the file cannot be written: then there is no call. */
  append(entry: NewEntry): LedgerEntry;
  /** The entries with a sequence greater than `since`, in order. */
  read(since: number): AsyncIterable<LedgerEntry>;
  close(): void;
}

/**
 * Opens the ledger and continues it. A last line without its line break, cut by a crash, is dropped: no answer was
 * given for it.
 *
 * @param onEntry called for each entry that is there already, in order.
 * @throws Error when the file cannot be opened, or holds a line that is not an entry.
 */
export async function openLedger(file: string, onEntry: (entry: LedgerEntry) => void): Promise<Ledger> {
  const descriptor = openSync(file, 'a');
  truncateSync(file, await lengthOfWholeLines(file));
  let sequence = 0;
  for await (const entry of readEntries(file)) {
    sequence = entry.sequence;
    onEntry(entry);
  }
  return {
    append(entry) {
      const numbered = { ...entry, sequence: sequence + 1, at: new Date().toISOString() } as LedgerEntry;
      appendFileSync(descriptor, `${JSON.stringify(numbered)}\n`);
      sequence += 1;
      return numbered;
    },
    async *read(since) {
      // Nothing that is written while it is read: the reader would never end on a busy simulator.
      const last = sequence;
      for await (const entry of readEntries(file)) {
        if (entry.sequence > last) return;
        if (entry.sequence > since) yield entry;
      }
    },
    close: () => closeSync(descriptor),
  };
}

async function* readEntries(file: string): AsyncGenerator<LedgerEntry> {
  const input = createReadStream(file);
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      yield readLine(line, number);
    }
  } finally {
    input.destroy();
  }
}

function readLine(line: string, number: number): LedgerEntry {
  try {
    return JSON.parse(line) as LedgerEntry;
  } catch {
    throw new Error(`Line ${number} of the ledger is not JSON. Move the file away to start a new ledger.`);
  }
}

async function lengthOfWholeLines(file: string): Promise<number> {
  let offset = 0;
  let whole = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf('\n');
    if (end >= 0) whole = offset + end + 1;
    offset += chunk.length;
  }
  return whole;
}
