import { sql } from 'kysely';
import type { Queryable } from '../database';

/** However long a provider asks for, it is tried again after this, seconds. */
const LONGEST_REST_S = 60 * 60;

/**
 * Lets an account rest because its provider has asked for it: no call is claimed from its numbers meanwhile. A rest that
 * lasts longer stays.
 *
 * @param forS seconds; more than an hour counts as one.
 * @param now epoch milliseconds.
 */
export async function restAccount(db: Queryable, accountId: number, forS: number, now: number): Promise<void> {
  const until = new Date(now + Math.min(forS, LONGEST_REST_S) * 1_000);
  await db
    .updateTable('provider_accounts')
    .set({ rests_until: until })
    .where('id', '=', accountId)
    .where((eb) => eb.or([eb('rests_until', 'is', null), eb('rests_until', '<', until)]))
    .execute();
}

/** Until when an account rests, or has rested last, epoch milliseconds; null where it never has. */
export async function readRest(db: Queryable, accountId: number): Promise<number | null> {
  const account = await db
    .selectFrom('provider_accounts')
    .select('rests_until')
    .where('id', '=', accountId)
    .executeTakeFirst();
  return account?.rests_until?.getTime() ?? null;
}

/**
 * Until when every account rests that a campaign calls from; null while one of them does not. For a query of campaigns.
 *
 * @param now epoch milliseconds.
 */
export function restOfCampaign(now: number) {
  return sql<Date | null>`(
    select case when count(*) = count(*) filter (where accounts.rests_until > ${new Date(now)})
      then min(accounts.rests_until) end
    from phone_numbers numbers join provider_accounts accounts on accounts.id = numbers.account_id
    where case when jsonb_typeof(campaigns.settings->'rotation') = 'object'
        and exists (select from campaign_numbers where campaign_id = campaigns.id and is_active)
      then numbers.id in (select phone_number_id from campaign_numbers where campaign_id = campaigns.id and is_active)
      else numbers.id = campaigns.phone_number_id end)`;
}
