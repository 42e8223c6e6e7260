import { sql, type RawBuilder } from 'kysely';

/** A call is looked up at its deadline; past this nobody does, and it counts no more, seconds. */
const LOOKED_UP_WITHIN_S = 60;

/**
 * Whether somebody is on the line with an organization who calls from a number. To be selected by whoever is about to call
 * that number.
 *
 * @param now epoch milliseconds.
 */
export function isCallingUs(organizationId: number, number: string, now: number): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from inbound_calls
    where organization_id = ${organizationId} and from_number = ${number} and ended_at is null
      and deadline_at > ${new Date(now)}::timestamptz - make_interval(secs => ${LOOKED_UP_WITHIN_S})
  )`;
}
