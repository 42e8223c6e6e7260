import { sql, type Transaction } from 'kysely';
import { CALLED_NOW } from '../../../domain/replan-line';
import { readCallRules } from '../campaigns/call-rules';
import { applyChanges } from './line-changes';
import { SCHEDULED_BY_SENDER } from './line-arrival';
import type { Refreshment } from './line-placing';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';
import { changeOf, readWaitingLines } from './waiting-lines';

const SENT_AGAIN = 'the contact was sent again';

/**
 * Gives lines that are there already the data of the contact that came for them, and a new place in the queue where that
 * is wanted. The transaction holds their locks.
 *
 * @param campaigns of these lines.
 * @param now epoch milliseconds.
 */
export async function refreshKnownLines(
  trx: Transaction<Schema>,
  refreshments: readonly Refreshment[],
  campaigns: ReadonlyMap<number, CampaignRow>,
  now: number,
): Promise<void> {
  if (refreshments.length === 0) return;
  await replaceData(trx, refreshments, now);
  const judged = refreshments.filter(({ queue }) => queue !== 'untouched').map(({ line }) => line);
  for (const campaignId of new Set(judged.map((line) => line.campaignId))) {
    const campaign = campaigns.get(campaignId);
    if (!campaign) continue;
    const ids = judged.filter((line) => line.campaignId === campaignId).map(({ id }) => id);
    const rules = await readCallRules(trx, campaign);
    const rows = await readWaitingLines(trx, sql`lines.id = any(${ids}::bigint[])`, { limit: ids.length });
    await applyChanges(
      trx,
      rows.map((row) => ({ row, change: changeOf(row, rules, now) })),
      now,
    );
  }
  await putDueIntoQueue(trx, refreshments, now);
}

/** A line that is called already keeps its number; the others follow the contact. */
async function replaceData(trx: Transaction<Schema>, refreshments: readonly Refreshment[], now: number): Promise<void> {
  const given = refreshments.map(({ line, data, queue }) => ({
    id: line.id,
    queue,
    to_number: data.toNumber,
    external_id: data.externalId,
    timezone: data.timezone,
    priority: data.priority,
    schedule_at: data.scheduleAt,
    expires_at: data.expiresAt,
    custom_variables: data.customVariables,
    metadata: data.metadata,
  }));
  const restarted = sql`given.queue = 'restarted'`;
  // It stands in the queue, was never called, and is wanted later now. What the hours make of that is judged after this.
  const putOff = sql`given.queue = 'rejudged' and lines.ready and lines.attempts = 0
    and coalesce(given.schedule_at > ${new Date(now)}, false)`;
  await sql`
    update lines set
      external_id = coalesce(given.external_id, lines.external_id), timezone = given.timezone,
      priority = given.priority, expires_at = given.expires_at,
      custom_variables = given.custom_variables, metadata = given.metadata,
      to_number = case when given.queue = 'untouched' then lines.to_number else given.to_number end,
      schedule_at = case given.queue when 'untouched' then lines.schedule_at
        when 'rejudged' then coalesce(given.schedule_at, lines.schedule_at) else given.schedule_at end,
      next_attempt_at = case when ${restarted} then ${new Date(now)} when ${putOff} then given.schedule_at
        else lines.next_attempt_at end,
      next_attempt_reason = case when ${restarted} then ${SENT_AGAIN} when ${putOff} then ${SCHEDULED_BY_SENDER}
        when given.queue = 'called_now' and not ready then ${`${CALLED_NOW}: ${SENT_AGAIN}`}
        else lines.next_attempt_reason end,
      call_status = case when ${restarted} then 'queued' else lines.call_status end,
      ready = lines.ready and not (${restarted} or ${putOff}),
      ready_at = case when not (${restarted} or ${putOff}) then lines.ready_at end,
      retries_used = case when ${restarted} then 0 else lines.retries_used end,
      callbacks_used = case when ${restarted} then 0 else lines.callbacks_used end,
      uncounted_in_a_row = case when ${restarted} then 0 else lines.uncounted_in_a_row end,
      held_off_in_a_row = case when ${restarted} then 0 else lines.held_off_in_a_row end,
      closing_reason = case when ${restarted} then null else lines.closing_reason end,
      skipped_condition = case when ${restarted} then null else lines.skipped_condition end,
      closed_at = case when ${restarted} then null else lines.closed_at end,
      updated_at = now()
    from json_to_recordset(${JSON.stringify(given)}::json) as given (
      id bigint, queue text, to_number text, external_id text, timezone text, priority smallint,
      schedule_at timestamptz, expires_at timestamptz, custom_variables jsonb, metadata jsonb)
    where lines.id = given.id
  `.execute(trx);
}

/** Nobody sleeps for a line that was never called, or was done with. The contacts of the others wake, and look. */
async function putDueIntoQueue(
  trx: Transaction<Schema>,
  refreshments: readonly Refreshment[],
  now: number,
): Promise<void> {
  const idsOf = (queue: ReadonlyArray<Refreshment['queue']>): number[] =>
    refreshments.filter((each) => queue.includes(each.queue)).map(({ line }) => line.id);
  await sql`
    update lines set ready = true, ready_at = now(), next_attempt_at = null, updated_at = now()
    where (id = any(${idsOf(['restarted'])}::bigint[])
        or id = any(${idsOf(['rejudged', 'called_now'])}::bigint[]) and attempts = 0)
      and not ready and call_status = 'queued' and next_attempt_at <= ${new Date(now)}
  `.execute(trx);
}
