import type { Pacing } from '../../domain/campaign-settings';
import { deriveStatus, mayDialIn, type CampaignStatus, type CampaignType } from '../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../domain/line-status';
import type { NotDialling } from '../../domain/not-dialling';
import { PAUSED_BY_HAND, type PauseReason } from '../../domain/pause-reason';
import type { RefillAnswer } from './activity-interface';
import { Capacity } from './capacity';
import type { CampaignEnding, CarriedState } from './carried-state';
import type { CallReport, CampaignInput, CampaignSettingsChange, CapacityShare } from './contract';
import { Mailbox, MAILBOX_LIMIT, type QueuedLine } from './mailbox';
import { OpeningHours } from './opening-hours';
import { Replanning } from './replanning';
import { SlotLeases } from './slot-leases';

/** A contact may be reported so without a call: what the claim found, or what somebody did to its line. */
const CLOSED_UNCALLED: readonly string[] = ['skipped', 'suppressed', 'expired', 'cancelled'] satisfies LineStatus[];

/**
 * What a campaign knows and decides, without a single await: the workflow's handlers and loops call it, unit tests call
 * it directly. Times are epoch milliseconds and always passed in.
 */
export class CampaignBook {
  readonly runs: number;
  readonly hours: OpeningHours;
  readonly replanning: Replanning;
  ending: CampaignEnding | null;
  waitingLinesClosed: boolean;
  /** Epoch milliseconds before which nothing is dialled; null: from the beginning. */
  startsAt: number | null;
  started: boolean;
  hasDialled: boolean;
  /** A call has been reported: Postgres has let one through since the start. */
  hasCalled: boolean;
  openInStore: boolean;
  settingsVersion: number;
  counts: { slotsGranted: number; callsEnded: number; contactsClosed: number; held: number };
  revision: number;
  projectedRevision: number;
  /** The status that Postgres shows, as far as this run knows: its gate stays closed until it shows an open one. */
  projectedStatus: CampaignStatus | null;
  /** False in runs of the first version, which granted slots before Postgres showed that it may. */
  awaitsShownStatus = true;
  shownStatus: CampaignStatus | null;
  shownOpensAt: number | null;
  /** Deliveries of an earlier end that were not through when the campaign was reopened. */
  pendingDeliveries: readonly number[];

  private pausedBy: PauseReason | null;
  private readonly type: CampaignType;
  private readonly mailbox: Mailbox;
  private readonly leases: SlotLeases;
  private readonly capacity: Capacity;

  constructor(input: CampaignInput, now: number) {
    const { carried, reopened } = input;
    this.type = input.type;
    this.runs = (carried?.runs ?? 0) + 1;
    this.pausedBy = carried?.pausedBy ?? (carried?.paused ? PAUSED_BY_HAND : null);
    this.ending = carried?.ending ?? null;
    this.waitingLinesClosed = carried?.waitingLinesClosed ?? false;
    this.startsAt = input.startsAt;
    this.started = carried?.started ?? (input.startsAt === null || input.startsAt <= now);
    this.hasDialled = carried?.hasDialled ?? reopened !== undefined;
    this.hasCalled =
      carried?.hasCalled ?? (this.hasDialled && (carried === undefined || carried.counts.callsEnded > 0));
    this.mailbox = new Mailbox(carried?.mailbox);
    this.openInStore = carried?.openInStore ?? true;
    this.leases = new SlotLeases(
      carried?.nextLease ?? reopened?.nextLease ?? 1,
      input.maxCallMs,
      carried?.leases ?? [],
    );
    this.capacity = new Capacity(carried?.pacing ?? input.pacing, carried?.share ?? null, now, carried?.budget);
    this.hours = new OpeningHours(
      input.hours ?? null,
      input.openedAt ?? now,
      now,
      input.window ?? null,
      carried?.hours,
    );
    this.settingsVersion = carried?.settingsVersion ?? input.settingsVersion;
    this.replanning = new Replanning(input.settingsVersion, carried?.replanning);
    this.counts = { ...(carried?.counts ?? { slotsGranted: 0, callsEnded: 0, contactsClosed: 0, held: 0 }) };
    this.revision = carried?.revision ?? reopened?.revision ?? 0;
    this.projectedRevision = carried?.projectedRevision ?? reopened?.revision ?? 0;
    this.projectedStatus = carried?.projectedStatus ?? null;
    this.shownStatus = carried?.shownStatus ?? null;
    this.shownOpensAt = carried?.shownOpensAt ?? null;
    this.pendingDeliveries = carried?.pendingDeliveries ?? reopened?.deliveryIds ?? [];
  }

  get slotsTaken(): number {
    return this.leases.taken;
  }

  get queued(): number {
    return this.mailbox.size;
  }

  get queuedFresh(): number {
    return this.mailbox.freshCount;
  }

