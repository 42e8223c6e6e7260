import { createDecipheriv, randomBytes } from 'node:crypto';
import { createKeyLookup } from '../../infra/db/organizations/api-keys';
import { hashKey } from '../../infra/db/organizations/callers';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { readWebhookToken, replaceWebhookToken, revokeWebhookToken } from '../../infra/db/organizations/webhook-tokens';
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

  it('makes a token that is good for leads alone', async () => {
    const caller = await createKeyLookup(database.db)(given.webhookToken);
    expect(caller).toEqual({ organizationId: 1, apiKeyId: null, scopes: ['leads'] });
  });

  it('leaves a token alone that was replaced or revoked since, until another one is given', async () => {
    const { db } = database;
    const holder = async (token: string) => (await createKeyLookup(db)(token))?.organizationId ?? null;
    const { token } = await replaceWebhookToken(db, 1, given.secretKey);
    await ensureFirstOrganization(db, given);
    expect([await holder(token), await holder(given.webhookToken)]).toEqual([1, null]);
    await revokeWebhookToken(db, 1);
    await ensureFirstOrganization(db, given);
    expect([await holder(token), await holder(given.webhookToken)]).toEqual([null, null]);
    const another = { ...given, webhookToken: 'evdw_another_token' };
    await ensureFirstOrganization(db, another);
    expect([await holder(given.webhookToken), await holder(another.webhookToken)]).toEqual([null, 1]);
  });

  it('can show the same token again under a new secret key', async () => {
    const secretKey = randomBytes(32);
    const webhookToken = 'evdw_another_token';
    expect(await readWebhookToken(database.db, 1, secretKey)).toBe('unreadable');
    await ensureFirstOrganization(database.db, { ...given, webhookToken, secretKey });
    expect(await readWebhookToken(database.db, 1, secretKey)).toMatchObject({ token: webhookToken, masked: '…oken' });
  });
});
