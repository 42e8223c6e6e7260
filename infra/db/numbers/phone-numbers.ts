import { sql } from 'kysely';
import type { Queryable } from '../database';
import { ensureProviderAccount } from './provider-accounts';
import type { PhoneNumberRow } from '../tables';

/** A number about to be added. */
export interface NewPhoneNumber {
  readonly number: string;
  readonly name: string;
  readonly provider: string;
  readonly agentId: number | null;
}

/** Stores a number; undefined when the organization has it already. */
export async function insertPhoneNumber(
  db: Queryable,
  organizationId: number,
  added: NewPhoneNumber,
): Promise<PhoneNumberRow | undefined> {
  return db
    .insertInto('phone_numbers')
    .values({
      organization_id: organizationId,
      number: added.number,
      name: added.name,
      provider: added.provider,
      account_id: await ensureProviderAccount(db, organizationId, added.provider),
      agent_id: added.agentId,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'number']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** One number of an organization; undefined for anybody else's. */
export async function findPhoneNumber(
  db: Queryable,
  organizationId: number,
  phoneNumberId: number,
): Promise<PhoneNumberRow | undefined> {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('id', '=', phoneNumberId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** Those of the numbers that are an organization's. */
export async function findPhoneNumbers(
  db: Queryable,
  organizationId: number,
  phoneNumberIds: readonly number[],
): Promise<PhoneNumberRow[]> {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('id', 'in', phoneNumberIds)
    .where('organization_id', '=', organizationId)
    .execute();
}

/** A page of an organization's numbers, with how many there are. */
export async function listPhoneNumbers(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: PhoneNumberRow[]; readonly total: number }> {
  const rows = await db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const counted = await db
    .selectFrom('phone_numbers')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { rows, total: counted.total };
}

/** Changes name, agent or limit; the number itself stays what it is. */
export async function updatePhoneNumber(
  db: Queryable,
  organizationId: number,
  phoneNumberId: number,
  fields: {
    readonly name?: string;
    readonly agent_id?: number | null;
    /** Calls in flight over all campaigns; null for no limit of its own. */
    readonly concurrency_limit?: number | null;
  },
): Promise<PhoneNumberRow | undefined> {
  return db
    .updateTable('phone_numbers')
    .set({ ...fields, updated_at: sql<Date>`now()` })
    .where('id', '=', phoneNumberId)
    .where('organization_id', '=', organizationId)
    .returningAll()
    .executeTakeFirst();
}

/** Deletes a number that no campaign, ended or not, has called from. */
export async function deletePhoneNumber(
  db: Queryable,
  organizationId: number,
  phoneNumberId: number,
): Promise<'deleted' | 'absent' | 'in_use'> {
  const deleted = await db
    .deleteFrom('phone_numbers')
    .where('id', '=', phoneNumberId)
    .where('organization_id', '=', organizationId)
    .where((where) =>
      where.and([
        where.not(
          where.exists(
            where.selectFrom('campaigns').select('campaigns.id').where('phone_number_id', '=', phoneNumberId),
          ),
        ),
        where.not(
          where.exists(
            where
              .selectFrom('campaign_numbers')
              .select('campaign_numbers.id')
              .where('phone_number_id', '=', phoneNumberId),
          ),
        ),
      ]),
    )
    .executeTakeFirst();
  if (deleted.numDeletedRows > 0n) return 'deleted';
  return (await findPhoneNumber(db, organizationId, phoneNumberId)) ? 'in_use' : 'absent';
}

/** True while a campaign that has not ended calls from a number. */
export async function hasLivingCampaign(db: Queryable, phoneNumberId: number): Promise<boolean> {
  const campaign = await db
    .selectFrom('campaigns')
    .select('id')
    .where('phone_number_id', '=', phoneNumberId)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return campaign !== undefined;
}
