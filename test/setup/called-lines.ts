import type { CallEnd } from '../../infra/telephony/provider';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { recordOutcome, type RecordedOutcome } from '../../infra/db/attempts/attempt-outcome';
import { claimedCall, type ClaimWorld } from './claim-world';
import { callEnd } from './fake-provider';

/** Claims a line's next call, ends it so, and records what follows. */
export async function callLine(
  world: ClaimWorld,
  line: { readonly campaignId: number; readonly lineId: number },
  end: Partial<CallEnd>,
  now: number = Date.now(),
): Promise<RecordedOutcome & { readonly attemptId: number }> {
  const { attempt } = claimedCall(await world.claim(line.campaignId, line.lineId, now));
  await recordEnd(world.db, attempt.id, callEnd(end), now);
  return { ...(await recordOutcome(world.db, { attemptId: attempt.id, now })), attemptId: attempt.id };
}

/** Puts a waiting line into the queue, as its contact does when its time has come. */
export async function makeReady({ db }: ClaimWorld, lineId: number): Promise<void> {
  await db
    .updateTable('lines')
    .set({ ready: true, ready_at: new Date(), next_attempt_at: null })
    .where('id', '=', lineId)
    .execute();
}

/** The callbacks of a line, in order. */
export function callbacksOf({ db }: ClaimWorld, lineId: number) {
  return db.selectFrom('callbacks').selectAll().where('line_id', '=', lineId).orderBy('id').execute();
}
