import { createDecipheriv, randomBytes } from 'node:crypto';
import { createKeyLookup, hashKey } from '../../infra/db/organizations/api-keys';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { createTestDatabase, type TestDatabase } from '../setup/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const given = { apiKey: 'evd_first_key', webhookToken: 'evdw_first_token', secretKey: randomBytes(32) };

describe('ensureFirstOrganization', () => {
  it('makes one organization, however many processes start at once, and answers the same ever after', async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensureFirstOrganization(database.db, given)));
    const again = await ensureFirstOrganization(database.db, given);
    expect(new Set([...made, again].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(again).toEqual({ callbackSecret: expect.stringMatching(/^whsec_.{44}$/), phoneNumberId: 1 });
    for (const table of ['organizations', 'api_keys', 'webhook_tokens', 'agents', 'phone_numbers'] as const) {
      expect(await database.db.selectFrom(table).selectAll().execute()).toHaveLength(1);
    }
  });

  it('makes a key with every scope, stored as a hash', async () => {
    const caller = await createKeyLookup(database.db)(given.apiKey);
    expect(caller).toMatchObject({ organizationId: 1, scopes: ['campaigns:admin', 'contacts:write', 'read'] });
    const [row] = await database.db.selectFrom('api_keys').selectAll().execute();
    expect(JSON.stringify(row)).not.toContain(given.apiKey);
    expect(row?.key_hash).toBe(hashKey(given.apiKey));
  });

  it('encrypts the webhook token, so that it can be shown again', async () => {
    const row = await database.db.selectFrom('webhook_tokens').selectAll().executeTakeFirstOrThrow();
    const [version, iv, tag, text] = row.token_encrypted.split('.');
    const decode = (part = '') => Buffer.from(part, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', given.secretKey, decode(iv));
    decipher.setAuthTag(decode(tag));
    expect(version).toBe('v1');
    expect(Buffer.concat([decipher.update(decode(text)), decipher.final()]).toString()).toBe(given.webhookToken);
    expect(row.token_hash).toBe(hashKey(given.webhookToken));
  });
});
