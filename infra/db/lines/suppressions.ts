import { sql } from 'kysely';
import { missCallbacks } from '../attempts/callbacks';
import type { Queryable } from '../database';
import type { SuppressionRow } from '../organization-tables';

/** Where a suppression came from, and why. */
export interface SuppressionOrigin {
  /** A sentence or code of whoever asked. */
  readonly reason: string;
  readonly source: SuppressionRow['source'];
}

/**
 * Puts numbers on an organization's list of those that are never called. One that is on it already stays as it is. What
 * waits for them is ended by `endWaitingLinesOf`, in the same transaction.
 *
 * @param numbers E.164.
 * @returns how many were not on it.
 */
export async function suppressNumbers(
  trx: Queryable,
  organizationId: number,
  numbers: readonly string[],
  { reason, source }: SuppressionOrigin,
): Promise<{ readonly added: number }> {
  if (numbers.length === 0) return { added: 0 };
  // In one order, so that two lists with the same numbers never wait for each other.
  const { numAffectedRows } = await sql`
    insert into suppressions (organization_id, number, reason, source)
    select ${organizationId}, number, ${reason}, ${source}
    from (select distinct number from unnest(${[...numbers]}::text[]) as given (number) order by number) given
    on conflict do nothing
  `.execute(trx);
  return { added: Number(numAffectedRows ?? 0) };
}

/**
 * Ends every waiting contact with these numbers, in all campaigns of an organization. Calls in progress go on; what would
 * follow them is not called. Contacts that sleep are woken, and tell of it.
 *
 * @param reason shown with the line.
 * @returns how many were ended.
 */
export async function endWaitingLinesOf(
  trx: Queryable,
  organizationId: number,
  numbers: readonly string[],
  reason: string,
): Promise<{ readonly ended: number }> {
  if (numbers.length === 0) return { ended: 0 };
  const { rows } = await sql<{ id: number }>`
    update lines set
      call_status = 'suppressed', closing_reason = ${reason}, ready = false, ready_at = null, next_attempt_at = null,
      closed_at = now(), updated_at = now(),
      wake_requested_at = case when attempts > 0 then now() else wake_requested_at end
    where id in (
      select id from lines
      where organization_id = ${organizationId} and to_number = any(${[...numbers]}::text[])
        and call_status in ('queued', 'retry_scheduled', 'callback_scheduled')
      order by id for update)
    returning id
  `.execute(trx);
  await missCallbacks(
    trx,
    rows.map(({ id }) => id),
  );
  return { ended: rows.length };
}

/**
 * A page of an organization's suppressed numbers, newest first, with how many there are.
 *
 * @param page.search part of the number, however its digits are grouped; null for all.
 */
export async function listSuppressions(
  db: Queryable,
  organizationId: number,
  page: { readonly search: string | null; readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: SuppressionRow[]; readonly total: number }> {
  const digits = page.search?.replace(/\D/g, '') ?? '';
  let matching = db.selectFrom('suppressions').where('organization_id', '=', organizationId);
  if (page.search !== null) {
    matching = matching.where(digits === '' ? sql<boolean>`false` : sql<boolean>`number like ${`%${digits}%`}`);
  }
  const rows = await matching
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('number')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const { total } = await matching
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** Takes a number off the list; false when it was not on it. What was ended stays so. */
export async function removeSuppression(db: Queryable, organizationId: number, number: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('suppressions')
    .where('organization_id', '=', organizationId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
