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
  unappliedSettings,
  unconfirmedHalts,
  unrecordedEnds,
  unstartedCampaigns,
  wakeOverdueLines,
  whileHaltStands,
} from '../../infra/db/lines/sweep';
import type { CampaignRow } from '../../infra/db/tables';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { resumeLostAttempt } from '../wiring/lease-reconciler';
import { settingsChangeOf } from '../wiring/settings-change';
import { startLoop } from './leader-loop';

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
/** A campaign with a long queue always has lines that it has not looked at. */
const NUDGE_EVERY_MS = 15_000;
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

/** When a campaign was last told to look into Postgres, epoch milliseconds: one with a long queue is not told each time. */
const nudgedAt = new Map<number, number>();

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
  await each('overdue contacts', wakeOverdueLines(db, OVERDUE_MS), ({ campaignId, lineId, priority }) =>
    campaigns.announceDue(campaignId, { lineId, priority }),
  );
  const nudgeNowAndThen = async (campaignId: number): Promise<void> => {
    if (Date.now() - (nudgedAt.get(campaignId) ?? 0) < NUDGE_EVERY_MS) return;
    nudgedAt.set(campaignId, Date.now());
    await campaigns.nudge(campaignId);
  };
  await each('forgotten contacts', campaignsWithForgottenLines(db, ANNOUNCED_BY_NOW_MS), nudgeNowAndThen);
  await each('finished campaigns', campaignsWithoutOpenLines(db, ANNOUNCED_BY_NOW_MS), nudgeNowAndThen);
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
