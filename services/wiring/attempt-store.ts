import type { AttemptToPlace, CallDependencies, ProviderAnswer } from '../../activities/call-dependencies';
import { systemClock, type Clock } from '../../infra/clock';
import { claimAttempt, findAttemptOfSlot, isGateOpen } from '../../infra/db/attempts/attempt-claim';
import {
  endUnheardOf,
  extendDeadline,
  findAttempt,
  hastenDeadline,
  recordEnd,
  recordPlaced,
} from '../../infra/db/attempts/attempt-events';
import { longestCallEnds, type ClaimedCall } from '../../infra/db/attempts/claim/write-attempt';
import { noteProviderAnswer } from '../../infra/db/attempts/credentials';
import type { Database } from '../../infra/db/database';
import { reserveDialMoment } from '../../infra/db/attempts/dial-moment';
import { restAccount } from '../../infra/db/numbers/provider-rest';
import type { AttemptRow } from '../../infra/db/line-tables';
import type { CallEnd } from '../../infra/telephony/provider';
import { CREDENTIALS_REFUSED } from '../../infra/telephony/refusals';

/** A call that is live past its deadline is asked about again after this long. */
const ASK_AGAIN_MS = 60_000;
/** One that was asked for, and that nobody has heard of since, is asked about this long after. */
const ASK_SOON_MS = 2 * 60_000;

export interface AttemptStoreOptions {
  /** Longest time a call may take, ring included, in milliseconds. */
  readonly maxCallMs: number;
  /** Tells whether a call is allowed now; the system's own unless given. */
  readonly clock?: Clock;
}

/** The attempts in Postgres, as placing calls sees them. */
export function createAttemptStore(
  db: Database,
  { maxCallMs, clock = systemClock }: AttemptStoreOptions,
): CallDependencies<ClaimedCall, CallEnd>['attempts'] {
  const toPlace = (attempt: AttemptRow): AttemptToPlace => attemptToPlace(attempt, maxCallMs);
  return {
    async findOfSlot(input) {
      const attempt = await findAttemptOfSlot(db, input);
      return attempt ? toPlace(attempt) : null;
    },
    reserveDialMoment: (campaignId, longestWaitMs) => reserveDialMoment(db, campaignId, longestWaitMs),
    isGateOpen: async (call) => isGateOpen(db, call, await clock()),
    async claim(input, asked) {
      const claim = await claimAttempt(db, { ...input, maxCallMs, now: await clock(), asked });
      if (claim.kind === 'claimed') {
        const { call } = claim;
        return { kind: 'claimed', attempt: toPlace(call.attempt), call };
      }
      if (claim.kind === 'existing' || claim.kind === 'failed') {
        return { kind: claim.kind, attempt: toPlace(claim.attempt) };
      }
      return claim;
    },
    async find(attemptId) {
      const attempt = await findAttempt(db, attemptId);
      if (!attempt) throw new Error(`There is no attempt ${attemptId}.`);
      return toPlace(attempt);
    },
    recordPlaced: (attemptId, providerCallId) => recordPlaced(db, attemptId, providerCallId),
    recordEnd: async (attemptId, end) => recordEnd(db, attemptId, end, await clock()),
    endUnheardOf: async (attemptId, end) => endUnheardOf(db, attemptId, end, await clock()),
    async noteAnswer(campaignId, call, answer) {
      await noteRest(db, call, answer, await clock());
      if (answer.kind === 'accepted') {
        return call.credentialsRefused ? noteProviderAnswer(db, campaignId, 'accepted', await clock()) : null;
      }
      if (answer.kind !== 'refused' || answer.end.rawCode !== CREDENTIALS_REFUSED) return null;
      return noteProviderAnswer(db, campaignId, CREDENTIALS_REFUSED, await clock());
    },
    async extendDeadline(attemptId) {
      const deadline = (await clock()) + ASK_AGAIN_MS;
      await extendDeadline(db, attemptId, new Date(deadline));
      return deadline;
    },
    hastenDeadline: async (attemptId) => (await hastenDeadline(db, attemptId, ASK_SOON_MS)).getTime(),
    now: async () => clock(),
  };
}

/** A provider that wants no further request for a while gets none from the numbers of that account. */
async function noteRest(db: Database, { attempt }: ClaimedCall, answer: ProviderAnswer<CallEnd>, now: number) {
  if (answer.kind !== 'refused' || !answer.retryAfterS || attempt.account_id === null) return;
  await restAccount(db, attempt.account_id, answer.retryAfterS, now);
}

/**
 * An attempt, as placing its call sees it.
 *
 * @param maxCallMs longest call, ring included, milliseconds.
 */
export function attemptToPlace(attempt: AttemptRow, maxCallMs: number): AttemptToPlace {
  return {
    id: attempt.id,
    attemptNo: attempt.attempt_no,
    reference: attempt.reference,
    provider: attempt.provider,
    accountId: attempt.account_id,
    providerCallId: attempt.provider_call_id,
    from: attempt.from_number,
    to: attempt.to_number,
    status: attempt.status,
    deadline: attempt.deadline_at.getTime(),
    lastDeadline: longestCallEnds(attempt.created_at.getTime(), maxCallMs),
    createdAt: attempt.created_at.getTime(),
  };
}
