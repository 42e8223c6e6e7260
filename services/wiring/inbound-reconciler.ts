import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { extendInboundDeadline, takeOverdueInboundCalls } from '../../infra/db/inbound/inbound-calls';
import { endLookedUpCall } from '../../infra/db/inbound/inbound-end';
import type { InboundCallRow } from '../../infra/db/provider-tables';
import type { Logger } from '../../infra/observability/logger';
import type { CallEnd, CallLookup } from '../../infra/telephony/provider';
import type { Providers } from './providers';

export interface InboundReconcilerOptions {
  readonly db: Database;
  readonly providers: Providers;
  readonly logger: Logger;
  /** The system's own unless given. */
  readonly clock?: Clock;
}

/** A call that lasts is asked about again after this long, milliseconds. */
const ASK_AGAIN_MS = 5 * 60_000;
/** No call is believed in for longer without a word from its provider, milliseconds. */
const BELIEVED_FOR_MS = 2 * 60 * 60_000;

/** Whoever takes a call has looked it up within this time, or another one does, milliseconds. */
const LEASE_MS = 30_000;
const AT_ONCE = 32;

const UNTOLD: CallEnd = { disposition: 'unknown', rawCode: 'no_report', durationS: null, outcome: {} };

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
  const end = known.kind === 'ended' ? known.end : mayLast(call, known, now) ? null : UNTOLD;
  if (end === null) await extendInboundDeadline(db, call.id, now + ASK_AGAIN_MS);
  else await endLookedUpCall(db, call.id, end, now);
}

/** One that was answered may go on where nobody can be asked; of one that only rang nothing more will be heard. */
function mayLast({ status, created_at }: InboundCallRow, known: CallLookup, now: number): boolean {
  if (known.kind === 'live') return true;
  return known.kind === 'unknown' && status === 'answered' && now < created_at.getTime() + BELIEVED_FOR_MS;
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
