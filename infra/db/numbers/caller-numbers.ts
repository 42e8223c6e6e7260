import { sql } from 'kysely';
import type { Queryable } from '../database';
import { healthOfNumber } from './number-health';
import type { CampaignNumberRow } from '../campaign-tables';

/** A number that a campaign may call from, and its place in their order. */
export interface CallerNumberChoice {
  readonly phoneNumberId: number;
  readonly sequence: number;
}

/** A caller number of a campaign as people are shown it. */
export interface ListedCallerNumber {
  /** Of the assignment, not of the number. */
  readonly id: number;
  readonly phoneNumberId: number;
  readonly number: string;
  readonly sequence: number;
  readonly isActive: boolean;
  /** Calls of this campaign from it. */
  readonly calls: number;
  /** 0 to 1, of its last calls that rang; null while it has none. */
  readonly answerRate: number | null;
  readonly lastUsedAt: Date | null;
  /** Too few people answer it: it is not used before this instant. Null: it does not rest. */
  readonly restsUntil: Date | null;
}

/**
 * Makes these the caller numbers of a campaign, and no others. One that it had already keeps its counts. The caller sees
 * to it that they belong to the campaign's organization.
 */
export async function setCampaignNumbers(
  trx: Queryable,
  campaignId: number,
  numbers: readonly CallerNumberChoice[],
): Promise<void> {
  const kept = numbers.map(({ phoneNumberId }) => phoneNumberId);
  await trx
    .deleteFrom('campaign_numbers')
    .where('campaign_id', '=', campaignId)
    .where(sql<boolean>`phone_number_id <> all(${kept}::bigint[])`)
    .execute();
  if (numbers.length === 0) return;
  await trx
    .insertInto('campaign_numbers')
    .values(
      numbers.map(({ phoneNumberId, sequence }) => ({
        campaign_id: campaignId,
        phone_number_id: phoneNumberId,
        sequence,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'phone_number_id']).doUpdateSet((eb) => ({
        sequence: eb.ref('excluded.sequence'),
        updated_at: sql<Date>`now()`,
      })),
    )
    .execute();
}

/** Adds one number behind the others, or where `sequence` says; undefined when the campaign has it already. */
export async function addCampaignNumber(
  trx: Queryable,
  campaignId: number,
  { phoneNumberId, sequence }: { readonly phoneNumberId: number; readonly sequence?: number },
): Promise<CampaignNumberRow | undefined> {
  const last = trx
    .selectFrom('campaign_numbers')
    .select(sql<number>`coalesce(max(sequence) + 1, 0)`.as('next'))
    .where('campaign_id', '=', campaignId);
  return trx
    .insertInto('campaign_numbers')
    .values({ campaign_id: campaignId, phone_number_id: phoneNumberId, sequence: sequence ?? sql<number>`(${last})` })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/**
 * The caller numbers of a campaign in their order.
 *
 * @param now epoch milliseconds: a rest that is over by then is not shown.
 */
export async function listCampaignNumbers(
  db: Queryable,
  campaignId: number,
  now: number,
): Promise<ListedCallerNumber[]> {
  const rows = await db
    .selectFrom('campaign_numbers')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaign_numbers.phone_number_id')
    .selectAll('campaign_numbers')
    .select('phone_numbers.number')
    .where('campaign_id', '=', campaignId)
    .orderBy('sequence')
    .orderBy('campaign_numbers.id')
    .execute();
  const listed: ListedCallerNumber[] = [];
  for (const row of rows) {
    const phoneNumberId = row.phone_number_id;
    const { answered, finished } = await healthOfNumber(db, { campaignId, phoneNumberId }, null);
    listed.push({
      id: row.id,
      phoneNumberId,
      number: row.number,
      sequence: row.sequence,
      isActive: row.is_active,
      calls: row.calls,
      answerRate: finished === 0 ? null : answered / finished,
      lastUsedAt: row.last_used_at,
      restsUntil: row.rests_until !== null && row.rests_until.getTime() > now ? row.rests_until : null,
    });
  }
  return listed;
}

/**
 * Switches a caller number on or off. Switched on again by hand, it no longer rests.
 *
 * @returns undefined when the campaign has no such number.
 */
export async function updateCampaignNumber(
  db: Queryable,
  campaignId: number,
  phoneNumberId: number,
  { isActive }: { readonly isActive: boolean },
): Promise<CampaignNumberRow | undefined> {
  return db
    .updateTable('campaign_numbers')
    .set({
      is_active: isActive,
      updated_at: sql<Date>`now()`,
      // Not null: calls from before its rest stay uncounted.
      ...(isActive ? { rests_until: sql<Date | null>`least(rests_until, now())` } : {}),
    })
    .where('campaign_id', '=', campaignId)
    .where('phone_number_id', '=', phoneNumberId)
    .returningAll()
    .executeTakeFirst();
}
