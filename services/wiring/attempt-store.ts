import type { AttemptToPlace, CallDependencies } from '../../activities/call-activities';
import {
  claimAttempt,
  findAttemptOfSlot,
  isGateOpen,
  reserveDialMoment,
  type ClaimedCall,
} from '../../infra/db/attempt-claim';
import { extendDeadline, findAttempt, recordEnd, recordPlaced } from '../../infra/db/attempt-events';
import type { Database } from '../../infra/db/database';
import type { AttemptRow } from '../../infra/db/tables';
import type { CallEnd } from '../../infra/telephony/provider';

/** A call that is live past its deadline is asked about again after this long. */
const ASK_AGAIN_MS = 60_000;

/** The attempts in Postgres, as placing calls sees them. */
export function createAttemptStore(
  db: Database,
  { maxCallMs }: { readonly maxCallMs: number },
): CallDependencies<ClaimedCall, CallEnd>['attempts'] {
  return {
    async findOfSlot(input) {
      const attempt = await findAttemptOfSlot(db, input);
      return attempt ? toPlace(attempt) : null;
    },
    reserveDialMoment: (campaignId, longestWaitMs) => reserveDialMoment(db, campaignId, longestWaitMs),
    isGateOpen: (campaignId) => isGateOpen(db, campaignId),
    async claim(input) {
      const claim = await claimAttempt(db, { ...input, maxCallMs });
      if (claim.kind === 'claimed') {
        const { call } = claim;
        return { kind: 'claimed', attempt: toPlace(call.attempt), call };
      }
      if (claim.kind === 'existing') return { kind: 'existing', attempt: toPlace(claim.attempt) };
      return claim;
    },
    async find(attemptId) {
      const attempt = await findAttempt(db, attemptId);
      if (!attempt) throw new Error(`There is no attempt ${attemptId}.`);
      return toPlace(attempt);
    },
    recordPlaced: (attemptId, providerCallId) => recordPlaced(db, attemptId, providerCallId),
    recordEnd: (attemptId, end) => recordEnd(db, attemptId, end),
    async extendDeadline(attemptId) {
      const deadline = Date.now() + ASK_AGAIN_MS;
      await extendDeadline(db, attemptId, new Date(deadline));
      return deadline;
    },
  };
}

function toPlace(attempt: AttemptRow): AttemptToPlace {
  return {
    id: attempt.id,
    attemptNo: attempt.attempt_no,
    reference: attempt.reference,
    provider: attempt.provider,
    status: attempt.status,
    deadline: attempt.deadline_at.getTime(),
    createdAt: attempt.created_at.getTime(),
  };
}
