import { sql, type Transaction } from 'kysely';
import type { Queryable } from '../database';
import type { ProviderAccountRow } from '../provider-tables';
import type { Schema } from '../schema';

const DEFAULT_ACCOUNT = 'default';
const UNIQUE_VIOLATION = '23505';
/** Unique indexes of accounts, and what it says of a change that one of them refuses. */
const TAKEN: Readonly<Record<string, TakenPart>> = {
  provider_accounts_by_identity: 'identity_taken',
  provider_accounts_organization_id_provider_name_key: 'name_taken',
};

/** What another account of the provider has already. */
export type TakenPart = 'name_taken' | 'identity_taken';
/** Names that are tried for an account that nobody has named. */
const MAX_NAMES = 50;

/** An account as it is shown: never with what it calls with. */
export type ShownAccount = Omit<ProviderAccountRow, 'credentials'> & { readonly has_credentials: boolean };

/** All of an account but what it calls with. */
export const SHOWN = [
  'id',
  'organization_id',
  'provider',
  'name',
  'concurrency_limit',
  'calls_per_second',
  'settings',
  'identity',
  'credentials_checked_at',
  'rests_until',
  'created_at',
  'updated_at',
  sql<boolean>`credentials is not null`.as('has_credentials'),
] as const;

/** What an account calls with, ready to be stored. */
export interface AccountSecrets {
  /** Encrypted. */
  readonly credentials: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly identity: string;
  /** When the provider took them; null: it was not asked. */
  readonly checkedAt: Date | null;
}

/** An account about to be added, or found again by its identity. */
export interface NewAccount extends AccountSecrets {
  readonly provider: string;
  /** Null: one that does not matter, beginning with `nameless`. */
  readonly name: string | null;
  readonly nameless: string;
  readonly limits: AccountLimits;
  /** Limits of one that is new and says nothing. */
  readonly defaults: Required<AccountLimits>;
}

/** Null for no limit, absent for as before. */
export interface AccountLimits {
  readonly concurrency_limit?: number | null;
  readonly calls_per_second?: number | null;
}

