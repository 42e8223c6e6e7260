import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/**
 * Encrypts what has to be shown again (AES-256-GCM): `v1.<iv>.<tag>.<text>`, each in base64url.
 *
 * @param key EVERDIAL_SECRET_KEY, 32 bytes.
 * @throws RangeError for a key of another length.
 * @example decryptSecret(encryptSecret('evdw_...', key), key) // 'evdw_...'
 */
export function encryptSecret(text: string, key: Buffer): string {
  requireLength(key);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Reads what `encryptSecret` has written.
 *
 * @returns null when it was written under another key, or has been changed since.
 * @throws RangeError for a key of another length.
 */
export function decryptSecret(encrypted: string, key: Buffer): string | null {
  requireLength(key);
  const [version, ...parts] = encrypted.split('.');
  const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
  // A shortened tag would hold for more texts than one.
  if (version !== VERSION || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || !text) return null;
  const decipher = createDecipheriv(ALGORITHM, key, iv);
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function requireLength(key: Buffer): void {
  if (key.length === KEY_BYTES) return;
  throw new RangeError(`EVERDIAL_SECRET_KEY has ${key.length} bytes, it needs ${KEY_BYTES}`);
}
