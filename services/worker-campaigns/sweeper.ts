import { sql } from 'kysely';
import type { Database, Queryable } from '../../infra/db/database';
import {
  campaignsWithForgottenLines,
  unappliedSettings,
  unconfirmedHalts,
  unrecordedEnds,
  unstartedCampaigns,
  wakeOverdueLines,
} from '../../infra/db/sweep';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import type { ContactMessenger } from '../wiring/contact-messenger';

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

/** One sweep. Each part is tried although another failed: they wait for different servers. */
export async function sweep({ db, campaigns, contacts, logger }: Omit<SweeperOptions, 'intervalMs'>): Promise<void> {
  const parts: Array<(from: Queryable) => Promise<void>> = [
    async (from) => {
      for (const campaign of await unstartedCampaigns(from, ANNOUNCED_BY_NOW_MS)) await campaigns.start(campaign);
    },
    async (from) => {
      for (const { campaignId, halt } of await unconfirmedHalts(from, ANNOUNCED_BY_NOW_MS)) {
        await campaigns.signal(campaignId, halt);
      }
    },
    async (from) => {
      for (const { id, settings, settings_version } of await unappliedSettings(from, ANNOUNCED_BY_NOW_MS)) {
        await campaigns.updateSettings(id, { settingsVersion: settings_version, pacing: settings.pacing });
      }
    },
    async (from) => {
      for (const { campaignId, lineId, attemptId } of await unrecordedEnds(from, ANNOUNCED_BY_NOW_MS)) {
        await contacts.callEnded(campaignId, lineId, attemptId);
      }
    },
    async (from) => {
      const woken = await wakeOverdueLines(from, OVERDUE_MS);
      await Promise.all(woken.map(({ campaignId, lineId }) => campaigns.announceDue(campaignId, lineId)));
    },
    async (from) => {
      for (const campaignId of await campaignsWithForgottenLines(from, ANNOUNCED_BY_NOW_MS)) {
        await campaigns.nudge(campaignId);
      }
    },
  ];
  for (const part of parts) {
    await part(db).catch((err: unknown) => logger.warn({ err }, 'a part of the sweep failed; it is tried again'));
  }
}
