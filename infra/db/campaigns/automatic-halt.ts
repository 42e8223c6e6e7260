import { sql, type Transaction } from 'kysely';
import type { PauseReason } from '../../../domain/pause-reason';
import { recordCampaignEvent } from './campaign-events';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';

/** Whom a halt stops, as it was when the rule was asked. */
export type HaltedCampaign = Pick<
  CampaignRow,
  'id' | 'organization_id' | 'type' | 'settings_version' | 'breaker_since'
>;

/** What the workflow is to be told once the halt is committed. */
export interface AutomaticHalt {
  readonly kind: 'pause' | 'fail';
  readonly reason: PauseReason;
}

/**
 * Closes a campaign's gate because a rule says so, for the workflow to show. From the commit on no call is claimed; the
 * caller then tells the workflow, and the sweeper repeats it until it shows.
 *
 * @param options.cannotGoOn its number or agent is gone, or its credentials are refused: a finite campaign fails.
 * @returns how it was halted; null when nothing was changed: it is halted, paused or ended already, or somebody has resumed
 * it or changed its settings since. What holds then is for the next call to say.
 */
export async function haltAutomatically(
  trx: Transaction<Schema>,
  campaign: HaltedCampaign,
  reason: PauseReason,
  options: { readonly cannotGoOn?: boolean } = {},
): Promise<'pause' | 'fail' | null> {
  const halt = options.cannotGoOn && campaign.type === 'finite' ? 'fail' : 'pause';
  const { numUpdatedRows } = await trx
    .updateTable('campaigns')
    .set({
      halt_requested: halt,
      // The clock's time, not the transaction's: the workflow may have decided something since that began.
      halt_requested_at: sql<Date>`clock_timestamp()`,
      halt_reason: JSON.stringify(reason),
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where('id', '=', campaign.id)
    .where('halt_requested', 'is', null)
    .where('ended_at', 'is', null)
    .where('status', 'not in', ['paused', 'completed', 'cancelled', 'failed'])
    .where('settings_version', '=', campaign.settings_version)
    // As read: to the millisecond.
    .where(sql<Date>`date_trunc('milliseconds', breaker_since)`, '=', campaign.breaker_since)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return null;
  if (reason.code === 'quota_reached') {
    await recordCampaignEvent(trx, campaign, 'campaign.quota_reached', {
      text: reason.text,
      until: reason.until === null ? null : new Date(reason.until).toISOString(),
    });
  }
  return halt;
}
