import type { Queryable } from '../database';
import { callbackRotationOf } from '../organizations/callback-secret';

/** One of our numbers, which somebody calls. */
export interface CalledNumber {
  readonly organizationId: number;
  readonly accountId: number;
  readonly phoneNumberId: number;
  readonly provider: string;
  readonly number: string;
  /** Who speaks on it; null: nobody. */
  readonly agentId: number | null;
  /** What signs the pre-call webhook of its organization. */
  readonly callbackSecret: ReturnType<typeof callbackRotationOf>;
}

/**
 * The number that somebody calls, among those of the account that says so.
 *
 * @param called.accountId null for the installation's simulator, whose numbers are of all organizations: the oldest counts.
 * @returns null when the account has no such number.
 */
export async function findCalledNumber(
  db: Queryable,
  called: { readonly provider: string; readonly accountId: number | null; readonly number: string },
): Promise<CalledNumber | null> {
  const { accountId } = called;
  const found = await db
    .selectFrom('phone_numbers')
    .innerJoin('organizations', 'organizations.id', 'phone_numbers.organization_id')
    .select([
      'phone_numbers.id',
      'phone_numbers.organization_id',
      'phone_numbers.account_id',
      'phone_numbers.provider',
      'phone_numbers.number',
      'phone_numbers.agent_id',
      'organizations.callback_secret',
      'organizations.previous_callback_secret',
      'organizations.previous_callback_secret_until',
    ])
    .where('phone_numbers.number', '=', called.number)
    .where('phone_numbers.provider', '=', called.provider)
    .$if(accountId !== null, (query) => query.where('phone_numbers.account_id', '=', accountId))
    .orderBy('phone_numbers.id')
    .limit(1)
    .executeTakeFirst();
  if (!found) return null;
  return {
    organizationId: found.organization_id,
    accountId: found.account_id,
    phoneNumberId: found.id,
    provider: found.provider,
    number: found.number,
    agentId: found.agent_id,
    callbackSecret: callbackRotationOf(found),
  };
}
