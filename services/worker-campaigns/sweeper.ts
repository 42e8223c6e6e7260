import type { PauseReason } from '../../domain/pause-reason';
import { systemClock, type Clock } from '../../infra/clock';
import { haltAutomatically } from '../../infra/db/campaigns/automatic-halt';
import { limitReached } from '../../infra/db/campaigns/campaign-usage';
import type { Database } from '../../infra/db/database';
import {
  campaignsWithEndDate,
  campaignsWithForgottenLines,
  campaignsWithoutOpenLines,
  expireLines,
  overdueAttempts,
  queueOverdueLines,
  unappliedSettings,
  unconfirmedHalts,
  unrecordedEnds,
  unstartedCampaigns,
  whileHaltStands,
} from '../../infra/db/lines/sweep';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { resumeLostAttempt } from '../wiring/lease-reconciler';
import { settingsChangeOf } from '../wiring/settings-change';
import { announceQueued } from './due-contacts';
import { startLoop } from './leader-loop';
import { NudgeRound } from './nudge-round';

export interface SweeperOptions {
  readonly db: Database;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
  readonly logger: Logger;
  readonly intervalMs: number;
  /** Says what is over; the system's own unless a test runs ahead. */
  readonly clock?: Clock;
}

/** Rows younger than this are still being announced by whoever wrote them. */
const ANNOUNCED_BY_NOW_MS = 3_000;
/** A contact that sleeps wakes by itself; past this it is gone. */
const OVERDUE_MS = 60_000;
/** Held by the one process that sweeps; released with its transaction. */
const SWEEP_LOCK = 7_318_008;

/**
 * Announces, over and over, what a crash or a server that was away has left unannounced: contacts nobody told the
 * campaign of, ends of calls, halts, settings, campaigns without a workflow; and ends what is over by time alone. One
 * process sweeps at a time.
 */
export function startSweeper(options: SweeperOptions): { stop: () => Promise<void> } {
  const { db, logger, intervalMs } = options;
  return startLoop({
    db,
    logger,
    lock: SWEEP_LOCK,
    what: 'sweeping',
    work: async () => {
      await sweep(options);
      return intervalMs;
    },
    idleMs: intervalMs,
  });
}

const forgotten = new NudgeRound(campaignsWithForgottenLines);
const finished = new NudgeRound(campaignsWithoutOpenLines);

/** One sweep. What fails is tried again by the next one, and keeps nothing else from being done. */
export async function sweep(world: Omit<SweeperOptions, 'intervalMs'>): Promise<void> {
  const { db, campaigns, contacts, logger, clock = systemClock } = world;
  const each = async <T>(what: string, found: Promise<readonly T[]>, act: (item: T) => Promise<unknown>) => {
    try {
      for (const item of await found) {
        await act(item).catch((err: unknown) => logger.warn({ err, what }, 'not swept; it is tried again'));
      }
    } catch (err) {
      logger.warn({ err, what }, 'a part of the sweep failed; it is tried again');
    }
  };

  await each('campaigns without a workflow', unstartedCampaigns(db, ANNOUNCED_BY_NOW_MS), (campaign) =>
    campaigns.start(campaign),
  );
  await each('halts', unconfirmedHalts(db, ANNOUNCED_BY_NOW_MS), (campaignId) =>
    whileHaltStands(db, campaignId, (halt, reason) => campaigns.signal(campaignId, halt, reason)),
  );
  await each('last days', pastLastDay(db, await clock()), ({ campaign, reason }) =>
    stopAfterLastDay({ db, campaigns }, campaign, reason),
  );
  await each('expired contacts', expireLines(db, await clock()), (campaignId) => campaigns.nudge(campaignId));
  await each('settings', unappliedSettings(db, ANNOUNCED_BY_NOW_MS), (campaign) =>
    campaigns.updateSettings(campaign.id, settingsChangeOf(campaign)),
  );
  await each('ends of calls', unrecordedEnds(db, ANNOUNCED_BY_NOW_MS), async (attempt) => {
    const heard = await contacts.callEnded(attempt.campaign_id, attempt.line_id, attempt.id);
    if (!heard) await resumeLostAttempt(contacts, attempt);
  });
  await each('calls without an end', overdueAttempts(db, OVERDUE_MS), async (attempt) => {
    const contact = await contacts.look(attempt.campaign_id, attempt.line_id);
    if (contact === 'gone') await resumeLostAttempt(contacts, attempt);
  });
  const overdue = queueOverdueLines(db, { now: await clock(), graceMs: OVERDUE_MS });
  await each(
    'overdue contacts',
    overdue.then((lines) => [lines]),
    (lines) => announceQueued(campaigns, lines),
  );
  const nudge = (campaignId: number): Promise<void> => campaigns.nudge(campaignId);
  await each('forgotten contacts', forgotten.next(db, ANNOUNCED_BY_NOW_MS, Date.now()), nudge);
  await each('finished campaigns', finished.next(db, ANNOUNCED_BY_NOW_MS, Date.now()), nudge);
}

async function pastLastDay(
  db: Database,
  now: number,
): Promise<Array<{ readonly campaign: CampaignRow; readonly reason: PauseReason }>> {
  return (await campaignsWithEndDate(db)).flatMap((campaign) => {
    const reason = limitReached(campaign, now);
    return reason ? [{ campaign, reason }] : [];
  });
}

/** Closes the gate first: when telling fails, the next sweep finds the halt. */
async function stopAfterLastDay(
  { db, campaigns }: Pick<SweeperOptions, 'db' | 'campaigns'>,
  campaign: CampaignRow,
  reason: PauseReason,
): Promise<void> {
  const halt = await db.transaction().execute((trx) => haltAutomatically(trx, campaign, reason));
  if (halt) await campaigns.signal(campaign.id, halt, reason);
}
