import { patched, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { PAUSE_CODES, PAUSED_BY_HAND, type PauseReason } from '../../domain/pause-reason';
import { campaignStatusKey, opensAtKey } from '../search-attributes';
import { BackOff } from './back-off';
import { describeCampaign } from './campaign-details';
import { CampaignBook } from './campaign-state';
import type { CampaignInput, CampaignSnapshot } from './contract';
import { hasRunLongEnough } from './run-length';
import { ContactStarter } from './start-contact';

/** One run of a campaign: its book, and the flags that live no longer than the run. */
export class CampaignRun {
  readonly book: CampaignBook;
  readonly contacts: ContactStarter;
  signals = 0;
  /** The next run is about to begin: nothing is started any more. */
  draining = false;
  /** Postgres has been asked for more lines, and has not answered yet. */
  refilling = false;
  /** The status is on its way to Postgres. */
  projecting = false;
  readonly backOff = new BackOff();

  constructor(readonly input: CampaignInput) {
    this.book = new CampaignBook(input, Date.now());
    this.book.awaitsShownStatus = patched('slots-after-shown-status');
    this.contacts = new ContactStarter(input, ({ lease, lineId }) => {
      this.book.dropLease(lease, lineId);
      this.backOff.begin();
    });
  }

  /** Every change ends here: shows the status where people look, and asks for its projection. */
  review(): void {
    const { book, opensAt } = this;
    const { status } = book;
    const changed: Parameters<typeof upsertSearchAttributes>[0] = [];
    if (status !== book.shownStatus) changed.push({ key: campaignStatusKey, value: status });
    if (opensAt !== book.shownOpensAt) {
      changed.push({ key: opensAtKey, value: opensAt === null ? null : new Date(opensAt) });
    }
    if (changed.length > 0) {
      book.shownStatus = status;
      book.shownOpensAt = opensAt;
      book.revision += 1;
      upsertSearchAttributes(changed);
    }
    setCurrentDetails(describeCampaign(this.snapshot(), book.limits));
  }

  /** @param reason anything but a reason of ours is a person's pause: the signal is sent by hand, too. */
  pause(reason?: unknown): void {
    this.book.pauseFor(isPauseReason(reason) ? reason : PAUSED_BY_HAND);
    this.projectAgain();
  }

  /** @param askedAt epoch milliseconds; anything else is a signal sent by hand, and means now. */
  resume(askedAt?: unknown): void {
    const now = Date.now();
    this.book.resume(typeof askedAt === 'number' && Number.isFinite(askedAt) ? Math.min(askedAt, now) : now);
    this.endBackOff();
    this.projectAgain();
  }

  /** A pause has come to its end by itself. */
  goOn(): void {
    this.book.goOn();
    this.endBackOff();
    this.projectAgain();
  }

  /** What may have held the calls has changed. A run of the first version goes on when its second is over. */
  endBackOff(): void {
    const { backOff } = this;
    if (!backOff.active || patched('back-off-ends-early')) backOff.end();
  }

  cancel(): void {
    this.book.ending ??= 'cancelled';
    this.projectAgain();
  }

  fail(): void {
    this.book.ending ??= 'failed';
    this.projectAgain();
  }

  /** The next run is due. */
  get isLongEnough(): boolean {
    return hasRunLongEnough({ signalsThisRun: this.signals, now: Date.now(), info: workflowInfo() });
  }

  /** False once nothing is to be begun any more that the next run would have to begin again. */
  get goesOn(): boolean {
    return !this.draining && !this.isLongEnough;
  }

  /** It ends before its contacts do: those that wait are closed. */
  get closesWaitingLines(): boolean {
    return this.book.ending === 'cancelled' || this.book.ending === 'failed';
  }

  /** The instant before which nothing is dialled, epoch milliseconds; null while it may dial, or nobody knows. */
  get opensAt(): number | null {
    const { book } = this;
    if (!book.started) return book.startsAt;
    return book.status === 'auto_paused' ? book.hours.opensAt : null;
  }

  snapshot(): CampaignSnapshot {
    const { book, opensAt } = this;
    const { pause } = book;
    return {
      campaignId: this.input.campaignId,
      status: book.status,
      notDialling: book.notDialling(Date.now()),
      nextOpening: isoOrNull(opensAt),
      hours: book.hours.summary,
      pause: pause && { ...pause, until: isoOrNull(pause.until) },
      pacing: book.pacing,
      share: book.share,
      settingsVersion: book.settingsVersion,
      slotsTaken: book.slotsTaken,
      mailbox: { fresh: book.queuedFresh, due: book.queuedDue, moreInStore: book.moreInStore },
      counts: book.counts,
      runs: book.runs,
    };
  }

  // Postgres may show a halt that was asked for there, so it is told again even when nothing changes here.
  private projectAgain(): void {
    this.book.revision += 1;
  }
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function isPauseReason(reason: unknown): reason is PauseReason {
  if (typeof reason !== 'object' || reason === null) return false;
  const { code, text, until } = reason as Record<string, unknown>;
  const hasEnd = until === null || (typeof until === 'number' && Number.isFinite(until));
  return PAUSE_CODES.some((known) => known === code) && typeof text === 'string' && hasEnd;
}