/** The account with a provider that numbers belong to unless told otherwise; made when it is not there yet. */
export async function ensureProviderAccount(db: Queryable, organizationId: number, provider: string): Promise<number> {
  await db
    .insertInto('provider_accounts')
    .values({ organization_id: organizationId, provider, name: DEFAULT_ACCOUNT })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db
    .selectFrom('provider_accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .where('name', '=', DEFAULT_ACCOUNT)
    .executeTakeFirstOrThrow();
  return id;
}

/** A page of an organization's accounts with providers, with how many there are. */
export async function listProviderAccounts(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: ShownAccount[]; readonly total: number }> {
  const ofOrganization = db.selectFrom('provider_accounts').where('organization_id', '=', organizationId);
  const rows = await ofOrganization.select(SHOWN).orderBy('id').offset(page.offset).limit(page.limit).execute();
  const { total } = await ofOrganization
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** One account of an organization; undefined for anybody else's. */
export async function findProviderAccount(
  db: Queryable,
  organizationId: number,
  accountId: number,
): Promise<ShownAccount | undefined> {
  return db
    .selectFrom('provider_accounts')
    .select(SHOWN)
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** Whether an organization has an account; nobody deletes it until the transaction ends. */
export async function holdProviderAccount(
  trx: Transaction<Schema>,
  organizationId: number,
  accountId: number,
): Promise<boolean> {
  const found = await trx
    .selectFrom('provider_accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .forKeyShare()
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Stores an account. One of the same identity is that account: it gets the credentials, settings and limits that are given.
 *
 * @returns null when another account of the provider has the name.
 */
export async function saveProviderAccount(
  trx: Transaction<Schema>,
  organizationId: number,
  account: NewAccount,
): Promise<{ readonly row: ShownAccount; readonly created: boolean } | null> {
  const { provider, name, nameless, identity, limits, defaults } = account;
  for (let tries = 1; tries <= MAX_NAMES; tries += 1) {
    const known = await findByIdentity(trx, organizationId, provider, identity);
    if (known !== undefined) {
      if (name !== null && (await isNameTaken(trx, organizationId, provider, name, known))) return null;
      const row = await updateProviderAccount(trx, organizationId, known, {
        ...limits,
        ...(name !== null && { name }),
        secrets: account,
      });
      // A taken name has ended the transaction.
      if (typeof row === 'string') return null;
      if (row) return { row, created: false };
    }
    const row = await trx
      .insertInto('provider_accounts')
      .values({
        organization_id: organizationId,
        provider,
        name: name ?? (tries === 1 ? nameless : `${nameless} (${tries})`),
        ...defaults,
        ...limits,
        ...columnsOf(account),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(SHOWN)
      .executeTakeFirst();
    if (row) return { row, created: true };
    // Somebody has made the same account meanwhile, or the name is taken.
    if (name !== null && (await findByIdentity(trx, organizationId, provider, identity)) === undefined) return null;
  }
  return null;
}

/**
 * Changes an account.
 *
 * @returns undefined when there is none; what is taken, when another one of the provider has that name or identity: then
 *   the transaction may have failed, and can only be given up.
 */
export async function updateProviderAccount(
  trx: Transaction<Schema>,
  organizationId: number,
  accountId: number,
  { name, secrets, ...limits }: AccountLimits & { readonly name?: string; readonly secrets?: AccountSecrets },
): Promise<ShownAccount | TakenPart | undefined> {
  const before = await findProviderAccount(trx, organizationId, accountId);
  if (!before) return undefined;
  if (name !== undefined && (await isNameTaken(trx, organizationId, before.provider, name, accountId))) {
    return 'name_taken';
  }
  const update = trx
    .updateTable('provider_accounts')
    .set({
      ...limits,
      ...(name !== undefined && { name }),
      ...(secrets && columnsOf(secrets)),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .returning(SHOWN);
  try {
    return await update.executeTakeFirst();
  } catch (error) {
    // Somebody has taken it since we looked.
    const { code, constraint } = error as { code?: unknown; constraint?: string };
    const taken = code === UNIQUE_VIOLATION ? TAKEN[constraint ?? ''] : undefined;
    if (taken) return taken;
    throw error;
  }
}

/** The account of a provider that has this identity, locked; undefined when there is none. */
export async function findByIdentity(
  trx: Transaction<Schema>,
  organizationId: number,
  provider: string,
  identity: string,
): Promise<number | undefined> {
  const found = await trx
    .selectFrom('provider_accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .where('identity', '=', identity)
    .forUpdate()
    .executeTakeFirst();
  return found?.id;
}

/** Deletes an account, with its credentials, unless numbers belong to it or somebody still talks over it. */
export async function deleteProviderAccount(
  trx: Transaction<Schema>,
  organizationId: number,
  accountId: number,
): Promise<'deleted' | 'absent' | 'in_use'> {
  const found = await trx
    .selectFrom('provider_accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return 'absent';
  const { uses } = await trx
    .selectNoFrom((eb) => [
      eb
        .or([
          eb.exists(eb.selectFrom('phone_numbers').select('id').where('account_id', '=', accountId)),
          eb.exists(
            eb
              .selectFrom('inbound_calls')
              .select('id')
              .where('account_id', '=', accountId)
              .where('ended_at', 'is', null),
          ),
          eb.exists(
            eb.selectFrom('attempts').select('id').where('account_id', '=', accountId).where('ended_at', 'is', null),
          ),
        ])
        .as('uses'),
    ])
    .executeTakeFirstOrThrow();
  if (uses) return 'in_use';
  await trx.deleteFrom('provider_accounts').where('id', '=', accountId).execute();
  return 'deleted';
}

async function isNameTaken(
  db: Queryable,
  organizationId: number,
  provider: string,
  name: string,
  byOtherThan: number,
): Promise<boolean> {
  const other = await db
    .selectFrom('provider_accounts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .where('name', '=', name)
    .where('id', '!=', byOtherThan)
    .executeTakeFirst();
  return other !== undefined;
}

function columnsOf({ credentials, settings, identity, checkedAt }: AccountSecrets) {
  return { credentials, settings: JSON.stringify(settings), identity, credentials_checked_at: checkedAt };
}
