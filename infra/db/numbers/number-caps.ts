import { sql, type Transaction } from 'kysely';
import { capReached, type NumberCaps } from '../../../domain/campaign-limits';
import { PRE_CALL_WEBHOOK } from '../../../domain/pre-call';
import { addDays, type LocalDate } from '../../../domain/zone-clock';
import { zoneClock } from '../../time-zones/zone-clock';
import type { Schema } from '../schema';

/** A number about to be called, and where its day begins and ends. */
export interface CappedNumber {
  readonly organizationId: number;
  readonly number: string;
  /** IANA zone of the called person. */
  readonly zone: string;
}

/**
 * Whether a number has had its calls of the day, over all campaigns of the organization. Until the transaction ends nobody
 * else claims a call to it.
 *
 * @param now epoch milliseconds.
 * @returns the first instant of its next day, with the reason; null when it may be called.
 */
export async function numberCapReached(
  trx: Transaction<Schema>,
  caps: NumberCaps,
  called: CappedNumber,
  now: number,
): Promise<{ readonly nextDay: number; readonly reason: string } | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${called.organizationId}:${called.number}`}, 0))`.execute(
    trx,
  );
  const today = zoneClock.dateAt(now, called.zone);
  const midnight = (date: LocalDate): number => zoneClock.instantOf(date, 0, called.zone);
  const { attempts, connected } = await trx
    .selectFrom('attempts')
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('attempts'),
      fn
        .countAll<number>()
        .filterWhere(eb('disposition', '=', 'completed'))
        .as('connected'),
    ])
    .where('organization_id', '=', called.organizationId)
    .where('to_number', '=', called.number)
    .where('created_at', '>=', new Date(midnight(today)))
    .where('disposition', 'is distinct from', 'no_capacity')
    // Nobody's phone rang.
    .where('raw_code', 'is distinct from', PRE_CALL_WEBHOOK)
    .$if(!caps.onSimulator, (query) => query.where('provider', '!=', 'simulator'))
    .executeTakeFirstOrThrow();
  const reason = capReached(caps, { attempts: Number(attempts), connected: Number(connected) });
  return reason === null ? null : { nextDay: midnight(addDays(today, 1)), reason };
}
