import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignStatus } from '../../../domain/campaign-status';
import { readStatus } from '../../../infra/db/campaigns/campaigns';
import type { Database } from '../../../infra/db/database';
import { notFound, Problem, temporarilyUnavailable } from '../http/problem';
import { withinTime } from './within-time';

const TELL_PATIENCE_MS = 5_000;
const SHOWN_PATIENCE_MS = 1_000;
const POLL_MS = 20;

/** `ApplicationFailure.type`s that a campaign answers an update with (SETTINGS_REFUSED). */
const REFUSALS: Record<string, { code: string; detail: string }> = {
  CampaignClosed: { code: 'campaign_closed', detail: 'The campaign has ended.' },
  InvalidSettings: { code: 'invalid_settings', detail: 'The campaign refuses these settings.' },
};

/**
 * Tells a campaign's workflow something that is in Postgres already.
 *
 * @param kept what holds although the workflow was not told, for the problem's detail.
 * @returns what it answers.
 * @throws Problem 503 when it could not be told, 409 when it refuses.
 */
export async function tellCampaign<Answer>(tell: Promise<Answer>, kept: string): Promise<Answer> {
  try {
    return await withinTime(tell, TELL_PATIENCE_MS);
  } catch (error) {
    const refusal = REFUSALS[failureType(error)];
    if (refusal) throw new Problem(409, refusal.code, refusal.detail, { cause: error });
    throw temporarilyUnavailable('temporal_unavailable', `Temporal is away. ${kept}`, error);
  }
}

/** The workflow's own failure lies below the client's. */
function failureType(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { type } = at as { type?: unknown };
    if (typeof type === 'string' && type in REFUSALS) return type;
  }
  return '';
}

/**
 * Waits until a campaign's workflow shows what it was told, at most a second.
 *
 * @returns the status it shows then.
 */
export async function statusOnceShown(
  db: Database,
  campaignId: number,
  isShown: (status: CampaignStatus) => boolean,
): Promise<CampaignStatus> {
  const giveUpAt = Date.now() + SHOWN_PATIENCE_MS;
  for (;;) {
    const status = await readStatus(db, campaignId);
    if (status === undefined) throw notFound('campaign');
    if (isShown(status) || Date.now() >= giveUpAt) return status;
    await sleep(POLL_MS);
  }
}
