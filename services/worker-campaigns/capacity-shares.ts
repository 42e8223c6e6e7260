import { capacityParts, type CapacityPart } from '../../domain/capacity-parts';
import { noteToldPart, readSharingCampaigns, type SharingCampaign } from '../../infra/db/numbers/capacity-demand';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import { startLoop } from './leader-loop';

export interface CapacitySharesOptions {
  readonly db: Database;
  readonly campaigns: Pick<CampaignMessenger, 'shareCapacity'>;
  readonly logger: Logger;
}

const EVERY_MS = 2_000;
/** Where there are fewer slots than campaigns, the next ones have them after this long. */
const TURN_MS = 10_000;
/** A workflow that was replaced by another knows nothing of its part. */
const TELL_AGAIN_MS = 60_000;
/** Held by the one process that divides; released with its transaction. */
const SHARES_LOCK = 7_318_010;

/**
 * Divides numbers and provider accounts with a limit among the campaigns that want more of them than there is, over and
 * over, and tells each campaign its part. The limit itself is held where calls are claimed; this makes it fair, and keeps
 * campaigns from asking for what they cannot get. One process divides at a time.
 */
export function startCapacityShares(options: CapacitySharesOptions): { stop: () => Promise<void> } {
  const work = async (): Promise<number> => {
    await shareCapacity(options, Date.now());
    return EVERY_MS;
  };
  const { db, logger } = options;
  return startLoop({ db, logger, lock: SHARES_LOCK, what: 'sharing capacity', work, idleMs: EVERY_MS });
}

/**
 * Divides once, and tells the campaigns whose part has changed.
 *
 * @param now epoch milliseconds.
 */
export async function shareCapacity({ db, campaigns, logger }: CapacitySharesOptions, now: number): Promise<void> {
  const sharing = await readSharingCampaigns(db, now);
  const parts = partsOf(sharing, Math.floor(now / TURN_MS));
  for (const campaign of sharing) {
    const { campaignId } = campaign;
    const part = parts.get(campaignId) ?? null;
    if (!isNews(campaign, part, now)) continue;
    try {
      // Before it is told: one that arrives although telling it fails, or this process dies, is taken back all the same.
      if (part !== null) await noteToldPart(db, campaignId, part, null);
      await campaigns.shareCapacity(campaignId, part ?? { concurrency: null, callsPerSecond: null });
      await noteToldPart(db, campaignId, part, now);
    } catch (err) {
      logger.warn({ err, campaignId }, 'a campaign was not told its part of the capacity; trying again');
    }
  }
}

/** The parts of those that are bound; the others are left out. */
function partsOf(sharing: readonly SharingCampaign[], turn: number): Map<number, CapacityPart> {
  const wanting = sharing.filter(({ calls, numbers }) => calls > 0 && numbers.length > 0);
  const parts = capacityParts(wanting, turn);
  const bound = new Map<number, CapacityPart>();
  wanting.forEach(({ campaignId }, index) => {
    const part = parts[index];
    if (part && (part.concurrency !== null || part.callsPerSecond !== null)) bound.set(campaignId, part);
  });
  return bound;
}

function isNews({ told, toldAt }: SharingCampaign, part: CapacityPart | null, now: number): boolean {
  const changed = told?.concurrency !== part?.concurrency || told?.callsPerSecond !== part?.callsPerSecond;
  return changed || (part !== null && now - (toldAt?.getTime() ?? 0) >= TELL_AGAIN_MS);
}
