import { readCsv } from './csv-reader';
import { numberKey, rowFault, type FieldColumns } from './row-fault';

const PREVIEW_ROWS = 50;
const FAULTS_SHOWN = 100;

/** A row as the preview shows it. */
export interface PreviewRow {
  readonly line: number;
  readonly fields: readonly string[];
  /** Why the API will probably refuse it; null when nothing speaks against it. */
  readonly fault: string | null;
  /** The line of the first row with the same number, or external id; null where there is none before it. */
  readonly repeats: { readonly to_number: number | null; readonly external_id: number | null };
}

/** What is kept of the rows without faults, by row: what duplicates and conditions are told by. */
export interface KeptRows {
  readonly numbers: readonly string[];
  readonly externalIds: readonly string[];
  /** Values of the columns that conditions ask for, by index of the column. */
  readonly values: ReadonlyMap<number, readonly string[]>;
}

/** What was found in a file so far. */
export interface CsvFindings {
  readonly columns: readonly string[];
  /** With content, below the header. */
  readonly rows: number;
  readonly faulty: number;
  readonly firstFaults: ReadonlyArray<{ readonly line: number; readonly reason: string }>;
  /** Rows whose number, or external id, is in an earlier one. */
  readonly duplicates: { readonly to_number: number; readonly external_id: number };
  readonly preview: readonly PreviewRow[];
  /** Why nothing after a certain line can be read; null while everything can. */
  readonly stop: string | null;
  /** 0 to 1. */
  readonly shareRead: number;
  readonly done: boolean;
  readonly kept: KeptRows;
}

/** How a file is gone through. */
export interface CsvScan {
  readonly fields: FieldColumns;
  /** Columns whose values are kept. */
  readonly keep: readonly number[];
  readonly signal?: AbortSignal;
  /** Told after each part. */
  readonly onPart?: (findings: CsvFindings) => void;
}

/**
 * Goes through a file in parts, without keeping it: counts rows, faults and duplicates.
 *
 * @throws UnreadableCsv; the reason of `signal`.
 */
export async function scanCsv(file: Blob, scan: CsvScan): Promise<CsvFindings> {
  const tally = createTally(scan);
  let findings = tally.findings([], { shareRead: 0, stop: null, done: false });
  for await (const { columns, rows, shareRead, stop } of readCsv(file, scan.signal)) {
    for (const row of rows) tally.add(row.line, row.fields, columns.length);
    if (stop !== null) tally.addUnread();
    findings = tally.findings(columns, { shareRead, stop, done: false });
    scan.onPart?.(findings);
  }
  scan.signal?.throwIfAborted();
  return { ...findings, shareRead: 1, done: true };
}

function createTally({ fields: at, keep }: CsvScan) {
  const seenNumbers = createRepeats();
  const seenIds = createRepeats();
  const numbers: string[] = [];
  const externalIds: string[] = [];
  const values = new Map(keep.map((column): [number, string[]] => [column, []]));
  const preview: PreviewRow[] = [];
  const firstFaults: Array<{ line: number; reason: string }> = [];
  const duplicates = { to_number: 0, external_id: 0 };
  let rows = 0;
  let faulty = 0;
  // The same lists as long as they are: tables that show them are not drawn again for nothing.
  let shown = { preview: [...preview], firstFaults: [...firstFaults] };

  const keepRow = (line: number, fields: readonly string[]): PreviewRow['repeats'] => {
    const number = at.number === -1 ? '' : numberKey(fields[at.number] ?? '');
    const externalId = at.external_id === -1 ? '' : (fields[at.external_id] ?? '').trim();
    const repeats = { to_number: seenNumbers.firstOf(number, line), external_id: seenIds.firstOf(externalId, line) };
    if (repeats.to_number !== null) duplicates.to_number += 1;
    if (repeats.external_id !== null) duplicates.external_id += 1;
    numbers.push(number);
    externalIds.push(externalId);
    for (const [column, list] of values) list.push(fields[column] ?? '');
    return repeats;
  };

  return {
    /** The row at which reading stops: it counts, and why it stops is told apart from other faults. */
    addUnread(): void {
      rows += 1;
      faulty += 1;
    },
    add(line: number, fields: readonly string[], columns: number): void {
      const fault = rowFault(fields, columns, at);
      let repeats: PreviewRow['repeats'] = { to_number: null, external_id: null };
      rows += 1;
      if (fault === null) repeats = keepRow(line, fields);
      else {
        faulty += 1;
        if (firstFaults.length < FAULTS_SHOWN) firstFaults.push({ line, reason: fault });
      }
      if (preview.length < PREVIEW_ROWS) preview.push({ line, fields, fault, repeats });
    },
    findings(columns: readonly string[], progress: Pick<CsvFindings, 'shareRead' | 'stop' | 'done'>): CsvFindings {
      const kept = { numbers, externalIds, values };
      if (shown.preview.length !== preview.length) shown = { ...shown, preview: [...preview] };
      if (shown.firstFaults.length !== firstFaults.length) shown = { ...shown, firstFaults: [...firstFaults] };
      return {
        columns,
        rows,
        faulty,
        ...shown,
        duplicates: { ...duplicates },
        ...progress,
        kept,
      };
    },
  };
}

/** Remembers on which line a value was first. */
function createRepeats() {
  const lines = new Map<string, number>();
  return {
    /** The line on which a value was before; null for one that is new, or empty. */
    firstOf(key: string, line: number): number | null {
      if (key === '') return null;
      const first = lines.get(key) ?? null;
      if (first === null) lines.set(key, line);
      return first;
    },
  };
}
