import { sql } from 'kysely';
import type { Queryable } from '../database';
import type { PhoneNumberRow } from '../organization-tables';

/** A number about to be added. */
export interface NewPhoneNumber {
  readonly number: string;
  readonly name: string;
  readonly provider: string;
  /** Of that provider, and of the organization. */
  readonly accountId: number;
  /** The provider's own id of it; null where it goes by the number. */
  readonly providerReference: string | null;
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
      account_id: added.accountId,
      provider_reference: added.providerReference,
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

/**
 * The number that an agent calls from: one that it speaks on, else the organization's first; undefined without any.
 *
 * @param agent.unfit providers that cannot use the agent: their numbers come last.
 */
export async function findCallingNumber(
  db: Queryable,
  organizationId: number,
  { agentId, unfit }: { readonly agentId: number; readonly unfit: readonly string[] },
): Promise<PhoneNumberRow | undefined> {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy(sql`provider = any(${unfit}::text[])`)
    .orderBy((eb) => eb('agent_id', 'is not distinct from', agentId), 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** The number of an organization that reads so. @param number E.164. */
export async function findNumber(
  db: Queryable,
  organizationId: number,
  number: string,
): Promise<PhoneNumberRow | undefined> {
  return db
    .selectFrom('phone_numbers')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('number', '=', number)
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

/** Changes what is given; the number itself stays what it is, and its provider too. */
export async function updatePhoneNumber(
  db: Queryable,
  organizationId: number,
  phoneNumberId: number,
  fields: {
    readonly name?: string;
    readonly agent_id?: number | null;
    /** Calls in flight over all campaigns; null for no limit of its own. */
    readonly concurrency_limit?: number | null;
    readonly provider_reference?: string | null;
    readonly account_id?: number;
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

/** Deletes a number that nobody has called from, neither in a campaign, ended or not, nor outside of one. */
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

/**
 * True while a campaign that has not ended needs the agent of a number: because it is the campaign's own, or because the
 * campaign's agent is one of another provider. Calls outside of campaigns name their agent themselves.
 */
export async function needsItsAgent(db: Queryable, phoneNumberId: number): Promise<boolean> {
  const campaign = await db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers as own', 'own.id', 'campaigns.phone_number_id')
    .select('campaigns.id')
    .where('is_direct', '=', false)
    .where('ended_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('own.id', '=', phoneNumberId),
        eb.exists(
          eb
            .selectFrom('campaign_numbers')
            .innerJoin('phone_numbers as other', 'other.id', 'campaign_numbers.phone_number_id')
            .select('other.id')
            .whereRef('campaign_numbers.campaign_id', '=', 'campaigns.id')
            .where('other.id', '=', phoneNumberId)
            .whereRef('other.provider', '!=', 'own.provider'),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return campaign !== undefined;
}

/** The providers of the numbers that an agent speaks on. */
export async function providersOfAgent(db: Queryable, organizationId: number, agentId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('phone_numbers')
    .select('provider')
    .distinct()
    .where('organization_id', '=', organizationId)
    .where('agent_id', '=', agentId)
    .execute();
  return rows.map(({ provider }) => provider);
}
