import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable } from '../database';
import { hashKey } from './callers';
import { decryptSecret, encryptSecret } from './secrets';

const PREFIX = 'evdw_';
const RANDOM_BYTES = 24;

/** As much of an organization's webhook token as everybody may see. */
export interface WebhookTokenRecord {
  /** `…` and its last four characters. */
  readonly masked: string;
  readonly createdAt: Date;
}

/** A token with all its characters. */
export interface WholeWebhookToken extends WebhookTokenRecord {
  readonly token: string;
}

/** The token of an organization, if it has one that works. */
export async function findWebhookToken(db: Queryable, organizationId: number): Promise<WebhookTokenRecord | null> {
  const row = await workingToken(db, organizationId);
  return row ? { masked: masked(row.last_four), createdAt: row.created_at } : null;
}

/**
 * Makes a token for an organization. One that it has stops working at once.
 *
 * @param secretKey EVERDIAL_SECRET_KEY, 32 bytes.
 */
export async function replaceWebhookToken(
  db: Queryable,
  organizationId: number,
  secretKey: Buffer,
): Promise<WholeWebhookToken> {
  const token = `${PREFIX}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  const values = { ...columnsOf(token, secretKey), created_at: sql<Date>`now()`, revoked_at: null };
  const row = await db
    .insertInto('webhook_tokens')
    .values({ organization_id: organizationId, ...values })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(values))
    .returning(['last_four', 'created_at'])
    .executeTakeFirstOrThrow();
  return { token, masked: masked(row.last_four), createdAt: row.created_at };
}

/**
 * Shows the token of an organization once more.
 *
 * @returns `unreadable` when it was stored under another EVERDIAL_SECRET_KEY; null when there is none.
 */
export async function readWebhookToken(
  db: Queryable,
  organizationId: number,
  secretKey: Buffer,
): Promise<WholeWebhookToken | 'unreadable' | null> {
  const row = await workingToken(db, organizationId);
  if (!row) return null;
  const token = decryptSecret(row.token_encrypted, secretKey);
  return token === null ? 'unreadable' : { token, masked: masked(row.last_four), createdAt: row.created_at };
}

/** Ends the token of an organization. @returns false when there was none. */
export async function revokeWebhookToken(db: Queryable, organizationId: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook_tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Gives an organization the token that the installation was configured with. One that was replaced or revoked since it
 * was configured stays so, however often the installation starts.
 */
export async function seedWebhookToken(
  db: Queryable,
  organizationId: number,
  token: string,
  secretKey: Buffer,
): Promise<void> {
  const columns = columnsOf(token, secretKey);
  const values = { ...columns, seeded_hash: columns.token_hash };
  await db
    .insertInto('webhook_tokens')
    .values({ organization_id: organizationId, ...values })
    .onConflict((conflict) =>
      conflict
        .column('organization_id')
        .doUpdateSet({ ...values, created_at: sql<Date>`now()`, revoked_at: null })
        .where('webhook_tokens.seeded_hash', 'is distinct from', values.seeded_hash),
    )
    .execute();
  // The same token under a new key can be shown again.
  await db
    .updateTable('webhook_tokens')
    .set({ token_encrypted: columns.token_encrypted })
    .where('organization_id', '=', organizationId)
    .where('token_hash', '=', columns.token_hash)
    .execute();
}

async function workingToken(db: Queryable, organizationId: number) {
  return db
    .selectFrom('webhook_tokens')
    .select(['token_encrypted', 'last_four', 'created_at'])
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

function columnsOf(token: string, secretKey: Buffer) {
  return {
    token_hash: hashKey(token),
    token_encrypted: encryptSecret(token, secretKey),
    last_four: token.slice(-4),
  };
}

function masked(lastFour: string): string {
  return `…${lastFour}`;
}
