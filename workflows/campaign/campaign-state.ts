import type { NotDialling } from '../../domain/not-dialling';
import type { Pacing } from '../../domain/campaign-settings';
import { deriveStatus, type CampaignStatus, type CampaignType } from '../../domain/campaign-status';
import { isFinalLineStatus } from '../../domain/line-status';
import type { RefillAnswer } from './activity-interface';
import type { CarriedState } from './carried-state';
import { PaceBudget } from './pace-budget';
import { SlotLeases } from './slot-leases';
import type { CallReport, CampaignInput, CampaignSettingsChange } from './contract';

/** Line ids held at most; past that the campaign forgets them and remembers that Postgres has more. */
export const MAILBOX_LIMIT = 1_000;
/** Below this many queued ids the campaign asks Postgres for more. */
export const MAILBOX_LOW_WATER = 250;
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
  private readonly fresh: Set<number>;
  private readonly due: Set<number>;
  private readonly leases: SlotLeases;
  private readonly pace: PaceBudget;

  constructor(input: CampaignInput, now: number) {
    const carried = input.carried;
    this.type = input.type;
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
    this.leases = new SlotLeases(carried?.nextLease ?? 1, input.maxCallMs, carried?.leases ?? []);
    this.pacing = carried?.pacing ?? input.pacing;
    this.settingsVersion = carried?.settingsVersion ?? input.settingsVersion;
    this.pace = new PaceBudget(this.pacing.callsPerSecond, now, carried);
    this.counts = { ...(carried?.counts ?? { slotsGranted: 0, callsEnded: 0, contactsClosed: 0, held: 0 }) };
    this.revision = carried?.revision ?? 0;
    this.projectedRevision = carried?.projectedRevision ?? 0;
    this.shownStatus = carried?.shownStatus ?? null;
  }

  get slotsTaken(): number {
    return this.leases.taken;
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
      hasWork: this.leases.taken > 0 || this.queued > 0,
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
      if (this.leases.hasLine(lineId) || this.due.has(lineId)) continue;
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
    return { limit: MAILBOX_LIMIT - this.queued, known: [...this.due, ...this.fresh, ...this.leases.lineIds] };
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
    return this.mayDial && this.queued > 0 && this.leases.taken < this.pacing.concurrency;
  }

  hasToken(now: number): boolean {
    return this.pace.allows(now);
  }

  /** Takes the next contact and a slot for it. Call only when `canGrant`. */
  grant(now: number): { lineId: number; lease: number; due: boolean } {
    const due = this.due.size > 0;
    const queue = due ? this.due : this.fresh;
    const [lineId] = queue;
    if (lineId === undefined) throw new Error('grant without a queued contact');
    queue.delete(lineId);
    const lease = this.leases.grant(lineId, now);
    this.pace.spend(now);
    this.counts.slotsGranted += 1;
    this.hasDialled = true;
    return { lineId, lease, due };
  }

  /** Gives a slot back after a report. Reports about a lease that is not held change nothing. */
  applyReport(report: CallReport): boolean {
    if (!this.leases.free(report.lease, report.lineId)) return false;
    if (report.lineStatus === 'held' || report.lineStatus === 'deferred') {
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
    if (this.leases.free(lease, lineId)) this.moreInStore = true;
  }

  /** Leases that have outlived the longest call. */
  overdueLeases(now: number): Array<{ lease: number; lineId: number }> {
    return this.leases.overdue(now);
  }

  get nextLeaseExpiry(): number | null {
    return this.leases.nextExpiry;
  }

  extendLease(lease: number, now: number): void {
    this.leases.extend(lease, now);
  }

  /** Dialling is allowed (again): Postgres may have got contacts that were never announced. */
  open(): void {
    this.moreInStore = true;
  }

  /** True when the newer settings were taken over; an older or equal version changes nothing. */
  applySettings(change: CampaignSettingsChange, now: number): boolean {
    if (change.settingsVersion <= this.settingsVersion) return false;
    this.settingsVersion = change.settingsVersion;
    this.pacing = change.pacing;
    this.pace.changeRate(change.pacing.callsPerSecond, now);
    return true;
  }

  /** True when a finite campaign has nothing left: every line in Postgres is final. */
  get isThrough(): boolean {
    return this.type === 'finite' && this.mayDial && this.isIdle && !this.moreInStore && !this.openInStore;
  }

  get isIdle(): boolean {
    return this.leases.taken === 0 && this.queued === 0;
  }

  /** Why nothing is dialled now, for the snapshot and the UI; null while something is. */
  notDialling(now: number): NotDialling {
    if (this.ending) return 'ended';
    if (this.paused) return 'paused';
    if (!this.started) return 'scheduled';
    if (this.queued === 0) return this.leases.taken > 0 ? null : 'no_contacts';
    if (this.leases.taken >= this.pacing.concurrency) return 'all_slots_taken';
    return this.hasToken(now) ? null : 'pace';
  }

  /** What the next run needs. A refill that is still on its way will be asked for again. */
  carry(refilling: boolean): CarriedState {
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
      leases: this.leases.carry(),
      nextLease: this.leases.nextLease,
      pacing: this.pacing,
      settingsVersion: this.settingsVersion,
      ...this.pace.carry(),
      counts: this.counts,
      revision: this.revision,
      projectedRevision: this.projectedRevision,
      shownStatus: this.shownStatus,
    };
  }

  private isKnown(lineId: number): boolean {
    return this.fresh.has(lineId) || this.due.has(lineId) || this.leases.hasLine(lineId);
  }

  private forgetNewestFresh(): boolean {
    const newest = [...this.fresh].at(-1);
    if (newest === undefined) return false;
    this.fresh.delete(newest);
    this.moreInStore = true;
    return true;
  }
}
