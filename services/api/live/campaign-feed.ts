import { setTimeout as sleep } from 'node:timers/promises';
import type { LineVersion } from '../../../infra/db/lines/changed-lines';
import type { Logger } from '../../../infra/observability/logger';
import type { LineFigures } from '../campaigns/figures';
import type { EventId } from './event-text';
import { FeedListener, MAX_BEHIND } from './feed-listener';
import type { FeedSource } from './feed-source';
import { SentVersions } from './sent-versions';

const LOOK_EVERY_MS = 250;
/** Counts are read no more often than this, and a tenth of the time at most, where they take long. */
const COUNT_EVERY_MS = 1_000;
const COUNTING_SHARE = 1 / 10;
const LOOKING_SHARE = 1 / 3;
/** Lines are counted again after this, although none was seen to change: time alone makes some of them due. */
const RECOUNT_MS = 15_000;
const AFTER_FAILURE_MS = 1_000;
/**
 * Lines get their time from the clocks of several processes, or from the beginning of a transaction: a change may become
 * visible so much later than its time says.
 */
const OVERLAP_US = 10_000_000;
/** More changes than this within the overlap are not told line by line. */
const MAX_REMEMBERED = 10_000;
/** While too much happens, those who listen are to fetch everything anew no more often than this. */
const RESET_EVERY_US = 2_000_000;

/**
 * Looks at one campaign for everybody who listens to it, as long as anybody does. Each look goes back a while, for what
 * became visible late, and leaves out what was sent.
 */
export class CampaignFeed {
  private readonly listeners = new Set<FeedListener>();
  private readonly sent = new SentVersions();
  private readonly ending = new AbortController();
  /** Postgres' clock at the last look that succeeded; microseconds since the epoch, as all instants here. */
  private seenUs = 0;
  /** What changed before this has been given up: there was too much of it. */
  private floorUs = 0;
  private lastResetUs = 0;
  private resetWanted = false;
  /** When what became visible late, while there was too much, is to be fetched. */
  private lastCallUs: number | null = null;
  private campaign: string | null = null;
  private figures: string | null = null;
  private counted: { readonly figures: LineFigures; readonly at: number } | null = null;
  private recount = true;
  private markLooked: () => void = () => undefined;
  private readonly looked = new Promise<void>((resolve) => (this.markLooked = resolve));

  /** @param onEnd nobody listens any more. */
  constructor(
    private readonly source: FeedSource,
    private readonly logger: Logger,
    private readonly onEnd: () => void,
  ) {
    void this.repeat(() => this.look(), LOOK_EVERY_MS, LOOKING_SHARE);
    void this.repeat(() => this.count(), COUNT_EVERY_MS, COUNTING_SHARE);
  }

  /**
   * Lets somebody listen.
   *
   * @param last the last event that they have received; null when they have just come.
   * @param onLeave they listen no more.
   */
  join(last: EventId | null, onLeave: () => void): FeedListener {
    const listener: FeedListener = new FeedListener(() => this.leave(listener, onLeave));
    this.listeners.add(listener);
    this.catchUp(listener, last).catch((err: unknown) => {
      this.logger.warn({ err }, 'a listener could not be told what it has missed');
      listener.startAnew('too_far_behind');
      listener.release(this.seenUs, this.seenUs);
    });
    return listener;
  }

  private leave(listener: FeedListener, onLeave: () => void): void {
    if (!this.listeners.delete(listener)) return;
    onLeave();
    if (this.listeners.size > 0) return;
    this.ending.abort();
    this.onEnd();
  }

