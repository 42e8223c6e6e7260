import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { ensureApiKey } from './api-keys';
import { seedWebhookToken } from './webhook-tokens';
import type { Database } from '../database';
import { ensureProviderAccount } from '../numbers/provider-accounts';
import type { ApiScope } from '../organization-tables';
import type { Schema } from '../schema';

const ALL_SCOPES: ApiScope[] = ['campaigns:admin', 'contacts:write', 'read'];
const FIRST_NUMBER = '+15550100001';
/** Any number, as long as it is always the same: held while the first organization is made. */
const LOCK = 4_220_510;

/** What the first start has made up, and keeps in the home folder. */
export interface FirstOrganizationInput {
  readonly apiKey: string;
  readonly webhookToken: string;
  /** 32 bytes. */
  readonly secretKey: Buffer;
}

/** What whoever starts the stack wants to show. */
export interface FirstOrganization {
  readonly callbackSecret: string;
  readonly phoneNumberId: number;
}

/**
 * Makes the organization of a first start, with a key of all scopes, a webhook token, one simulated number and its
 * agent. Safe to repeat: what exists is kept, a given key that is new joins it, and a given token that is new replaces
 * the one that is there.
 *
 * @throws RangeError when the secret key is not 32 bytes long.
 */
export async function ensureFirstOrganization(db: Database, given: FirstOrganizationInput): Promise<FirstOrganization> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
    const organization = await ensureOrganization(trx);
    await ensureApiKey(trx, organization.id, given.apiKey, { name: 'First key', scopes: ALL_SCOPES });
    await seedWebhookToken(trx, organization.id, given.webhookToken, given.secretKey);
    const phoneNumberId = await ensureNumber(trx, organization.id);
    return { callbackSecret: organization.callback_secret, phoneNumberId };
  });
}

async function ensureOrganization(trx: Transaction<Schema>): Promise<{ id: number; callback_secret: string }> {
  const found = await trx
    .selectFrom('organizations')
    .select(['id', 'callback_secret'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (found) return found;
  return trx
    .insertInto('organizations')
    .values({ name: 'First organization', callback_secret: `whsec_${randomBytes(32).toString('base64')}` })
    .returning(['id', 'callback_secret'])
    .executeTakeFirstOrThrow();
}

async function ensureNumber(trx: Transaction<Schema>, organizationId: number): Promise<number> {
  const found = await trx
    .selectFrom('phone_numbers')
    .select('id')
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (found) return found.id;
  const agent = await trx
    .insertInto('agents')
    .values({
      organization_id: organizationId,
      name: 'First agent',
      welcome_message: 'Hello {{ name }}, this is Everdial.',
      prompt: 'You are a friendly agent. Keep the call short.',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const number = await trx
    .insertInto('phone_numbers')
    .values({
      organization_id: organizationId,
      number: FIRST_NUMBER,
      name: 'Simulated number',
      provider: 'simulator',
      account_id: await ensureProviderAccount(trx, organizationId, 'simulator'),
      agent_id: agent.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return number.id;
}
