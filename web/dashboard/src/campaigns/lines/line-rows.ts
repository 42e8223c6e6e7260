import type { components } from '../../../../client/schema';

type Line = components['schemas']['Line'];

/** Which contacts are shown; null: all of them. */
export interface LineFilter {
  readonly status: Line['call_status'] | null;
  readonly interaction: string | null;
  /** Part of the number, the external id or a name. */
  readonly search: string | null;
}

/** What the table shows of a contact. Small: a hundred thousand of them are kept. */
export interface LineRow {
  readonly id: number;
  readonly number: string;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly status: Line['call_status'];
  readonly interaction: string | null;
  readonly attempts: number;
  /** Epoch milliseconds; null: nothing is planned. */
  readonly nextAt: number | null;
  readonly changedAt: number;
  /** Which live event it came with; 0: none. */
  readonly heard: number;
  /** It no longer matches the filter, and goes as soon as nobody looks at it. */
  readonly isLeaving: boolean;
}

/** A stretch of the list that one page of the API fills, as far as the next one. */
interface Stretch {
  readonly cursor: string | null;
  /** Its contacts have greater ids. */
  readonly after: number;
  isStale: boolean;
}

/** A page that is being read. */
export interface Reading {
  readonly stretch: Stretch;
  readonly cursor: string | null;
  readonly heard: number;
}

/** Contacts as the API pages through them. */
export interface LinePage {
  readonly records: readonly Line[];
  readonly next_cursor: string | null;
}

/** More than this many contacts are not kept; a filter finds the others. */
const MAX_ROWS = 300_000;
/** Rows that are read before somebody has scrolled to them. */
const READ_AHEAD = 200;

/** The contacts of a campaign that match a filter, from the first on, as far as they have been read. */
export interface LineRows {
  /** In the order of their ids, which is that of their coming. Changed in place: draw anew after each call below. */
  readonly rows: readonly LineRow[];
  /** Whether the last contact has been read: new ones are then put at the end as they come. */
  readonly isComplete: boolean;
  readonly isFull: boolean;
  /** New contacts behind the end of what has been read. */
  readonly unseen: { readonly count: number; readonly newest: number | null };
  /** The page to read next for whoever looks at these rows; null: all of them are there. */
  wanted(firstIndex: number, lastIndex: number): Reading | null;
  /** Takes a page that was asked for by `wanted`. */
  put(reading: Reading, page: LinePage): void;
  /** Takes contacts that are new or have changed. @returns whether what is shown has changed. */
  hear(lines: readonly Line[]): boolean;
  /** All is read anew as soon as somebody looks at it; until then it is shown as it is. */
  outdate(): void;
  /** Somebody looks at this one: it stays where it is, even when it no longer matches. */
  pin(id: number | null): boolean;
  /** Where a contact is, or would be. */
  indexOf(id: number): number;
}

/**
 * An empty list. It holds contacts in one sorted array: a change by its id is found at once, and a page that is read again
 * replaces exactly the stretch it covers.
 *
 * @param openedAt - epoch milliseconds by the API's clock; contacts that came later are new.
 */
export function createLineRows(filter: LineFilter, openedAt: number): LineRows {
  const state = new RowState(filter, openedAt);
  return {
    get rows() {
      return state.rows;
    },
    get isComplete() {
      return state.isComplete;
    },
    get isFull() {
      return state.rows.length >= MAX_ROWS;
    },
    get unseen() {
      return { count: state.unseen.size, newest: state.newestUnseen };
    },
    wanted: (first, last) => state.wanted(first, last),
    put: (reading, page) => state.put(reading, page),
    hear: (lines) => state.hear(lines),
    outdate: () => state.outdate(),
    pin: (id) => state.pin(id),
    indexOf: (id) => state.indexOf(id),
  };
}

class RowState {
  rows: LineRow[] = [];
  readonly unseen = new Set<number>();
  isComplete = false;
  private stretches: Stretch[] = [{ cursor: null, after: 0, isStale: true }];
  private heard = 0;
  private pinned: number | null = null;

  constructor(
    private readonly filter: LineFilter,
    private readonly openedAt: number,
  ) {}

  get newestUnseen(): number | null {
    return this.unseen.size === 0 ? null : Math.max(...this.unseen);
  }

  indexOf(id: number): number {
    let [from, to] = [0, this.rows.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.rows[middle]?.id ?? Infinity) < id) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  wanted(firstIndex: number, lastIndex: number): Reading | null {
    const lookedAt = this.stretches.findIndex(
      (stretch, place) => stretch.isStale && this.isLookedAt(place, firstIndex, lastIndex),
    );
    const stretch = this.stretches[lookedAt];
    if (!stretch) return null;
    return { stretch, cursor: stretch.cursor, heard: this.heard };
  }

  private isLookedAt(place: number, firstIndex: number, lastIndex: number): boolean {
    const stretch = this.stretches[place];
    if (!stretch) return false;
    const next = this.stretches[place + 1];
    const begins = this.indexOf(stretch.after + 1);
    if (!next) return this.rows.length < MAX_ROWS && lastIndex + READ_AHEAD >= begins;
    return begins <= lastIndex && this.indexOf(next.after + 1) > firstIndex;
  }

