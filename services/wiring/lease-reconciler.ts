import { recordEnd } from '../../infra/db/attempt-events';
import { recordOutcome } from '../../infra/db/attempt-outcome';
import type { Database } from '../../infra/db/database';
import type { LeaseToReconcile } from '../../workflows/campaign/activity-interface';
import type { ContactMessenger } from './contact-messenger';
import type { Telephony } from './telephony';

/**
 * Finds out whether a slot that has outlived the longest call is still used: asks Temporal, Postgres and the provider.
 * A contact that was terminated by hand reports nothing; what it left behind is brought to its end here.
 *
 * @returns `live` while a call is, or may be, under way.
 */
export async function reconcileLease(
  world: { readonly db: Database; readonly contacts: ContactMessenger; readonly telephony: Telephony },
  { campaignId, lineId, lease }: LeaseToReconcile,
): Promise<'live' | 'gone'> {
  const { db, contacts, telephony } = world;
  const attempt = await db
    .selectFrom('attempts')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .where('lease', '=', lease)
    .executeTakeFirst();
  if (attempt?.recorded_at) return 'gone';
  if (await contacts.isRunning(campaignId, lineId)) {
    if (attempt) return 'live';
    const line = await db.selectFrom('lines').select(['call_status']).where('id', '=', lineId).executeTakeFirst();
    // Without an attempt a contact can only be about to ask for one; a sleeping one does not use this slot.
    return line?.call_status === 'queued' ? 'live' : 'gone';
  }
  if (!attempt) return 'gone';
  if (attempt.status !== 'ended') {
    const known = await telephony.lookUp(attempt);
    if (known.kind === 'live') return 'live';
    await recordEnd(db, attempt.id, known.kind === 'ended' ? known.end : telephony.untold);
  }
  await recordOutcome(db, { attemptId: attempt.id, now: Date.now() });
  return 'gone';
}
