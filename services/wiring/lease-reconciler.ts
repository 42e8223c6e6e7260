import { findAttemptOfSlot } from '../../infra/db/attempts/attempt-claim';
import type { Database } from '../../infra/db/database';
import type { AttemptRow } from '../../infra/db/line-tables';
import type { LeaseToReconcile } from '../../workflows/campaign/activity-interface';
import type { ContactMessenger } from './contact-messenger';

/**
 * Finds out whether a slot that has outlived the longest call is still used. A contact that was terminated by hand reports
 * nothing: it is started again, looks its call up at the provider, and then reports.
 *
 * @returns `live` while a call is, or may be, under way.
 */
export async function reconcileLease(
  world: { readonly db: Database; readonly contacts: ContactMessenger },
  { campaignId, lineId, lease }: LeaseToReconcile,
): Promise<'live' | 'gone'> {
  const attempt = await findAttemptOfSlot(world.db, { campaignId, lease });
  if (attempt?.recorded_at) return 'gone';
  const contact = await world.contacts.look(campaignId, lineId);
  // Without an attempt a slot is used only by a contact that is asking for its call this moment.
  if (!attempt) return contact === 'asking' ? 'live' : 'gone';
  if (contact === 'gone') await resumeLostAttempt(world.contacts, attempt);
  return 'live';
}

/** Starts the contact of an attempt anew, where the attempt left off. */
export async function resumeLostAttempt(contacts: ContactMessenger, attempt: AttemptRow): Promise<void> {
  await contacts.resume({
    campaignId: attempt.campaign_id,
    organizationId: attempt.organization_id,
    lineId: attempt.line_id,
    attemptId: attempt.id,
    attemptNo: attempt.attempt_no,
    lease: attempt.lease,
    deadline: attempt.deadline_at.getTime(),
    ended: attempt.status === 'ended',
  });
}
