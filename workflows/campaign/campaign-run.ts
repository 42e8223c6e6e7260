import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { campaignStatusKey } from '../search-attributes';
import { describeCampaign } from './campaign-details';
import { CampaignBook } from './campaign-state';
import type { CampaignInput, CampaignSnapshot } from './contract';
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
  /** A slot came to nothing: Postgres is not asked again before the next tick. */
  backingOff = false;

  constructor(readonly input: CampaignInput) {
    this.book = new CampaignBook(input, Date.now());
    this.contacts = new ContactStarter(input, ({ lease, lineId }) => {
      this.book.dropLease(lease, lineId);
      this.backingOff = true;
    });
  }

  /** Every change ends here: shows the status where people look, and asks for its projection. */
  review(): void {
    const { book } = this;
    if (book.status !== book.shownStatus) {
      book.shownStatus = book.status;
      book.revision += 1;
      upsertSearchAttributes([{ key: campaignStatusKey, value: book.status }]);
    }
    setCurrentDetails(describeCampaign(this.snapshot()));
  }

  pause(): void {
    this.book.paused = true;
    this.projectAgain();
  }

  resume(): void {
    this.book.paused = false;
    this.book.open();
    this.projectAgain();
  }

  cancel(): void {
    this.book.ending ??= 'cancelled';
    this.projectAgain();
  }

  /** The instant before which nothing is dialled, or null once it has passed. */
  get opensAt(): number | null {
    return this.book.started ? null : this.input.startsAt;
  }

  snapshot(): CampaignSnapshot {
    const { book, opensAt } = this;
    return {
      campaignId: this.input.campaignId,
      status: book.status,
      notDialling: book.notDialling(Date.now()),
      nextOpening: opensAt === null ? null : new Date(opensAt).toISOString(),
      pacing: book.pacing,
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
