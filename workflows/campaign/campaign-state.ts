import type { Pacing } from '../../domain/campaign-settings';
import { deriveStatus, type CampaignStatus, type CampaignType } from '../../domain/campaign-status';
import { isFinalLineStatus } from '../../domain/line-status';
import type { RefillAnswer } from './activity-interface';
import type { CallReport, CampaignCounts, CampaignInput, CampaignSettingsChange, NotDialling } from './contract';

/** Line ids held at most; past that the campaign forgets them and remembers that Postgres has more. */
export const MAILBOX_LIMIT = 1_000;
/** Below this many queued ids the campaign asks Postgres for more. */
export const MAILBOX_LOW_WATER = 250;
/** Slower than the workers may dial, or the calls waiting for their moment would pile up there. */
const GRANTED_SHARE = 0.97;
const LEASE_MARGIN_MS = 2 * 60 * 1_000;

/** A slot that a contact holds: `[lease, lineId, expires at in epoch seconds]`, short because up to 1,000 are carried. */
export type CarriedLease = readonly [lease: number, lineId: number, expiresAtS: number];

/** All that a campaign carries from run to run; under 50 KB at its largest. */
export interface CampaignState {
  readonly runs: number;
  readonly paused: boolean;
  readonly ending: 'completed' | 'cancelled' | null;
  /** The end has been prepared: a cancelled campaign's waiting lines are closed. */
  readonly waitingLinesClosed: boolean;
  readonly started: boolean;
  readonly hasDialled: boolean;
  readonly fresh: readonly number[];
  readonly due: readonly number[];
  readonly moreInStore: boolean;
  readonly openInStore: boolean;
  readonly leases: readonly CarriedLease[];
  readonly nextLease: number;
  readonly pacing: Pacing;
  readonly settingsVersion: number;
  readonly tokens: number;
  readonly tokensAt: number;
  readonly counts: CampaignCounts;
  readonly revision: number;
  readonly projectedRevision: number;
  readonly shownStatus: CampaignStatus | null;
}

interface Lease {
  readonly lineId: number;
  readonly expiresAt: number;
}

/**
 * What a campaign knows and decides, without a single await: the workflow's handlers and loops call it, unit tests call
 * it directly. Times are epoch milliseconds and always passed in.
 */
export class CampaignBook {
  readonly runs: number;
  paused: boolean;
  ending: 'completed' | 'cancelled' | null;
  waitingLinesClosed: boolean;
  started: boolean;
  hasDialled: boolean;
  moreInStore: boolean;
  openInStore: boolean;
  pacing: Pacing;
  settingsVersion: number;
  counts: { slotsGranted: number; callsEnded: number; contactsClosed: number; held: number };
  revision: number;
  projectedRevision: number;
  shownStatus: CampaignStatus | null;

  private readonly type: CampaignType;
  private readonly maxCallMs: number;
  private readonly fresh: Set<number>;
  private readonly due: Set<number>;
  private readonly leases = new Map<number, Lease>();
  private readonly leasedLines = new Set<number>();
  private nextLease: number;
  private tokens: number;
  private tokensAt: number;

  constructor(input: CampaignInput, now: number) {
    const carried = input.carried;
    this.type = input.type;
    this.maxCallMs = input.maxCallMs;
    this.runs = (carried?.runs ?? 0) + 1;
    this.paused = carried?.paused ?? false;
    this.ending = carried?.ending ?? null;
    this.waitingLinesClosed = carried?.waitingLinesClosed ?? false;
    this.started = carried?.started ?? (input.startsAt === null || input.startsAt <= now);
    this.hasDialled = carried?.hasDialled ?? false;
    this.fresh = new Set(carried?.fresh);
    this.due = new Set(carried?.due);
    // The first run looks into Postgres once: the campaign may have been created with contacts.
    this.moreInStore = carried?.moreInStore ?? true;
    this.openInStore = carried?.openInStore ?? true;
    this.nextLease = carried?.nextLease ?? 1;
    this.pacing = carried?.pacing ?? input.pacing;
    this.settingsVersion = carried?.settingsVersion ?? input.settingsVersion;
    this.tokens = carried?.tokens ?? burstOf(input.pacing);
    this.tokensAt = carried?.tokensAt ?? now;
    this.counts = { ...(carried?.counts ?? { slotsGranted: 0, callsEnded: 0, contactsClosed: 0, held: 0 }) };
    this.revision = carried?.revision ?? 0;
    this.projectedRevision = carried?.projectedRevision ?? 0;
    this.shownStatus = carried?.shownStatus ?? null;
    for (const [lease, lineId, expiresAtS] of carried?.leases ?? []) {
      this.keepLease(lease, { lineId, expiresAt: expiresAtS * 1_000 });
    }
  }

