import type { Selectable } from 'kysely';
import type { Queryable } from '../database';
import type { OrganizationTable } from '../organization-tables';

/** What signs campaigns' callbacks and the pre-call webhook of an organization. */
export interface CallbackSecret {
  readonly secret: string;
  /** Until then the one before signs as well; null, or passed: it does not. */
  readonly previousUntil: Date | null;
}

/** The callback secret of an organization. */
export async function readCallbackSecret(db: Queryable, organizationId: number): Promise<CallbackSecret> {
  const row = await db
    .selectFrom('organizations')
    .select(['callback_secret', 'previous_callback_secret_until'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { secret: row.callback_secret, previousUntil: row.previous_callback_secret_until };
}

/** The secret so far goes on signing, beside the new one, until then. */
export async function rotateCallbackSecret(
  db: Queryable,
  organizationId: number,
  secret: string,
  previousUntil: Date,
): Promise<CallbackSecret> {
  await db
    .updateTable('organizations')
    .set((eb) => ({
      previous_callback_secret: eb.ref('callback_secret'),
      previous_callback_secret_until: previousUntil,
      callback_secret: secret,
    }))
    .where('id', '=', organizationId)
    .execute();
  return { secret, previousUntil };
}

/** The columns that say what signs callbacks and the pre-call webhook. */
export type CallbackSecretColumns = Pick<
  Selectable<OrganizationTable>,
  'callback_secret' | 'previous_callback_secret' | 'previous_callback_secret_until'
>;

/** The same, as `signingSecrets` takes it. */
export function callbackRotationOf(row: CallbackSecretColumns) {
  return {
    secret: row.callback_secret,
    previous: row.previous_callback_secret,
    previousUntil: row.previous_callback_secret_until,
  };
}
