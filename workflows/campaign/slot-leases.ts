/** Beyond the longest call, a lease lives this much longer before anybody asks what became of it. */
const LEASE_MARGIN_MS = 2 * 60 * 1_000;

/** A slot that a contact holds: `[lease, lineId, expires at in epoch seconds]`, short because up to 1,000 are carried. */
export type CarriedLease = readonly [lease: number, lineId: number, expiresAtS: number];

interface Lease {
  readonly lineId: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The campaign's slots. Each is a lease with a number of its own, never used again; a report has to name it. */
export class SlotLeases {
  private readonly held = new Map<number, Lease>();
  private readonly lines = new Set<number>();

  constructor(
    private next: number,
    private readonly maxCallMs: number,
    carried: readonly CarriedLease[],
  ) {
    for (const [lease, lineId, expiresAtS] of carried) this.keep(lease, { lineId, expiresAt: expiresAtS * 1_000 });
  }

  get taken(): number {
    return this.held.size;
  }

  get nextLease(): number {
    return this.next;
  }

  get lineIds(): Iterable<number> {
    return this.lines;
  }

  hasLine(lineId: number): boolean {
    return this.lines.has(lineId);
  }

  grant(lineId: number, now: number): number {
    const lease = this.next++;
    this.keep(lease, { lineId, expiresAt: now + this.maxCallMs + LEASE_MARGIN_MS });
    return lease;
  }

  /** False when this lease is not held for this line: nothing changes. */
  free(lease: number, lineId: number): boolean {
    if (this.held.get(lease)?.lineId !== lineId) return false;
    this.held.delete(lease);
    this.lines.delete(lineId);
    return true;
  }

  /** A call is live although its lease ran out: ask again later. */
  extend(lease: number, now: number): void {
    const lived = this.held.get(lease);
    if (lived) this.held.set(lease, { ...lived, expiresAt: now + LEASE_MARGIN_MS });
  }

  overdue(now: number): Array<{ lease: number; lineId: number }> {
    return [...this.held]
      .filter(([, { expiresAt }]) => expiresAt <= now)
      .map(([lease, { lineId }]) => ({ lease, lineId }));
  }

  /** When the first lease runs out, or null without any. */
  get nextExpiry(): number | null {
    let next: number | null = null;
    for (const { expiresAt } of this.held.values()) next = next === null ? expiresAt : Math.min(next, expiresAt);
    return next;
  }

  carry(): CarriedLease[] {
    return [...this.held].map(([lease, { lineId, expiresAt }]) => [lease, lineId, Math.ceil(expiresAt / 1_000)]);
  }

  private keep(lease: number, held: Lease): void {
    this.held.set(lease, held);
    this.lines.add(held.lineId);
  }
}
