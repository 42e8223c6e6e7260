import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { QUEUE_BATCH, queueDueLines, type QueuedLine } from '../../infra/db/lines/sweep';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import { startLoop } from './leader-loop';

export interface DueContactsOptions {
  readonly db: Database;
  readonly campaigns: Pick<CampaignMessenger, 'announceContacts' | 'announceDue'>;
  readonly logger: Logger;
  /** Says what is due; the system's own unless a test runs ahead. */
  readonly clock?: Clock;
}

/** A contact is called this much late at most, as far as it lies with this loop. */
const EVERY_MS = 1_000;
/** Held by the one process that looks; released with its transaction. */
const DUE_LOCK = 7_318_011;

/**
 * Puts contacts that nobody sleeps for into the queue when their time comes: those scheduled by their sender, and those
 * whose own hours open. Apart from the sweep, which may take long. One process looks at a time.
 */
export function startDueContacts(options: DueContactsOptions): { stop: () => Promise<void> } {
  const { db, logger } = options;
  const work = async (): Promise<number> => ((await queueDueContacts(options)) < QUEUE_BATCH ? EVERY_MS : 0);
  return startLoop({ db, logger, lock: DUE_LOCK, what: 'queueing due contacts', work, idleMs: EVERY_MS });
}

/**
 * Puts the next due contacts into the queue, and tells their campaigns.
 *
 * @returns how many; as many as a batch holds when there may be more.
 */
export async function queueDueContacts({ db, campaigns, clock = systemClock }: DueContactsOptions): Promise<number> {
  const lines = await queueDueLines(db, await clock());
  await announceQueued(campaigns, lines);
  return lines.length;
}

/**
 * Tells campaigns of contacts that were put into the queue: each campaign once, however many there are.
 *
 * @throws while Temporal is away; the sweeper finds what was not announced.
 */
export async function announceQueued(
  campaigns: Pick<CampaignMessenger, 'announceContacts' | 'announceDue'>,
  lines: readonly QueuedLine[],
): Promise<void> {
  for (const line of lines) if (!line.due) campaigns.announceContacts(line.campaignId, [line]);
  // Handed over all at once, they go out together.
  await Promise.all(lines.filter(({ due }) => due).map((line) => campaigns.announceDue(line.campaignId, line)));
}