  /**
   * Tells a listener what had happened before it came. What was not visible then, nor at the feed's first look, is told by
   * one of the later looks.
   */
  private async catchUp(listener: FeedListener, last: EventId | null): Promise<void> {
    await this.looked;
    const { seenUs } = this;
    if (this.campaign !== null) listener.setCampaign(this.campaign);
    if (this.figures !== null) listener.setFigures(this.figures);
    if (last === 'unknown') listener.startAnew('unknown_event_id');
    else {
      const sinceUs = Math.min(last ?? seenUs, seenUs) - OVERLAP_US;
      const { versions } = await this.source.changedLines(sinceUs, MAX_BEHIND + 1);
      if (versions.length <= MAX_BEHIND) listener.addOlderLines(await this.source.lines(idsOf(versions)));
      // Whoever has just come fetches everything anyway.
      else if (last !== null) listener.startAnew('too_far_behind');
    }
    listener.release(typeof last === 'number' ? Math.min(last, seenUs) : seenUs, seenUs);
  }

  private async repeat(work: () => Promise<void>, everyMs: number, share: number): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const begunAt = performance.now();
      let waitMs;
      try {
        await work();
        waitMs = Math.max(everyMs, (performance.now() - begunAt) / share);
      } catch (err) {
        this.logger.warn({ err }, 'a campaign that somebody follows could not be looked at');
        waitMs = AFTER_FAILURE_MS;
      }
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const isFirst = this.seenUs === 0;
    const fromUs = isFirst ? await this.source.databaseTime() : this.seenUs;
    const sinceUs = Math.max(fromUs - OVERLAP_US, this.floorUs);
    const { nowUs, versions } = await this.source.changedLines(sinceUs, this.sent.size + MAX_BEHIND + 1);
    const unsent = this.sent.unsent(versions);
    if (unsent.length > MAX_BEHIND || this.sent.size > MAX_REMEMBERED) this.giveUp(nowUs, isFirst);
    else await this.tell(unsent, isFirst);
    this.resetIfDue(nowUs);
    this.sent.forgetBefore(nowUs - OVERLAP_US);
    this.seenUs = nowUs;
    for (const listener of this.listeners) listener.advance(nowUs);
    await this.lookAtCampaign();
    this.markLooked();
  }

  /** What is visible at the first look is told to each listener by itself. */
  private async tell(unsent: readonly LineVersion[], isFirst: boolean): Promise<void> {
    if (unsent.length === 0) return;
    const lines = isFirst ? [] : await this.source.lines(idsOf(unsent));
    this.sent.add(unsent);
    this.recount = true;
    for (const listener of this.listeners) listener.addLines(lines);
  }

  /** Too much has changed: it is not told, nor looked at again. Before the first look nobody had been told anything. */
  private giveUp(nowUs: number, isFirst: boolean): void {
    this.sent.clear();
    this.floorUs = nowUs;
    this.resetWanted = !isFirst;
    this.lastCallUs = nowUs + OVERLAP_US;
    this.recount = true;
  }

  private resetIfDue(nowUs: number): void {
    const isLastCall = this.lastCallUs !== null && nowUs >= this.lastCallUs;
    if (!isLastCall && !(this.resetWanted && nowUs >= this.lastResetUs + RESET_EVERY_US)) return;
    if (isLastCall) this.lastCallUs = null;
    this.resetWanted = false;
    this.lastResetUs = nowUs;
    for (const listener of this.listeners) listener.startAnew('too_far_behind');
  }

  private async lookAtCampaign(): Promise<void> {
    const json = await this.source.campaign();
    if (json === null || json === this.campaign) return;
    this.campaign = json;
    this.recount = true;
    for (const listener of this.listeners) listener.setCampaign(json);
  }

  private async count(): Promise<void> {
    const now = performance.now();
    if (this.recount || this.counted === null || now - this.counted.at >= RECOUNT_MS) {
      this.recount = false;
      this.counted = { figures: await this.countLines(), at: now };
    }
    const json = JSON.stringify({ ...this.counted.figures, calls: await this.source.callFigures() });
    if (json === this.figures) return;
    this.figures = json;
    for (const listener of this.listeners) listener.setFigures(json);
  }

  private async countLines(): Promise<LineFigures> {
    try {
      return await this.source.lineFigures();
    } catch (error) {
      this.recount = true;
      throw error;
    }
  }
}

function idsOf(versions: readonly LineVersion[]): number[] {
  return versions.map(({ lineId }) => lineId);
}
