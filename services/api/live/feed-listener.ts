import { MAX_LINES_OF_EVENT } from '../schemas/campaign-events';
import { eventText } from './event-text';

/** Changes that a listener may lag behind; with more it is told to fetch everything anew. */
export const MAX_BEHIND = 2_000;
const MAX_BEHIND_CHARACTERS = 4_000_000;
const MAX_EVENT_CHARACTERS = 1_000_000;

export type ResetReason = 'too_far_behind' | 'unknown_event_id';

/** A line, with its record as JSON: written once for all who listen. */
export interface LineText {
  readonly lineId: number;
  readonly json: string;
}

/**
 * What one listener has still to be told. It holds the newest state of each thing only, and no more than `MAX_BEHIND`
 * lines: whoever reads slowly makes nothing grow.
 */
export class FeedListener {
  private readonly lines = new Map<number, string>();
  private characters = 0;
  private reset: ResetReason | null = null;
  private campaign: string | null = null;
  private figures: string | null = null;
  /** As far as the feed has looked; microseconds since the epoch, as all instants here. */
  private seenUs = 0;
  /** As far as this listener has been told everything: the id of its events. Null until it may be told anything. */
  private toldUs: number | null = null;
  private wake: (() => void) | null = null;

  /** @param onClose it listens no more. */
  constructor(private readonly onClose: () => void) {}

  /** Lines have changed. One that has still to be told is told with its newest state. */
  addLines(lines: readonly LineText[]): void {
    if (this.reset !== null) return;
    for (const { lineId, json } of lines) {
      this.characters += json.length - (this.lines.get(lineId)?.length ?? 0);
      this.lines.set(lineId, json);
    }
    if (this.lines.size > MAX_BEHIND || this.characters > MAX_BEHIND_CHARACTERS) this.startAnew('too_far_behind');
    else this.notify();
  }

  /** Adds lines as they were a moment ago: what came meanwhile is newer. */
  addOlderLines(lines: readonly LineText[]): void {
    this.addLines(lines.filter(({ lineId }) => !this.lines.has(lineId)));
  }

  /** Too much has happened to be told. */
  startAnew(reason: ResetReason): void {
    this.reset = reason;
    this.lines.clear();
    this.characters = 0;
    this.notify();
  }

  /** @param json the campaign's record. */
  setCampaign(json: string): void {
    this.campaign = json;
    this.notify();
  }

  /** @param json the campaign's figures. */
  setFigures(json: string): void {
    this.figures = json;
    this.notify();
  }

  /** Everything up to an instant has been added. */
  advance(seenUs: number): void {
    this.seenUs = seenUs;
  }

  /**
   * From now on it may be told.
   *
   * @param toldUs as far as it was told before.
   * @param seenUs everything up to then has been added.
   */
  release(toldUs: number, seenUs: number): void {
    this.toldUs = toldUs;
    this.seenUs = Math.max(this.seenUs, seenUs);
    this.notify();
  }

  /** The next event as it is written; null when there is nothing to tell. */
  take(): string | null {
    if (this.toldUs === null) return null;
    // What is given up with a reset counts as told: it is fetched.
    if (this.lines.size === 0) this.toldUs = this.seenUs;
    const { reset, campaign, figures } = this;
    if (reset !== null) {
      this.reset = null;
      return eventText('reset', this.toldUs, JSON.stringify({ reason: reset }));
    }
    if (campaign !== null) {
      this.campaign = null;
      return eventText('campaign', this.toldUs, campaign);
    }
    if (figures !== null) {
      this.figures = null;
      return eventText('figures', this.toldUs, figures);
    }
    return this.lines.size === 0 ? null : this.takeLines();
  }

  /** Waits until there may be something to tell, at most so long, or until the signal. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.hasNews()) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done);
      this.wake = done;
    });
  }

  /** Listens no more. */
  close(): void {
    this.onClose();
  }

  private takeLines(): string {
    const taken: string[] = [];
    let characters = 0;
    for (const [lineId, json] of this.lines) {
      if (taken.length === MAX_LINES_OF_EVENT || (taken.length > 0 && characters > MAX_EVENT_CHARACTERS)) break;
      taken.push(json);
      characters += json.length;
      this.lines.delete(lineId);
    }
    this.characters -= characters;
    // While some are left, whoever goes away has to be told again from before them.
    if (this.lines.size === 0) this.toldUs = this.seenUs;
    return eventText('lines', this.toldUs ?? this.seenUs, `{"lines":[${taken.join(',')}]}`);
  }

  private hasNews(): boolean {
    if (this.toldUs === null) return false;
    return this.reset !== null || this.campaign !== null || this.figures !== null || this.lines.size > 0;
  }

  private notify(): void {
    if (this.toldUs !== null) this.wake?.();
  }
}
