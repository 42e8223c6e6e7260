import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { endLookedUpCall, UNTOLD } from '../../infra/db/inbound/inbound-end';
import { askAgainLater, takeOverdueInboundCalls } from '../../infra/db/inbound/overdue-calls';
import type { InboundCallRow } from '../../infra/db/provider-tables';
import type { Logger } from '../../infra/observability/logger';
import type { CallLookup } from '../../infra/telephony/provider';
import type { Providers } from './providers';

export interface InboundReconcilerOptions {
  readonly db: Database;
  readonly providers: Providers;
  readonly logger: Logger;
  /** The system's own unless given. */
  readonly clock?: Clock;
}

const MINUTE_MS = 60_000;

/** A call that lasts is asked about again after this long, milliseconds; one that only rings, as far as we know, sooner. */
const ASK_AGAIN_MS = { answered: 5 * MINUTE_MS, ringing: MINUTE_MS };

/** For how long a call is believed in since it came, milliseconds, by what its provider says. */
const BELIEVED_FOR_MS = {
  /** It lasts: no call of people lasts longer. */
  live: 4 * 60 * MINUTE_MS,
  /** Nothing, of a call that was answered. */
  answered: 2 * 60 * MINUTE_MS,
  /** Nothing, of a call that only rings as far as we know: its answer may have got lost. */
  ringing: 15 * MINUTE_MS,
  /** Nothing, ever, of a call that only rings. */
  ringingUnasked: 5 * MINUTE_MS,
};
/** What the agent has to report is waited for so long once the call is over, milliseconds. */
const REPORT_AWAITED_MS = 10 * MINUTE_MS;

/** The look-up finds the call over, and its agent's report not made yet. */
const NOT_ANALYZED = 'not_analyzed';
/** Nobody can be asked: the provider has no look-up, or the account is gone. */
const UNASKED = ['no_look_up', 'provider_not_configured'];

/** Whoever takes a call has looked it up within this time, or another one does, milliseconds. */
const LEASE_MS = 30_000;
const AT_ONCE = 32;

/**
 * Looks up calls from outside that have reported no end: one that is over is stored as if it had been reported, one of which
 * nobody knows anything ends as `unknown`, and settles nobody.
 *
 * @returns how many were looked up.
 */
export async function reconcileInboundCalls(options: InboundReconcilerOptions): Promise<number> {
  const { db, logger, clock = systemClock } = options;
  const now = await clock();
  const taken = await takeOverdueInboundCalls(db, { now, leaseMs: LEASE_MS, limit: AT_ONCE });
  await Promise.all(
    taken.map(async (call) => {
      try {
        await reconcile(options, call, now);
      } catch (err) {
        logger.warn({ err, callId: call.id }, 'an inbound call was not looked up; it is tried again');
      }
    }),
  );
  return taken.length;
}

async function reconcile(options: InboundReconcilerOptions, call: InboundCallRow, now: number): Promise<void> {
  const { db } = options;
  const known = await lookUp(options, call);
  if (known.kind === 'ended') return endLookedUpCall(db, call.id, known.end, now);
  const until = believedUntil(call, known, now);
  if (now >= until) return endLookedUpCall(db, call.id, UNTOLD, now);
  const pace = known.kind === 'live' || call.status === 'answered' ? ASK_AGAIN_MS.answered : ASK_AGAIN_MS.ringing;
  await askAgainLater(db, call.id, { now, afterMs: Math.min(pace, until - now), isOver: isOver(known) });
}

/** Until when it is asked about again, epoch milliseconds. */
function believedUntil(
  { status, created_at, ending_at }: InboundCallRow,
  known: Exclude<CallLookup, { kind: 'ended' }>,
  now: number,
): number {
  const came = created_at.getTime();
  if (known.kind === 'absent') return came;
  if (known.kind === 'live') return came + BELIEVED_FOR_MS.live;
  if (ending_at !== null || isOver(known)) return (ending_at?.getTime() ?? now) + REPORT_AWAITED_MS;
  if (status === 'answered') return came + BELIEVED_FOR_MS.answered;
  return came + (UNASKED.includes(known.rawCode) ? BELIEVED_FOR_MS.ringingUnasked : BELIEVED_FOR_MS.ringing);
}

function isOver(known: CallLookup): boolean {
  return known.kind === 'unknown' && known.rawCode === NOT_ANALYZED;
}

async function lookUp({ providers }: InboundReconcilerOptions, call: InboundCallRow): Promise<CallLookup> {
  const provider = await providers.ofAccount(call.provider, call.account_id);
  if (!provider) return { kind: 'unknown', rawCode: 'provider_not_configured' };
  return provider.lookUpCall({
    reference: call.reference,
    providerCallId: call.provider_call_id,
    from: call.from_number,
    to: call.to_number,
    askedAt: call.created_at.getTime(),
    otherCallIds: [],
  });
}
