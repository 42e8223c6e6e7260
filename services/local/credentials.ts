import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateJson } from '../../infra/local/private-file';

/** Made at the first start, and the same ever after. */
export interface Credentials {
  readonly api_key: string;
  readonly webhook_token: string;
  /** 32 bytes in base64: encrypts what has to be shown again. */
  readonly secret_key: string;
  /** Shared with the simulator. */
  readonly simulator_secret: string;
}

/** @example credentialsFileOf('.everdial') // .everdial/credentials.json */
export function credentialsFileOf(home: string): string {
  return join(home, 'credentials.json');
}

/**
 * Reads the home's credentials (mode 0600), or makes them.
 *
 * @throws SyntaxError when the file was edited and is no JSON any more.
 */
export function openCredentials(home: string): Credentials {
  const file = credentialsFileOf(home);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  const made: Credentials = {
    api_key: `evd_${randomBytes(24).toString('base64url')}`,
    webhook_token: `evdw_${randomBytes(24).toString('base64url')}`,
    secret_key: randomBytes(32).toString('base64'),
    simulator_secret: randomBytes(24).toString('base64url'),
  };
  writePrivateJson(file, made);
  return made;
}