  get slotsTaken(): number {
    return this.leases.size;
  }

  get queued(): number {
    return this.fresh.size + this.due.size;
  }

  get queuedFresh(): number {
    return this.fresh.size;
  }

  get queuedDue(): number {
    return this.due.size;
  }

  /** The status as of now, by the precedence of `deriveStatus`. Calling hours will say `outsideHours`. */
  get status(): CampaignStatus {
    return deriveStatus({
      type: this.type,
      ended: this.ending,
      paused: this.paused,
      scheduled: !this.started,
      outsideHours: false,
      hasWork: this.leases.size > 0 || this.queued > 0,
      hasDialled: this.hasDialled,
    });
  }

  /** Whether a call may be started at all, slots and pace aside. */
  get mayDial(): boolean {
    return this.started && !this.paused && this.ending === null;
  }

  /** New contacts, in the order in which they came. No ids at all: Postgres has some that nobody announced. */
  addFresh(lineIds: readonly number[]): void {
    if (lineIds.length === 0) this.moreInStore = true;
    for (const lineId of lineIds) {
      if (this.isKnown(lineId)) continue;
      if (this.queued >= MAILBOX_LIMIT) {
        this.moreInStore = true;
        return;
      }
      this.fresh.add(lineId);
    }
  }

  /** Contacts whose time has come. They go before fresh ones, so a fresh one makes room when the mailbox is full. */
  addDue(lineIds: readonly number[]): void {
    for (const lineId of lineIds) {
      if (this.leasedLines.has(lineId) || this.due.has(lineId)) continue;
      this.fresh.delete(lineId);
      if (this.queued >= MAILBOX_LIMIT && !this.forgetNewestFresh()) {
        this.moreInStore = true;
        return;
      }
      this.due.add(lineId);
    }
  }

  /** A refill is on its way: whatever overflows from here on is news. */
  beginRefill(): { limit: number; known: number[] } {
    this.moreInStore = false;
    return { limit: MAILBOX_LIMIT - this.queued, known: [...this.due, ...this.fresh, ...this.leasedLines] };
  }

  endRefill(answer: RefillAnswer): void {
    this.addDue(answer.lines.filter((line) => line.due).map((line) => line.lineId));
    const fresh = answer.lines.filter((line) => !line.due).map((line) => line.lineId);
    if (fresh.length > 0) this.addFresh(fresh);
    this.moreInStore ||= answer.more;
    this.openInStore = answer.open;
  }

  get wantsRefill(): boolean {
    return this.mayDial && this.moreInStore && this.queued < MAILBOX_LOW_WATER;
  }

  /** True when a slot is free, the pace allows and somebody waits. */
  canGrant(now: number): boolean {
    return this.waitsForNothingButPace && this.hasToken(now);
  }

  /** True when only the pace stands between the next contact and its call. */
  get waitsForNothingButPace(): boolean {
    return this.mayDial && this.queued > 0 && this.leases.size < this.pacing.concurrency;
  }

  hasToken(now: number): boolean {
    return this.pacing.callsPerSecond === null || this.tokensBy(now) >= 1;
  }

  /** Takes the next contact and a slot for it. Call only when `canGrant`. */
  grant(now: number): { lineId: number; lease: number; due: boolean } {
    const due = this.due.size > 0;
    const queue = due ? this.due : this.fresh;
    const [lineId] = queue;
    if (lineId === undefined) throw new Error('grant without a queued contact');
    queue.delete(lineId);
    const lease = this.nextLease++;
    this.keepLease(lease, { lineId, expiresAt: now + this.maxCallMs + LEASE_MARGIN_MS });
    this.tokens = this.tokensBy(now) - 1;
    this.tokensAt = now;
    this.counts.slotsGranted += 1;
    this.hasDialled = true;
    return { lineId, lease, due };
  }

  /** Gives a slot back after a report. Reports about a lease that is not held change nothing. */
  applyReport(report: CallReport): boolean {
    if (!this.freeLease(report.lease, report.lineId)) return false;
    if (report.lineStatus === 'held') {
      // The line is still ready in Postgres, and no longer in this mailbox.
      this.counts.held += 1;
      this.moreInStore = true;
      return true;
    }
    this.counts.callsEnded += 1;
    if (isFinalLineStatus(report.lineStatus)) {
      this.counts.contactsClosed += 1;
      // Perhaps it was the last one of a finite campaign.
      if (this.type === 'finite') this.moreInStore = true;
    }
    return true;
  }

