/** Line ids held at most; past that the campaign forgets them and remembers that Postgres has more. */
export const MAILBOX_LIMIT = 1_000;
/** Below this many queued ids the campaign asks Postgres for more. */
export const MAILBOX_LOW_WATER = 250;

const HIGHEST_PRIORITY = 9;
const DEFAULT_PRIORITY = 5;
const RANKS = 2 * (HIGHEST_PRIORITY + 1);

/** A contact in the queue. */
export interface QueuedLine {
  readonly lineId: number;
  /** It has been dialled before: its retry or callback has come due. */
  readonly due: boolean;
  /** 0 to 9, the highest first; absent: 5. */
  readonly priority?: number | undefined;
}

/** What a run leaves of its mailbox to the next one. */
export interface CarriedMailbox {
  /** Line ids by rank: due ones by priority 9 to 0, then fresh ones likewise. */
  readonly queues: ReadonlyArray<readonly number[]>;
  readonly moreInStore: boolean;
  readonly outOfOrder: boolean;
}

/** @example rankOf({ due: true, priority: 9 }) // 0, the first to be dialled */
function rankOf({ due, priority = DEFAULT_PRIORITY }: Omit<QueuedLine, 'lineId'>): number {
  const wanted = Math.min(HIGHEST_PRIORITY, Math.max(0, Math.trunc(Number(priority)) || 0));
  return (due ? 0 : HIGHEST_PRIORITY + 1) + HIGHEST_PRIORITY - wanted;
}

/**
 * The head of a campaign's queue: the order of Postgres (due before fresh, by priority, then arrival), at most
 * `MAILBOX_LIMIT` lines of it. While Postgres has more, a newcomer gets in only where it comes before the last one here;
 * otherwise older lines that are not here would be passed over.
 */
export class Mailbox {
  /** Postgres may have ready lines that are not here. */
  moreInStore: boolean;
  /** Something was put back in Postgres that belongs before lines held here. */
  private outOfOrder: boolean;
  private readonly queues: ReadonlyArray<Set<number>>;
  private readonly ranks = new Map<number, number>();
  /** What came and went since Postgres was asked; null while it is not being asked. */
  private sinceAsked: { readonly came: Map<number, number>; readonly went: Set<number> } | null = null;

  constructor(carried?: CarriedMailbox) {
    // The first run looks into Postgres once: the campaign may have been created with contacts.
    this.moreInStore = carried?.moreInStore ?? true;
    this.outOfOrder = carried?.outOfOrder ?? false;
    this.queues = Array.from({ length: RANKS }, () => new Set<number>());
    carried?.queues.forEach((lineIds, rank) => {
      for (const lineId of lineIds) this.put(lineId, rank);
    });
  }

  get size(): number {
    return this.ranks.size;
  }

  get dueCount(): number {
    return this.countOf(0, RANKS / 2);
  }

  get freshCount(): number {
    return this.countOf(RANKS / 2, RANKS);
  }

  /** A contact that is here already only ever moves up. */
  add(line: QueuedLine): void {
    this.addRanked(line.lineId, rankOf(line));
  }

  /** Takes the next contact out; undefined when nobody waits. */
  take(): QueuedLine | undefined {
    const rank = this.queues.findIndex((queue) => queue.size > 0);
    const [lineId] = this.queues[rank] ?? [];
    if (lineId === undefined) return undefined;
    this.remove(lineId);
    this.sinceAsked?.went.add(lineId);
    return { lineId, due: rank < RANKS / 2, priority: HIGHEST_PRIORITY - (rank % (RANKS / 2)) };
  }

  /** A line went back into Postgres, perhaps before others that wait here: the queue is read anew. */
  noteReturn(): void {
    this.moreInStore = true;
    this.outOfOrder = true;
  }

  get wantsRefill(): boolean {
    return this.moreInStore && (this.outOfOrder || this.size < MAILBOX_LOW_WATER);
  }

  /** Postgres is asked: whatever overflows from here on is news. */
  beginRefill(): void {
    this.moreInStore = false;
    this.outOfOrder = false;
    this.sinceAsked = { came: new Map(), went: new Set() };
  }

  /** Takes over the head of the queue as Postgres has it; what came meanwhile is put behind it. */
  endRefill(lines: readonly QueuedLine[], more: boolean): void {
    const { came, went } = this.sinceAsked ?? { came: new Map<number, number>(), went: new Set<number>() };
    this.sinceAsked = null;
    const newcomers = [...came].filter(([lineId]) => this.ranks.has(lineId));
    for (const lineId of [...this.ranks.keys()]) this.remove(lineId);
    for (const line of lines) {
      if (!went.has(line.lineId)) this.put(line.lineId, rankOf(line));
    }
    this.moreInStore ||= more;
    for (const [lineId, rank] of newcomers) this.addRanked(lineId, rank);
  }

  /** Postgres did not answer: it is asked again. */
  abandonRefill(): void {
    this.sinceAsked = null;
    this.noteReturn();
  }

  /** @param refilling a refill is on its way: the next run asks again. */
  carry(refilling: boolean): CarriedMailbox {
    return {
      queues: this.queues.map((queue) => [...queue]),
      moreInStore: this.moreInStore || refilling,
      outOfOrder: this.outOfOrder || refilling,
    };
  }

  private addRanked(lineId: number, rank: number): void {
    const here = this.ranks.get(lineId);
    if (here !== undefined && here <= rank) return;
    if (here !== undefined) this.remove(lineId);
    const isFull = this.size >= MAILBOX_LIMIT;
    if ((isFull || this.moreInStore) && rank >= this.lastRank) {
      this.moreInStore = true;
      return;
    }
    if (isFull) this.forgetLast();
    this.put(lineId, rank);
    this.sinceAsked?.came.set(lineId, rank);
  }

  /** The rank of the last one in the queue; -1 when it is empty. */
  private get lastRank(): number {
    let last = RANKS - 1;
    while (last >= 0 && this.queues[last]?.size === 0) last -= 1;
    return last;
  }

  private forgetLast(): void {
    const newest = [...(this.queues[this.lastRank] ?? [])].at(-1);
    if (newest !== undefined) this.remove(newest);
    this.moreInStore = true;
  }

  private put(lineId: number, rank: number): void {
    this.ranks.set(lineId, rank);
    this.queues[rank]?.add(lineId);
  }

  private remove(lineId: number): void {
    this.queues[this.ranks.get(lineId) ?? -1]?.delete(lineId);
    this.ranks.delete(lineId);
  }

  private countOf(from: number, to: number): number {
    return this.queues.slice(from, to).reduce((sum, queue) => sum + queue.size, 0);
  }
}
