import type { Transaction } from 'kysely';
import type { Caller } from '../../../infra/db/organizations/callers';
import { findNumber, insertPhoneNumber, updatePhoneNumber } from '../../../infra/db/numbers/phone-numbers';
import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import type { Schema } from '../../../infra/db/schema';
import { audit } from '../audit';

/** A number that a provider's account owns. */
export interface OwnedNumber {
  /** E.164. */
  readonly number: string;
  readonly name: string;
  /** The provider's own id of it. */
  readonly reference: string;
}

/** Whose numbers they become. */
export interface ImportTarget {
  readonly provider: string;
  readonly accountId: number;
  /** Null: as it was. */
  readonly agentId: number | null;
}

/**
 * Stores numbers that an account has proven to own. One that is there with the same provider belongs to the account from
 * now on.
 *
 * @returns the numbers as they are now, and those that are there with another provider.
 */
export async function importNumbers(
  trx: Transaction<Schema>,
  caller: Caller,
  { provider, accountId, agentId }: ImportTarget,
  numbers: readonly OwnedNumber[],
): Promise<{ readonly imported: readonly PhoneNumberRow[]; readonly elsewhere: readonly OwnedNumber[] }> {
  const { organizationId } = caller;
  const imported: PhoneNumberRow[] = [];
  const elsewhere: OwnedNumber[] = [];
  for (const owned of numbers) {
    const { number, name, reference } = owned;
    const fresh = { number, name, provider, accountId, providerReference: reference, agentId };
    const known =
      (await insertPhoneNumber(trx, organizationId, fresh)) ?? (await findNumber(trx, organizationId, number));
    if (known?.provider !== provider) {
      elsewhere.push(owned);
      continue;
    }
    const change = {
      account_id: accountId,
      provider_reference: reference,
      ...(agentId !== null && { agent_id: agentId }),
    };
    imported.push((await updatePhoneNumber(trx, organizationId, known.id, change)) ?? known);
    await audit(trx, caller, 'phone_number.import', known.id, { number, provider, account_id: accountId });
  }
  return { imported, elsewhere };
}
