import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { Queryable } from '../database';
import { storableCode, storableDurationS } from '../storable-call';
import { storableJson } from '../storable-json';
import type { Schema } from '../schema';

/** How a call ended, as a provider tells it. */
export interface EndOfCall {
  readonly disposition: Disposition;
  readonly rawCode: string;
  readonly durationS: number | null;
  readonly outcome: Readonly<Record<string, unknown>>;
}

/**
 * What a person asked for holds from here on, before the contact acts on the end of the call: meanwhile another campaign
 * could call the same number. It holds also where the call was given up as unknown before its end came.
 *
 * @param which the attempt that called the number.
 */
export async function suppressCalledNumber(
  db: Queryable,
  which: (eb: ExpressionBuilder<Schema, 'attempts'>) => Expression<SqlBool>,
): Promise<void> {
  await db
    .insertInto('suppressions')
    .columns(['organization_id', 'number', 'reason', 'source'])
    .expression((eb) =>
      eb
        .selectFrom('attempts')
        .select([
          'organization_id',
          'to_number',
          eb.val('asked_during_call').as('reason'),
          eb.val('call' as const).as('source'),
        ])
        .where(which),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * What the end of a call sets, whatever sizes and characters its provider has told.
 *
 * @param now epoch milliseconds.
 */
export function endColumns(end: EndOfCall, now: number) {
  const at = new Date(now);
  return {
    status: 'ended' as const,
    disposition: end.disposition === 'completed' ? unlessMachine : end.disposition,
    ...(end.disposition === 'voicemail' && { answered_by: 'machine' as const }),
    raw_code: storableCode(end.rawCode),
    duration_s: storableDurationS(end.durationS),
    // What was told of the conversation meanwhile stays.
    outcome: sql<string>`coalesce(outcome, '{}') || ${storableJson(knownOf(end.outcome))}::jsonb`,
    ended_at: at,
    updated_at: at,
  };
}

/** A provider that tells of the machine during the call need not say so again at its end. */
const unlessMachine = sql<Disposition>`case when answered_by = 'machine' then 'voicemail' else 'completed' end`;

/** A field that the provider leaves empty takes nothing away from what it told before. */
function knownOf(outcome: EndOfCall['outcome']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null));
}
