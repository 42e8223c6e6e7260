import { setTimeout } from 'node:timers/promises';
import type { Database } from '../../infra/db/database';
import { clearWakes, countToldContacts, nextWakes, type AnsweredWake } from '../../infra/db/lines/wake-outbox';
import type { Logger } from '../../infra/observability/logger';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { startLoop } from './leader-loop';

export interface WakerOptions {
  readonly db: Database;
  readonly contacts: Pick<ContactMessenger, 'wake'>;
  readonly logger: Logger;
}

// Each waking costs the server three state transitions: faster than this it would starve the calls in progress.
const WAKES_PER_SECOND = 100;
const BATCH = 25;
/** So many may be on their way to their lines: on a busy machine they would queue, and the campaigns behind them. */
const TOLD_AT_ONCE = 75;
const IDLE_MS = 500;
const BUSY_MS = 100;
/** Held by the one process that wakes, so that the rate holds over all of them; released with its transaction. */
const WAKE_LOCK = 7_318_009;

/**
 * Wakes the contacts that sleep while their lines were changed: their call comes earlier, or not at all. One process wakes
 * at a time, 100 contacts a second at most, and no faster than they look at their lines.
 */
export function startWaker(options: WakerOptions): { stop: () => Promise<void> } {
  const { db, logger } = options;
  return startLoop({
    db,
    logger,
    lock: WAKE_LOCK,
    what: 'waking contacts',
    work: () => atPace(options),
    idleMs: IDLE_MS,
  });
}

/** Waits under the lock: released, another process would use the time to wake more. */
async function atPace(options: WakerOptions): Promise<number> {
  if ((await countToldContacts(options.db, TOLD_AT_ONCE)) >= TOLD_AT_ONCE) {
    await setTimeout(BUSY_MS);
    return 0;
  }
  const startedAt = performance.now();
  const woken = await wakeNext(options);
  if (woken === 0) return IDLE_MS;
  await setTimeout(Math.max(0, (woken * 1_000) / WAKES_PER_SECOND - (performance.now() - startedAt)));
  return 0;
}

/**
 * Wakes the next contacts, as fast as they can be told. One that cannot be told keeps its place.
 *
 * @returns how many were woken.
 */
export async function wakeNext({ db, contacts, logger }: WakerOptions): Promise<number> {
  const wakes = await nextWakes(db, BATCH);
  const told = await Promise.all(
    wakes.map(async (wake): Promise<AnsweredWake[]> => {
      try {
        return [{ ...wake, isHeard: await contacts.wake(wake.campaignId, wake.lineId) }];
      } catch (err) {
        logger.warn({ err, campaignId: wake.campaignId, lineId: wake.lineId }, 'a contact was not woken; trying again');
        return [];
      }
    }),
  );
  const woken = told.flat();
  await clearWakes(db, woken);
  return woken.length;
}
