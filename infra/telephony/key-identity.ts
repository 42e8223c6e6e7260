import { createHash } from 'node:crypto';

/**
 * By which an account is known whose provider tells no more of it than its key: the key cannot be found from it.
 *
 * @example keyIdentity('retell', credentials.api_key) // 32 hexadecimal digits
 */
export function keyIdentity(provider: string, key: string): string {
  return createHash('sha256').update(`${provider}:${key}`).digest('hex').slice(0, 32);
}
