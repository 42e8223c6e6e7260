import type { Queryable } from '../database';
import { storableCode } from '../storable-call';
import { attemptsOf, type EventSource } from './event-source';

/** An attempt that was asked for longer ago gets no answer any more that could name it, milliseconds. */
const NAMED_WITHIN_MS = 2 * 60_000;

/** The call that a provider knows by its own id only. */
export interface NamedCall {
  /** Ours; null when none of the source's attempts is known by that id. */
  readonly reference: string | null;
  /** Nobody is known by that id yet, and an attempt waits for its own: it may be the one. */
  readonly mayBePlacing: boolean;
}

/**
 * Finds whose call a provider tells of by its own id: in one look, so that an id that is just being stored is either seen or
 * waited for.
 *
 * @param now epoch milliseconds.
 */
export async function findNamedCall(
  db: Queryable,
  providerCallId: string | null,
  source: EventSource,
  now: number,
): Promise<NamedCall> {
  if (providerCallId === null) return { reference: null, mayBePlacing: false };
  const id = storableCode(providerCallId);
  const { provider, accountId } = source;
  const { reference, isInbound, isPlacing } = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('attempts')
        .select('reference')
        .where('provider_call_id', '=', id)
        .where(attemptsOf(source))
        .limit(1)
        .as('reference'),
      eb
        .exists(
          eb
            .selectFrom('inbound_calls')
            .select('id')
            .where('provider', '=', provider)
            .where('provider_call_id', '=', id)
            .$if(accountId !== null, (query) => query.where('account_id', '=', accountId)),
        )
        .as('isInbound'),
      eb
        .exists(
          eb
            .selectFrom('attempts')
            .select('id')
            .where('ended_at', 'is', null)
            .where('status', '=', 'placing')
            .where('provider_call_id', 'is', null)
            .where('created_at', '>', new Date(now - NAMED_WITHIN_MS))
            .where(attemptsOf(source)),
        )
        .as('isPlacing'),
    ])
    .executeTakeFirstOrThrow();
  return { reference, mayBePlacing: reference === null && isPlacing === true && isInbound !== true };
}