  put({ stretch, heard }: Reading, { records, next_cursor }: LinePage): void {
    const place = this.stretches.indexOf(stretch);
    if (place < 0) return;
    const last = records.at(-1)?.line_id ?? stretch.after;
    const until = next_cursor === null ? Infinity : last;
    this.replace(stretch.after, until, records, heard);
    stretch.isStale = false;
    // What lies within the page is read; what was known behind it stays, and is read in its turn.
    const behind = this.stretches.slice(place + 1).filter(({ after }) => after > last);
    const rest = next_cursor === null ? [] : [{ cursor: next_cursor, after: last, isStale: true }, ...behind];
    this.stretches.splice(place + 1, Infinity, ...rest);
    this.isComplete = next_cursor === null || (this.isComplete && behind.length > 0);
    this.forgetSeen();
  }

  /** Puts what was read in the place of what was known; what has been heard of meanwhile is newer. */
  private replace(after: number, until: number, records: readonly Line[], heard: number): void {
    const [from, to] = [this.indexOf(after + 1), until === Infinity ? this.rows.length : this.indexOf(until + 1)];
    const known = new Map(this.rows.slice(from, to).map((row) => [row.id, row]));
    const merged = records.map((line) => {
      const row = known.get(line.line_id);
      known.delete(line.line_id);
      return row && row.changedAt > Date.parse(line.updated_at) ? row : rowOf(line, 0);
    });
    const others = [...known.values()].filter((row) => row.heard > heard || row.id === this.pinned);
    const all = others.length === 0 ? merged : [...merged, ...others].sort((left, right) => left.id - right.id);
    this.rows = to === this.rows.length && from === to ? appended(this.rows, all) : spliced(this.rows, from, to, all);
  }

  hear(lines: readonly Line[]): boolean {
    this.heard += 1;
    let changed = false;
    for (const line of lines) changed = this.hearOne(line) || changed;
    return changed;
  }

  private hearOne(line: Line): boolean {
    const index = this.indexOf(line.line_id);
    const row = this.rows[index];
    const matching = matches(line, this.filter);
    if (row?.id === line.line_id) return this.change(index, row, line, matching);
    if (!matching) return false;
    if (index < this.rows.length || (this.isComplete && this.rows.length < MAX_ROWS)) {
      this.rows.splice(index, 0, rowOf(line, this.heard));
      return true;
    }
    if (Date.parse(line.created_at) < this.openedAt || this.unseen.has(line.line_id)) return false;
    this.unseen.add(line.line_id);
    return true;
  }

  private change(index: number, row: LineRow, line: Line, matching: boolean): boolean {
    if (row.changedAt > Date.parse(line.updated_at)) return false;
    if (matching || row.id === this.pinned) this.rows[index] = { ...rowOf(line, this.heard), isLeaving: !matching };
    else this.rows.splice(index, 1);
    return true;
  }

  outdate(): void {
    for (const stretch of this.stretches) stretch.isStale = true;
  }

  pin(id: number | null): boolean {
    const before = this.pinned;
    this.pinned = id;
    if (before === null || before === id) return false;
    const index = this.indexOf(before);
    const row = this.rows[index];
    if (row?.id !== before || !row.isLeaving) return false;
    this.rows.splice(index, 1);
    return true;
  }

  private forgetSeen(): void {
    const last = this.isComplete ? Infinity : (this.rows.at(-1)?.id ?? 0);
    for (const id of this.unseen) if (id <= last) this.unseen.delete(id);
  }
}

/** Whole arrays as arguments would overflow the stack. */
function appended(rows: LineRow[], more: readonly LineRow[]): LineRow[] {
  for (const row of more) rows.push(row);
  return rows;
}

function spliced(rows: LineRow[], from: number, to: number, others: readonly LineRow[]): LineRow[] {
  return [...rows.slice(0, from), ...others, ...rows.slice(to)];
}

function rowOf(line: Line, heard: number): LineRow {
  return {
    id: line.line_id,
    number: line.to_number,
    externalId: line.external_id,
    name: nameIn(line.custom_variables),
    status: line.call_status,
    interaction: line.interaction_status,
    attempts: line.attempts,
    nextAt: line.next_attempt_at === null ? null : Date.parse(line.next_attempt_at),
    changedAt: Date.parse(line.updated_at),
    heard,
    isLeaving: false,
  };
}

/** What a contact calls itself among its variables; null: nothing looks like a name. */
export function nameIn(variables: Readonly<Record<string, unknown>>): string | null {
  const { customer_name, name, first_name, last_name } = variables;
  const parts = [first_name, last_name].filter(isText).join(' ');
  return [customer_name, name, parts].find(isText) ?? null;
}

/** As the API filters: a number by its digits, other texts by a part of them. */
function matches(line: Line, { status, interaction, search }: LineFilter): boolean {
  if (status !== null && line.call_status !== status) return false;
  if (interaction !== null && line.interaction_status !== interaction) return false;
  if (search === null) return true;
  const digits = /^[\d\s()+./-]+$/.test(search) ? search.replace(/\D/g, '') : '';
  if (digits !== '' && line.to_number.includes(digits)) return true;
  const { customer_name, name } = line.custom_variables;
  const words = search.toLowerCase();
  return [line.external_id, customer_name, name].some((text) => isText(text) && text.toLowerCase().includes(words));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