  /** Gives a slot back that never became a call: the contact could not be started or reached. */
  dropLease(lease: number, lineId: number): void {
    if (this.freeLease(lease, lineId)) this.moreInStore = true;
  }

  /** Leases that have outlived the longest call. */
  overdueLeases(now: number): Array<{ lease: number; lineId: number }> {
    return [...this.leases]
      .filter(([, held]) => held.expiresAt <= now)
      .map(([lease, held]) => ({ lease, lineId: held.lineId }));
  }

  /** When the first lease runs out, or null without any. */
  get nextLeaseExpiry(): number | null {
    let next: number | null = null;
    for (const { expiresAt } of this.leases.values()) next = next === null ? expiresAt : Math.min(next, expiresAt);
    return next;
  }

  /** A call is live although its lease ran out: ask again later. */
  extendLease(lease: number, now: number): void {
    const held = this.leases.get(lease);
    if (held) this.leases.set(lease, { ...held, expiresAt: now + LEASE_MARGIN_MS });
  }

  /** Dialling is allowed (again): Postgres may have got contacts that were never announced. */
  open(): void {
    this.moreInStore = true;
  }

  /** True when the newer settings were taken over; an older or equal version changes nothing. */
  applySettings(change: CampaignSettingsChange, now: number): boolean {
    if (change.settingsVersion <= this.settingsVersion) return false;
    this.tokens = this.tokensBy(now);
    this.tokensAt = now;
    this.settingsVersion = change.settingsVersion;
    this.pacing = change.pacing;
    return true;
  }

  /** True when a finite campaign has nothing left: every line in Postgres is final. */
  get isThrough(): boolean {
    return this.type === 'finite' && this.mayDial && this.isIdle && !this.moreInStore && !this.openInStore;
  }

  get isIdle(): boolean {
    return this.leases.size === 0 && this.queued === 0;
  }

  /** Why nothing is dialled now, for the snapshot and the UI; null while something is. */
  notDialling(now: number): NotDialling {
    if (this.ending) return 'ended';
    if (this.paused) return 'paused';
    if (!this.started) return 'scheduled';
    if (this.queued === 0) return this.leases.size > 0 ? null : 'no_contacts';
    if (this.leases.size >= this.pacing.concurrency) return 'all_slots_taken';
    return this.hasToken(now) ? null : 'pace';
  }

  /** What the next run needs. A refill that is still on its way will be asked for again. */
  carry(refilling: boolean): CampaignState {
    return {
      runs: this.runs,
      paused: this.paused,
      ending: this.ending,
      waitingLinesClosed: this.waitingLinesClosed,
      started: this.started,
      hasDialled: this.hasDialled,
      fresh: [...this.fresh],
      due: [...this.due],
      moreInStore: this.moreInStore || refilling,
      openInStore: this.openInStore,
      leases: [...this.leases].map(([lease, held]) => [lease, held.lineId, Math.ceil(held.expiresAt / 1_000)]),
      nextLease: this.nextLease,
      pacing: this.pacing,
      settingsVersion: this.settingsVersion,
      tokens: this.tokens,
      tokensAt: this.tokensAt,
      counts: this.counts,
      revision: this.revision,
      projectedRevision: this.projectedRevision,
      shownStatus: this.shownStatus,
    };
  }

  private isKnown(lineId: number): boolean {
    return this.fresh.has(lineId) || this.due.has(lineId) || this.leasedLines.has(lineId);
  }

  private forgetNewestFresh(): boolean {
    const newest = [...this.fresh].at(-1);
    if (newest === undefined) return false;
    this.fresh.delete(newest);
    this.moreInStore = true;
    return true;
  }

  private keepLease(lease: number, held: Lease): void {
    this.leases.set(lease, held);
    this.leasedLines.add(held.lineId);
  }

  private freeLease(lease: number, lineId: number): boolean {
    if (this.leases.get(lease)?.lineId !== lineId) return false;
    this.leases.delete(lease);
    this.leasedLines.delete(lineId);
    return true;
  }

  // Reads only: queries ask it too, and a query must leave no trace in what is replayed.
  private tokensBy(now: number): number {
    const rate = this.pacing.callsPerSecond;
    if (rate === null) return burstOf(this.pacing);
    const earned = (Math.max(0, now - this.tokensAt) / 1_000) * rate * GRANTED_SHARE;
    return Math.min(burstOf(this.pacing), this.tokens + earned);
  }
}

/** A second's budget; one call at least, so that slow paces dial at all. */
function burstOf(pacing: Pacing): number {
  return Math.max(1, pacing.callsPerSecond ?? 1);
}
