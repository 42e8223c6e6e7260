import { sql, type Transaction } from 'kysely';
import { DEFAULT_SETTINGS, MAX_CONCURRENCY, type CampaignSettings } from '../../../domain/campaign-settings';
import { zonesOfNumber } from '../../phone-numbers/number-zones';
import type { CampaignRow } from '../campaign-tables';
import type { PhoneNumberRow } from '../organization-tables';
import type { Schema } from '../schema';
import { withdrawPause } from './campaigns';

/**
 * One call each, and nothing that holds a campaign for the sake of its calls as a whole: no retries, no callbacks, no
 * breaker. Whoever asked for a call gets it, also when the person has called by themselves meanwhile.
 */
const DIRECT_SETTINGS: CampaignSettings = {
  ...DEFAULT_SETTINGS,
  pacing: { concurrency: MAX_CONCURRENCY, callsPerSecond: null },
  breaker: null,
  inbound: 'ignore',
};

/** How often it may end between looking for it and locking it. */
const MAX_TRIES = 5;

/** What holds the calls that are made from a number outside of campaigns. */
export interface OpenedDirectCampaign {
  readonly campaign: CampaignRow;
  /** It was paused, and the gate is open again: its workflow is to be told. */
  readonly resumed: boolean;
}

/**
 * The hidden campaign for calls from a number, made if there is none: of several at once one makes it. It takes contacts
 * until the transaction ends. One that is paused (by hand, or because its credentials were refused) goes on: nobody could
 * resume it, and whoever asks for a call wants calls to be made.
 *
 * @param now epoch milliseconds.
 */
export async function openDirectCampaign(
  trx: Transaction<Schema>,
  number: PhoneNumberRow,
  now: number,
): Promise<OpenedDirectCampaign> {
  for (let tries = 1; ; tries += 1) {
    const found = await living(trx, number.id).executeTakeFirst();
    const resumed = found !== undefined && (found.status === 'paused' || found.halt_requested === 'pause');
    if (!found) await insertUnlessThere(trx, number, now);
    if (resumed) await withdrawPause(trx, found.id, now);
    const campaign = await living(trx, number.id).forShare().executeTakeFirst();
    if (campaign) return { campaign, resumed };
    // It has ended since we looked.
    if (tries === MAX_TRIES) throw new Error(`calls from the number ${number.id} are ended again and again`);
  }
}

function living(trx: Transaction<Schema>, phoneNumberId: number) {
  return trx.selectFrom('campaigns').selectAll().where('phone_number_id', '=', phoneNumberId).where(IS_LIVING);
}

/**
 * As the index `campaigns_direct` says it, so that there is one of a number. One that is about to end takes no more calls.
 */
const IS_LIVING = sql<boolean>`is_direct and status not in ('completed', 'cancelled', 'failed')
  and (halt_requested is null or halt_requested = 'pause')`;

async function insertUnlessThere(trx: Transaction<Schema>, number: PhoneNumberRow, now: number): Promise<void> {
  const openedAt = new Date(now);
  const [zone, ...others] = zonesOfNumber(number.number);
  await trx
    .insertInto('campaigns')
    .values({
      organization_id: number.organization_id,
      name: `Direct calls from number ${number.id}`,
      type: 'dynamic',
      phone_number_id: number.id,
      timezone: zone !== undefined && others.length === 0 ? zone : 'UTC',
      settings: JSON.stringify(DIRECT_SETTINGS),
      status: 'waiting',
      status_reason: null,
      status_text: null,
      halt_requested: null,
      opened_at: openedAt,
      breaker_since: openedAt,
      is_direct: true,
    })
    .onConflict((conflict) => conflict.column('phone_number_id').where(IS_LIVING).doNothing())
    .execute();
}
