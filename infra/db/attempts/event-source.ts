import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Schema } from '../schema';

/** Where an event comes from: it says nothing about calls of others. */
export interface EventSource {
  readonly provider: string;
  /** Null for what belongs to the installation: the simulator. */
  readonly accountId: number | null;
}

/**
 * The attempts that a source may tell of.
 *
 * @example db.updateTable('attempts').where('reference', '=', reference).where(attemptsOf(source))
 */
export function attemptsOf({ provider, accountId }: EventSource) {
  return (eb: ExpressionBuilder<Schema, 'attempts'>): Expression<SqlBool> =>
    accountId === null ? eb('attempts.provider', '=', provider) : eb('attempts.account_id', '=', accountId);
}
