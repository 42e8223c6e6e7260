import type { Queryable } from '../../infra/db/database';
import { listAccountSecrets } from '../../infra/db/numbers/account-secrets';
import { decryptSecret } from '../../infra/db/organizations/secrets';
import type { Logger } from '../../infra/observability/logger';

/**
 * Says in the log, once at the start, when this process cannot use accounts that are stored: it has no key, or another one
 * than they were stored under. Never fails; a database that is away is asked by others.
 *
 * @param secretKey EVERDIAL_SECRET_KEY; null where none is configured.
 */
export async function warnOfUnreadableCredentials(
  db: Queryable,
  secretKey: Buffer | null,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  const accounts = await listAccountSecrets(db).catch((err: unknown) => {
    logger.warn({ err }, 'it is not known whether the credentials of provider accounts can be read');
    return [];
  });
  const unreadable = accounts.filter(
    ({ credentials }) => secretKey === null || decryptSecret(credentials, secretKey) === null,
  );
  if (unreadable.length === 0) return;
  const facts = { accountIds: unreadable.slice(0, MOST_NAMED).map(({ id }) => id), accounts: unreadable.length };
  const why =
    secretKey === null
      ? 'EVERDIAL_SECRET_KEY is not set: these provider accounts cannot be used by this process'
      : 'these provider accounts were stored under another EVERDIAL_SECRET_KEY: give this process that key, or them new credentials';
  logger.warn(facts, why);
}

const MOST_NAMED = 20;
