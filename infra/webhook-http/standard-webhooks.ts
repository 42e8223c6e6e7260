import { createHmac, randomBytes } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;
const SHORTEST_SECRET_BYTES = 24;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What a signature covers, and the secrets it is made with. */
export interface WebhookToSign {
  /** `whsec_...`; two of them while a secret rotates, the new one first. */
  readonly secrets: readonly string[];
  /** The `webhook-id` header: the same over all retries of a delivery. */
  readonly id: string;
  /** The `webhook-timestamp` header, in whole seconds since the epoch: the time of this try. */
  readonly timestampS: number;
  /** The body exactly as it is sent. */
  readonly body: string;
}

/**
 * The `webhook-signature` header of Standard Webhooks 1.0.0: one `v1,<base64>` for each secret, separated by spaces.
 *
 * @throws Error when there is no secret, when one is not `whsec_` and base64 of 24 bytes or more, when the id
 * contains a full stop (it would make the signed content ambiguous), or when the time is not in whole seconds.
 * @example signWebhook({ secrets: [secret], id: 'msg_1', timestampS: 1674087231, body: '{}' }) // 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='
 */
export function signWebhook({ secrets, id, timestampS, body }: WebhookToSign): string {
  if (secrets.length === 0) throw new Error('A webhook needs at least one secret to be signed with.');
  if (id === '' || id.includes('.')) throw new Error('A webhook id is not empty and has no full stop.');
  if (!Number.isSafeInteger(timestampS)) throw new Error('A webhook timestamp is in whole seconds.');
  const content = `${id}.${timestampS}.${body}`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`)
    .join(' ');
}

/**
 * A new secret for an endpoint, of 32 random bytes.
 *
 * @example newWebhookSecret() // 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDGrzQ7rBVmGY='
 */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** The message never shows the secret. */
function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : '';
  const key = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  if (key.length < SHORTEST_SECRET_BYTES) {
    throw new Error(`A webhook secret is "${SECRET_PREFIX}" and base64 of at least ${SHORTEST_SECRET_BYTES} bytes.`);
  }
  return key;
}