  get queuedDue(): number {
    return this.mailbox.dueCount;
  }

  get moreInStore(): boolean {
    return this.mailbox.moreInStore;
  }

  get pacing(): Pacing {
    return this.capacity.pacing;
  }

  get share(): CapacityShare | null {
    return this.capacity.share;
  }

  /** What it dials with now: its settings, or its part of what it shares. */
  get limits(): Pacing {
    return { concurrency: this.capacity.concurrency, callsPerSecond: this.capacity.callsPerSecond };
  }

  get pause(): PauseReason | null {
    return this.pausedBy;
  }

  /** The status as of now, by the precedence of `deriveStatus`. */
  get status(): CampaignStatus {
    return deriveStatus({
      type: this.type,
      ended: this.ending,
      paused: this.pausedBy !== null,
      scheduled: !this.started,
      outsideHours: this.hours.isOutside,
      hasWork: this.leases.taken > 0 || this.queued > 0,
      hasDialled: this.hasDialled,
    });
  }

  /** Stops new calls. Of two reasons the one that holds longer stays: a person's pause is never lifted by a clock. */
  pauseFor(reason: PauseReason): void {
    const standing = this.pausedBy;
    const isLonger = standing !== null && (standing.until === null || standing.until >= (reason.until ?? Infinity));
    if (!isLonger) this.pausedBy = reason;
  }

  /** Somebody lets the campaign go on: not paused any more, and open until the next stop. */
  resume(now: number): void {
    this.hours.open(now);
    this.goOn();
  }

  /** A pause has come to its end by itself. Nobody has opened the campaign: a daily stop that came meanwhile holds. */
  goOn(): void {
    this.pausedBy = null;
    this.mailbox.noteReturn();
  }

  /** When it goes on by itself, epoch milliseconds; null while it is not paused, or until somebody resumes it. */
  get resumesAt(): number | null {
    return this.ending === null ? (this.pausedBy?.until ?? null) : null;
  }

  /** Its start has come. */
  start(): void {
    this.started = true;
    this.mailbox.noteReturn();
  }

  /** New contacts, in the order in which they came. No ids at all: Postgres has some that nobody announced. */
  addFresh(lineIds: readonly number[], priorities: readonly number[] = []): void {
    if (lineIds.length === 0) this.mailbox.moreInStore = true;
    this.add(lineIds, priorities, false);
  }

  /** Contacts whose time has come. They go before fresh ones. */
  addDue(lineIds: readonly number[], priorities: readonly number[] = []): void {
    this.add(lineIds, priorities, true);
  }

  private add(lineIds: readonly number[], priorities: readonly number[], due: boolean): void {
    lineIds.forEach((lineId, index) => {
      if (!this.leases.hasLine(lineId)) this.mailbox.add({ lineId, due, priority: priorities[index] });
    });
  }

  /** A refill is on its way: the whole head of the queue is asked for, but what is being called. */
  beginRefill(): { limit: number; known: number[] } {
    this.mailbox.beginRefill();
    return { limit: MAILBOX_LIMIT, known: [...this.leases.lineIds] };
  }

  endRefill(answer: RefillAnswer): void {
    this.mailbox.endRefill(answer.lines, answer.more);
    this.openInStore = answer.open;
  }

  /** No answer: it is asked again. */
  abandonRefill(): void {
    this.mailbox.abandonRefill();
  }

  // Also while nothing may be dialled: then the campaign knows at once what to do when it opens, or that it is through.
  get wantsRefill(): boolean {
    return this.ending === null && this.mailbox.wantsRefill;
  }

  /** Whether a call may be started at all, slots and pace aside. */
  mayDial(now: number): boolean {
    return this.started && this.pausedBy === null && this.ending === null && this.hours.allow(now);
  }

  /** True when a slot is free, the pace allows, somebody waits, and Postgres shows no closed gate. */
  canGrant(now: number): boolean {
    const isShown = this.projectedStatus === null || mayDialIn(this.projectedStatus);
    return (isShown || !this.awaitsShownStatus) && this.waitsForNothingButPace(now) && this.hasToken(now);
  }

  /** True when only the pace stands between the next contact and its call. */
  waitsForNothingButPace(now: number): boolean {
    return this.mayDial(now) && this.queued > 0 && this.leases.taken < this.capacity.concurrency;
  }

  hasToken(now: number): boolean {
    return this.capacity.hasToken(now);
  }

  /** Takes the next contact and a slot for it. Call only when `canGrant`. */
  grant(now: number): { lineId: number; lease: number; due: boolean } {
    const next: QueuedLine | undefined = this.mailbox.take();
    if (next === undefined) throw new Error('grant without a queued contact');
    const lease = this.leases.grant(next.lineId, now);
    this.capacity.spendToken(now);
    this.counts.slotsGranted += 1;
    this.hasDialled = true;
    return { lineId: next.lineId, lease, due: next.due };
  }

