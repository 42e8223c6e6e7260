import { sql, type Transaction } from 'kysely';
import type { DuplicatePolicy } from '../../../domain/duplicates';
import type { LineStatus } from '../../../domain/line-status';
import type { Schema } from '../schema';

/** By what a contact is looked for among the lines that are there. */
export interface KnownKey {
  readonly policy: Exclude<DuplicatePolicy['policy'], 'allow'>;
  readonly scope: DuplicatePolicy['scope'];
  readonly key: DuplicatePolicy['key'];
  /** Its number or external id. */
  readonly value: string;
  /** The other of the two, where campaigns beside this one may look for it; null where none does, or there is none. */
  readonly otherValue: string | null;
  readonly organizationId: number;
  readonly campaignId: number;
}

/** The newest line that a contact has already. */
export interface KnownLine {
  readonly id: number;
  readonly campaignId: number;
  readonly callStatus: LineStatus;
  readonly skippedByCondition: boolean;
}

/** Equal for contacts that are duplicates of each other. */
export function identityOf(key: KnownKey): string {
  return `${scopeOf(key)} ${key.key} ${key.value}`;
}

/** All identities under which a contact is looked for: its own, and that of campaigns which look by the other key. */
export function identitiesOf(key: KnownKey): string[] {
  const { otherValue } = key;
  if (otherValue === null) return [identityOf(key)];
  const otherKey = key.key === 'to_number' ? 'external_id' : 'to_number';
  return [identityOf(key), identityOf({ ...key, key: otherKey, value: otherValue })];
}

function scopeOf({ scope, organizationId, campaignId }: KnownKey): string {
  return scope === 'campaign' ? `campaign ${campaignId}` : `organization ${organizationId}`;
}

/**
 * Keeps others from inserting contacts under the same keys until the transaction ends. Keys share a bounded number of
 * locks: Postgres keeps all locks of all its transactions in one table of fixed size.
 */
export async function lockKeys(trx: Transaction<Schema>, keys: readonly KnownKey[]): Promise<void> {
  if (keys.length === 0) return;
  const locks = keys.flatMap((key) =>
    [key.value, key.otherValue].flatMap((value) => (value === null ? [] : [{ scope: scopeOf(key), value }])),
  );
  // In one order, so that two batches never wait for each other.
  await sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended(scope || ' ' || (hashtext(value) & ${LOCKS_A_SCOPE - 1}), ${LOCK_SEED}) as lock
      from unnest(${locks.map(({ scope }) => scope)}::text[], ${locks.map(({ value }) => value)}::text[]) as given (scope, value)
      order by lock
    ) locks
  `.execute(trx);
}

/** A power of two. */
const LOCKS_A_SCOPE = 256;
/** Any number, as long as it is always the same. */
const LOCK_SEED = 4_220_513;

/**
 * Finds the newest line of each key, by `identityOf`. Those that may be changed are locked, and lie in campaigns that are
 * not over.
 */
export async function findKnownLines(
  trx: Transaction<Schema>,
  keys: readonly KnownKey[],
): Promise<ReadonlyMap<string, KnownLine>> {
  const alike = new Map<string, KnownKey[]>();
  for (const key of keys) {
    const group = `${scopeOf(key)} ${key.key} ${key.policy}`;
    const others = alike.get(group);
    if (others) others.push(key);
    else alike.set(group, [key]);
  }
  const found = new Map<string, KnownLine>();
  for (const group of alike.values()) {
    for (const [value, line] of await newestLines(trx, group)) {
      found.set(identityOf({ ...(group[0] as KnownKey), value }), line);
    }
  }
  return found;
}

/** @param keys alike but for their values. */
async function newestLines(trx: Transaction<Schema>, keys: readonly KnownKey[]): Promise<Map<string, KnownLine>> {
  const [{ policy, scope, key, organizationId, campaignId }] = keys as [KnownKey];
  const column = sql.ref(`lines.${key}`);
  const { rows: newest } = await sql<KnownLine & { readonly value: string }>`
    select distinct on (value) ${column} as value, ${COLUMNS} from lines
    join campaigns on campaigns.id = lines.campaign_id
    where lines.organization_id = ${organizationId} and not campaigns.is_direct
      and ${column} = any(${[...new Set(keys.map(({ value }) => value))]}::text[])
      and ${scope === 'campaign' ? sql`lines.campaign_id = ${campaignId}` : sql`true`}
      and ${policy === 'skip' ? sql`true` : sql`campaigns.status not in ('completed', 'cancelled', 'failed')`}
    order by value, lines.id desc
  `.execute(trx);
  const found = new Map(newest.map(({ value, ...line }) => [value, line]));
  if (policy === 'skip' || newest.length === 0) return found;
  // They may have been called since.
  const { rows: locked } = await sql<KnownLine>`
    select ${COLUMNS} from lines where id = any(${newest.map(({ id }) => id)}::bigint[]) order by id for update
  `.execute(trx);
  const byId = new Map(locked.map((line) => [line.id, line]));
  return new Map([...found].map(([value, line]) => [value, byId.get(line.id) ?? line]));
}

const COLUMNS = sql`lines.id, lines.campaign_id as "campaignId", lines.call_status as "callStatus",
  lines.call_status = 'skipped' and lines.skipped_condition is not null as "skippedByCondition"`;
