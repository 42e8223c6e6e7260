import { sql } from 'kysely';
import type { Database } from '../../infra/db/database';
import {
  campaignsWithForgottenLines,
  overdueAttempts,
  unappliedSettings,
  unconfirmedHalts,
  unrecordedEnds,
  unstartedCampaigns,
  wakeOverdueLines,
  whileHaltStands,
} from '../../infra/db/sweep';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { resumeLostAttempt } from '../wiring/lease-reconciler';

export interface SweeperOptions {
  readonly db: Database;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
  readonly logger: Logger;
  readonly intervalMs: number;
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
 * campaign of, ends of calls, halts, settings, campaigns without a workflow. One process sweeps at a time.
 */
export function startSweeper(options: SweeperOptions): { stop: () => Promise<void> } {
  const { db, logger, intervalMs } = options;
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  const run = async (): Promise<void> => {
    while (!stopped) {
      await sweepOnce(options).catch((err: unknown) => logger.warn({ err }, 'sweeping failed; trying again'));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wakeUp();
      await running;
    },
  };

  async function sweepOnce(world: SweeperOptions): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${SWEEP_LOCK}) as mine`.execute(
        trx,
      );
      if (rows[0]?.mine) await sweep(world);
    });
  }
}

/** When a campaign was last told to look into Postgres, epoch milliseconds: one with a long queue is not told each time. */
const nudgedAt = new Map<number, number>();

/** One sweep. What fails is tried again by the next one, and keeps nothing else from being done. */
export async function sweep({ db, campaigns, contacts, logger }: Omit<SweeperOptions, 'intervalMs'>): Promise<void> {
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
  await each('settings', unappliedSettings(db, ANNOUNCED_BY_NOW_MS), ({ id, settings, settings_version }) =>
    campaigns.updateSettings(id, { settingsVersion: settings_version, pacing: settings.pacing }),
  );
  await each('ends of calls', unrecordedEnds(db, ANNOUNCED_BY_NOW_MS), async (attempt) => {
    const heard = await contacts.callEnded(attempt.campaign_id, attempt.line_id, attempt.id);
    if (!heard) await resumeLostAttempt(contacts, attempt);
  });
  await each('calls without an end', overdueAttempts(db, OVERDUE_MS), async (attempt) => {
    const contact = await contacts.look(attempt.campaign_id, attempt.line_id);
    if (contact === 'gone') await resumeLostAttempt(contacts, attempt);
  });
  await each('overdue contacts', wakeOverdueLines(db, OVERDUE_MS), ({ campaignId, lineId }) =>
    campaigns.announceDue(campaignId, lineId),
  );
  await each('forgotten contacts', campaignsWithForgottenLines(db, ANNOUNCED_BY_NOW_MS), async (campaignId) => {
    if (Date.now() - (nudgedAt.get(campaignId) ?? 0) < NUDGE_EVERY_MS) return;
    nudgedAt.set(campaignId, Date.now());
    await campaigns.nudge(campaignId);
  });
}
