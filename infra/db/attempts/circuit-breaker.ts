import type { Transaction } from 'kysely';
import { breakerReason, shouldTrip, type CallsInWindow } from '../../../domain/circuit-breaker';
import type { Disposition } from '../../../domain/disposition';
import { PRE_CALL_WEBHOOK } from '../../../domain/pre-call';
import { haltAutomatically } from '../campaigns/automatic-halt';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';

/**
 * Pauses a campaign whose provider fails, right after the call that proves it. Only a failed call can: after any other
 * nothing is read.
 *
 * @param ended the call that has just ended; its row is stored already.
 * @returns true when this call has paused the campaign: tell its workflow after the commit.
 */
export async function tripCircuitBreaker(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  ended: { readonly disposition: Disposition; readonly endedAt: Date },
): Promise<boolean> {
  const { breaker } = campaign.settings;
  if (breaker === null || ended.disposition !== 'failed') return false;
  const windowStart = ended.endedAt.getTime() - breaker.windowS * 1_000;
  const since = new Date(Math.max(windowStart, campaign.breaker_since.getTime()));
  const counts = await callsEndedSince(trx, campaign.id, since);
  if (!shouldTrip(breaker, counts)) return false;
  return (await haltAutomatically(trx, campaign, breakerReason(breaker, counts))) !== null;
}

async function callsEndedSince(trx: Transaction<Schema>, campaignId: number, since: Date): Promise<CallsInWindow> {
  const { failed, calls } = await trx
    .selectFrom('attempts')
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('calls'),
      fn
        .countAll<number>()
        .filterWhere(eb('disposition', '=', 'failed'))
        .as('failed'),
    ])
    .where('campaign_id', '=', campaignId)
    .where('ended_at', '>', since)
    .where('disposition', 'not in', ['no_capacity', 'cancelled'])
    // The customer's own webhook is no provider's fault.
    .where((eb) => eb.or([eb('disposition', '!=', 'failed'), eb('raw_code', 'is distinct from', PRE_CALL_WEBHOOK)]))
    .executeTakeFirstOrThrow();
  return { failed: Number(failed), calls: Number(calls) };
}