  /** Gives a slot back after a report. Reports about a lease that is not held change nothing. */
  applyReport(report: CallReport): boolean {
    if (!this.leases.free(report.lease, report.lineId)) return false;
    if (report.lineStatus === 'held' || report.lineStatus === 'deferred') {
      this.counts.held += 1;
      // Held, the line is still ready in Postgres, and no longer in this mailbox. Deferred, it comes back by itself.
      if (report.lineStatus === 'held') this.mailbox.noteReturn();
      return true;
    }
    this.counts.callsEnded += 1;
    if (!CLOSED_UNCALLED.includes(report.lineStatus)) this.hasCalled = true;
    if (isFinalLineStatus(report.lineStatus)) this.counts.contactsClosed += 1;
    // Perhaps it was the last one of a finite campaign.
    if (this.type === 'finite' && this.isIdle) this.mailbox.moreInStore = true;
    return true;
  }

  /** Gives a slot back that never became a call: the contact could not be started or reached. */
  dropLease(lease: number, lineId: number): void {
    if (this.leases.free(lease, lineId)) this.mailbox.noteReturn();
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

  /** Dialling is allowed (again), or lines were changed: Postgres may have another queue by now. */
  lookAgain(): void {
    this.mailbox.noteReturn();
  }

  /** Its start was moved while it came, and no call was let through: Postgres holds them all until the new one. */
  hasStartedTooSoon({ settingsVersion, startsAt }: CampaignSettingsChange, now: number): boolean {
    const isNews = settingsVersion > this.settingsVersion && this.started && !this.hasCalled;
    return isNews && (startsAt ?? 0) > now;
  }

  /** Waits for its start again, as if it had not come. */
  takeBackStart(): void {
    this.started = false;
    this.hasDialled = false;
  }

  /** True when the newer settings were taken over; an older or equal version changes nothing. */
  applySettings(change: CampaignSettingsChange, now: number): boolean {
    if (change.settingsVersion <= this.settingsVersion) return false;
    this.settingsVersion = change.settingsVersion;
    this.replanning.request(change.settingsVersion);
    this.capacity.changePacing(change.pacing, now);
    if (change.hours !== undefined) this.hours.change(change.hours);
    if (change.startsAt !== undefined && change.startsAt !== this.startsAt && !this.started) {
      this.startsAt = change.startsAt;
      this.hours.openAt(change.startsAt ?? now);
    }
    return true;
  }

  applyShare(share: CapacityShare | undefined, now: number): void {
    this.capacity.changeShare(share, now);
  }

  /** True when a finite campaign has nothing left: every line in Postgres is final. */
  get isThrough(): boolean {
    const goesOn = this.started && this.pausedBy === null && this.ending === null;
    const isSettled = this.isIdle && !this.moreInStore && !this.openInStore;
    // Newer settings may bring skipped lines back.
    return this.type === 'finite' && goesOn && isSettled && this.replanning.next === null;
  }

  get isIdle(): boolean {
    return this.leases.taken === 0 && this.queued === 0;
  }

  /** Why nothing is dialled now, for the snapshot and the UI; null while something is. */
  notDialling(now: number): NotDialling {
    if (this.ending) return 'ended';
    if (this.pausedBy) return this.pausedBy.code;
    if (!this.started) return 'scheduled';
    if (!this.hours.allow(now)) return 'outside_hours';
    if (this.queued === 0) return this.leases.taken > 0 ? null : 'no_contacts';
    const { capacity } = this;
    if (this.leases.taken >= capacity.concurrency) {
      return capacity.isConcurrencyShared ? 'shared_capacity' : 'all_slots_taken';
    }
    if (this.hasToken(now)) return null;
    return capacity.isPaceShared ? 'shared_capacity' : 'pace';
  }

  /** What the next run needs. A refill that is still on its way will be asked for again. */
  carry(refilling: boolean): CarriedState {
    return {
      runs: this.runs,
      pausedBy: this.pausedBy,
      ending: this.ending,
      waitingLinesClosed: this.waitingLinesClosed,
      started: this.started,
      hasDialled: this.hasDialled,
      hasCalled: this.hasCalled,
      mailbox: this.mailbox.carry(refilling),
      openInStore: this.openInStore,
      leases: this.leases.carry(),
      nextLease: this.leases.nextLease,
      pacing: this.pacing,
      share: this.share,
      budget: this.capacity.carryBudget(),
      hours: this.hours.carry(),
      settingsVersion: this.settingsVersion,
      replanning: this.replanning.carry(),
      counts: this.counts,
      revision: this.revision,
      projectedRevision: this.projectedRevision,
      projectedStatus: this.projectedStatus,
      shownStatus: this.shownStatus,
      shownOpensAt: this.shownOpensAt,
      pendingDeliveries: this.pendingDeliveries,
    };
  }
}
