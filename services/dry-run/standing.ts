import { sql } from 'kysely';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { Queryable } from '../../infra/db/database';

/** How a campaign stands, as far as a dry run has to know to go on. */
export interface Standing {
  readonly type: CampaignType;
  readonly status: CampaignStatus;
  readonly reason: string | null;
  /** The reason for people. */
  readonly text: string | null;
  readonly until: Date | null;
  readonly opensAt: Date | null;
  readonly endedAt: Date | null;
  readonly hasOpenLines: boolean;
  readonly hasReadyLines: boolean;
  /** When the next contact that was never called may be called; those that were wake by themselves. */
  readonly freshDueAt: Date | null;
}

/** Reads how the campaign stands. */
export async function readStanding(db: Queryable, campaignId: number): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select type, status, status_reason as reason, status_text as text, status_until as until, opens_at as "opensAt",
      ended_at as "endedAt",
      exists (select from lines where campaign_id = ${campaignId}
        and call_status in ('queued', 'in_progress', 'retry_scheduled', 'callback_scheduled')) as "hasOpenLines",
      exists (select from lines where campaign_id = ${campaignId} and ready) as "hasReadyLines",
      (select min(next_attempt_at) from lines where campaign_id = ${campaignId} and call_status = 'queued'
        and not ready) as "freshDueAt"
    from campaigns where id = ${campaignId}
  `.execute(db);
  const [standing] = rows;
  if (!standing) throw new Error(`There is no campaign ${campaignId}.`);
  return standing;
}

/** Why a dry run is over. */
export interface Finish {
  readonly kind: 'through' | 'ended' | 'paused' | 'closed' | 'bound' | 'stopped';
  /** For people. */
  readonly text: string;
}

/**
 * Why there is nothing more to wait for; null while there is.
 *
 * @param standing with no call in flight.
 * @example finishOf({ ...standing, status: 'paused', until: null, text: 'the circuit breaker' })?.kind // 'paused'
 */
export function finishOf(standing: Standing): Finish | null {
  const { type, status, endedAt, hasOpenLines, until, opensAt } = standing;
  if (endedAt) return { kind: 'ended', text: withReason(`The campaign is ${status}`, standing) };
  if (!hasOpenLines && type === 'dynamic') return { kind: 'through', text: 'Every contact is done with.' };
  if (status === 'paused' && until === null) {
    return {
      kind: 'paused',
      text: withReason('The campaign has paused, and waits for somebody to resume it', standing),
    };
  }
  if (status === 'auto_paused' && opensAt === null) {
    return { kind: 'closed', text: withReason('The campaign is closed, and does not open by itself', standing) };
  }
  return null;
}

function withReason(sentence: string, { reason, text }: Standing): string {
  const why = text ?? reason;
  return why === null || why === 'ended' ? `${sentence}.` : `${sentence}: ${why}`;
}
