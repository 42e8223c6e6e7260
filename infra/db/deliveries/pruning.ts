import { sql } from 'kysely';
import type { Database } from '../database';
import { spokenTranscript } from './call-part';

/** For how long deliveries that have ended are kept, with their tries, and what was said in calls piece by piece. */
export const WEBHOOK_LOG_DAYS = 30;
const KEPT_MS = WEBHOOK_LOG_DAYS * 24 * 60 * 60 * 1_000;

/**
 * Deletes some of what is older than thirty days: deliveries that have ended, with their tries, and the pieces of
 * conversations, whose calls keep the transcript that they make. Whatever is still to be delivered stays, and so do
 * callbacks of campaigns that could not be delivered.
 *
 * @param now epoch milliseconds.
 * @param limit of either, so that nobody waits for locks.
 * @returns false when nothing old is left.
 */
export async function pruneWebhookLog(db: Database, now: number, limit: number): Promise<boolean> {
  const before = new Date(now - KEPT_MS);
  const deliveries = await pruneDeliveries(db, before, limit);
  const pieces = await pruneConversations(db, before, limit);
  return deliveries === limit || pieces === limit;
}

async function pruneDeliveries(db: Database, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with old as (
      select id from deliveries
      where status <> 'pending' and (status = 'delivered' or kind = 'event') and updated_at < ${before}
      order by updated_at limit ${limit} for update skip locked
    )
    delete from deliveries using old where deliveries.id = old.id
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** @returns how many old pieces were looked at. */
async function pruneConversations(db: Database, before: Date, limit: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const pieces = await trx
      .selectFrom('conversation_events')
      .select('attempt_id')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(limit)
      .execute();
    if (pieces.length === 0) return 0;
    const attemptIds = [...new Set(pieces.map(({ attempt_id }) => attempt_id))].sort((left, right) => left - right);
    // Whoever adds a piece locks the attempt first as well.
    await sql`
      select id from attempts where id = any(${attemptIds}::bigint[]) order by id for no key update
    `.execute(trx);
    await sql`
      update attempts set outcome = coalesce(outcome, '{}') || jsonb_build_object('transcript', made.transcript)
      from (
        select id, ${spokenTranscript()} as transcript from attempts where id = any(${attemptIds}::bigint[])
      ) made
      where made.id = attempts.id and made.transcript is not null and attempts.outcome ->> 'transcript' is null
    `.execute(trx);
    await sql`delete from conversation_events where attempt_id = any(${attemptIds}::bigint[])`.execute(trx);
    return pieces.length;
  });
}
