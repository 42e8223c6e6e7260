import type { Transaction } from 'kysely';
import { mayDialIn } from '../../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../../domain/line-status';
import type { PauseReason } from '../../../domain/pause-reason';
import type { AskedPreCall, PreCallStep } from '../../../domain/pre-call';
import { haltAutomatically, type AutomaticHalt, type HaltedCampaign } from '../campaigns/automatic-halt';
import { countCall, limitOfNextCall } from '../campaigns/campaign-usage';
import { isCallingUs } from '../inbound/live-calls';
import { hasCapacity } from '../numbers/capacity';
import { chooseCaller } from './claim/claim-number';
import { afterItsCall, isLastMoment, rule, whyForbidden, whySkipped, type PutOff } from './claim/claim-rules';
import { lockLine, type LockedLine } from './claim/locked-line';
import { holdOff, preCallRecord, preCallStep } from './claim/pre-call-step';
import { writeAttempt, type ClaimedCall } from './claim/write-attempt';
import { closeSkipped, closeUncalled } from '../lines/close-line';
import type { Database, Queryable } from '../database';
import type { AttemptRow } from '../line-tables';
import type { Schema } from '../schema';

/** Which call is wanted: the campaign's slot names it. */
export interface SlotForCall {
  readonly campaignId: number;
  readonly lineId: number;
  readonly lease: number;
  /** Longest time a call may take, ring included, in milliseconds. */
  readonly maxCallMs: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What the pre-call webhook has answered; null or absent where it was not asked. */
  readonly asked?: AskedPreCall | null;
}

export type Claim =
  /** The attempt's row is committed; now the provider may be asked, once. */
  | { readonly kind: 'claimed'; readonly call: ClaimedCall }
  /** This slot has its attempt already: somebody has asked the provider, or was about to. */
  | { readonly kind: 'existing'; readonly attempt: AttemptRow }
  /** The pre-call webhook has failed it: its attempt is over, and nobody is called. */
  | { readonly kind: 'failed'; readonly attempt: AttemptRow }
  /** The agent has a pre-call webhook by now, and it was not asked. Nothing has changed. */
  | { readonly kind: 'unasked' }
  /** The campaign may not dial; with a halt, because of what this claim has found: its workflow is to be told. */
  | { readonly kind: 'held'; readonly halt: AutomaticHalt | null }
  /** The number or the provider account has as many calls in flight as it may have, or the provider wants quiet. */
  | { readonly kind: 'full' }
  /** The hours are all but over. Nothing has changed; a moment later they are closed. */
  | { readonly kind: 'closing' }
  /** The line may not be called now, has left the queue, and comes back at `until` (epoch milliseconds). */
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string }
  | { readonly kind: 'gone'; readonly status: LineStatus };

/** The campaign may not go on: its halt is written once the line is let go. */
interface Refusal {
  readonly kind: 'refused';
  readonly campaign: HaltedCampaign;
  readonly reason: PauseReason;
  readonly cannotGoOn: boolean;
}

/**
 * Takes a line out of the queue and writes its next attempt, in one transaction, unless the gate is closed or the line
 * must not be called now. The row is there before anybody asks the provider: that is what makes a second call impossible.
 */
export async function claimAttempt(db: Database, slot: SlotForCall): Promise<Claim> {
  const claim = await db.transaction().execute((trx) => claimLine(trx, slot));
  if (claim.kind !== 'refused') return claim;
  const { campaign, reason, cannotGoOn } = claim;
  // In a transaction of its own: who closes a campaign's lines locks the campaign first, and the lines after it.
  const kind = await db.transaction().execute((trx) => haltAutomatically(trx, campaign, reason, { cannotGoOn }));
  return { kind: 'held', halt: kind && { kind, reason } };
}

/** The attempt that was made in a slot; a slot has one at most. */
export async function findAttemptOfSlot(
  db: Queryable,
  slot: { readonly campaignId: number; readonly lease: number },
): Promise<AttemptRow | undefined> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('campaign_id', '=', slot.campaignId)
    .where('lease', '=', slot.lease)
    .executeTakeFirst();
}

/**
 * True while the gate stands open for a claimed call: nobody has halted the campaign or moved its start away, its status
 * allows calls, the hours that the call was claimed in are not all but over, and the called person has neither asked to be
 * left alone meanwhile nor called us.
 *
 * @param now epoch milliseconds.
 */
export async function isGateOpen(
  db: Queryable,
  { attempt, allowedUntil }: Pick<ClaimedCall, 'attempt' | 'allowedUntil'>,
  now: number,
): Promise<boolean> {
  if (isLastMoment(allowedUntil, now)) return false;
  const campaign = await db
    .selectFrom('campaigns')
    .select(['status', 'halt_requested', 'starts_at'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('suppressions')
          .select('number')
          .where('organization_id', '=', attempt.organization_id)
          .where('number', '=', attempt.to_number),
      ).as('suppressed'),
    )
    .select(isCallingUs(attempt.organization_id, attempt.to_number, now).as('calling'))
    .where('id', '=', attempt.campaign_id)
    .executeTakeFirst();
  return campaign !== undefined && mayDial(campaign, now) && !campaign.suppressed && !campaign.calling;
}

async function claimLine(trx: Transaction<Schema>, slot: SlotForCall): Promise<Claim | Refusal> {
  // The line's lock comes first: two tries for one slot then see each other's attempt.
  const locked = await lockLine(trx, slot.lineId);
  const existing = await findAttemptOfSlot(trx, slot);
  if (existing) return { kind: 'existing', attempt: existing };
  if (!locked) return { kind: 'gone', status: 'cancelled' };
  const { line, campaign } = locked;
  if (isFinalLineStatus(line.call_status)) return { kind: 'gone', status: line.call_status };
  if (!mayDial(campaign, slot.now)) return HELD;
  if (!line.ready) return wasPutOff(line, slot.now) ?? { kind: 'gone', status: line.call_status };
  const forbidden = await whyForbidden(trx, locked, slot.now);
  if (forbidden === 'calling_us') return putOff(trx, line.id, afterItsCall(locked, slot.now));
  if (forbidden) return close(trx, line.id, forbidden, NEVER_REASON[forbidden]);
  const failing = whySkipped(locked);
  if (failing) {
    await closeSkipped(trx, line.id, failing);
    return { kind: 'gone', status: 'skipped' };
  }
  const step = preCallStep(locked, slot.asked ?? null, slot.now);
  if (step.kind === 'hold') return putOff(trx, line.id, await holdOff(trx, locked, step));
  return claimAllowed(trx, locked, slot, step);
}

/**
 * What may be called at all: the number it is called from, the hours, the limits. Rows are locked in one order by everyone
 * (line, caller numbers, called number, account, use of the limits), so that no two claims wait for each other.
 */
async function claimAllowed(
  trx: Transaction<Schema>,
  locked: LockedLine,
  slot: SlotForCall,
  step: Exclude<PreCallStep, { kind: 'hold' }>,
): Promise<Claim | Refusal> {
  const { line, campaign } = locked;
  const { asked = null } = slot;
  const choice = await chooseCaller(trx, locked, slot.now, asked?.campaignNumberId);
  if (choice.kind === 'refused')
    return { kind: 'refused', campaign, reason: choice.reason, cannotGoOn: choice.cannotGoOn };
  if (choice.kind === 'full') return choice;
  const { from, agent } = choice.caller;
  if (!asked?.result && agent.preCallUrl !== null) return { kind: 'unasked' };
  const ruling = await rule(trx, locked, from.provider, slot.now);
  if (ruling.kind === 'closing') return ruling;
  if (ruling.kind !== 'allowed') return putOff(trx, line.id, ruling);
  const plan = {
    ...slot,
    caller: choice.caller,
    allowedUntil: ruling.until,
    variables: step.kind === 'call' ? step.variables : {},
    preCall: preCallRecord(asked, step),
    failed: step.kind === 'fail',
  };
  if (!plan.failed && !(await hasCapacity(trx, from))) return { kind: 'full' };
  // A call that the webhook has failed uses up no limit, and is not tried past one either.
  const reached = await (plan.failed ? limitOfNextCall : countCall)(trx, campaign, slot.now);
  if (reached) return { kind: 'refused', campaign, reason: reached, cannotGoOn: false };
  const call = await writeAttempt(trx, locked, plan);
  return plan.failed ? { kind: 'failed', attempt: call.attempt } : { kind: 'claimed', call };
}

/** It may not be called now: it leaves the queue, for a while or for good, unless its campaign sleeps. */
async function putOff(trx: Transaction<Schema>, lineId: number, ruling: PutOff) {
  if (ruling.kind === 'held') return HELD;
  if (ruling.kind === 'never') return close(trx, lineId, 'expired', ruling.reason);
  await defer(trx, lineId, ruling);
  return ruling;
}

const HELD = { kind: 'held', halt: null } as const;
const NEVER_REASON = { expired: 'expired before it could be called', suppressed: 'the number is suppressed' } as const;

/** What opens and closes the gate of a campaign. */
export type Gate = Pick<LockedLine['campaign'], 'status' | 'halt_requested' | 'starts_at'>;

/**
 * Whether a campaign may start a call now, as far as its gate goes.
 *
 * @param now epoch milliseconds.
 */
export function mayDial({ status, halt_requested, starts_at }: Gate, now: number): boolean {
  // A start that was moved closes the gate before the campaign's workflow has heard of it.
  const hasStarted = starts_at === null || starts_at.getTime() <= now;
  return halt_requested === null && hasStarted && mayDialIn(status);
}

/** It was granted a slot while it stood in the queue, and has been put off since: it comes back by itself. */
function wasPutOff(
  { attempts, next_attempt_at, next_attempt_reason }: LockedLine['line'],
  now: number,
): Extract<Claim, { kind: 'deferred' }> | null {
  const until = next_attempt_at?.getTime() ?? 0;
  if (attempts > 0 || until <= now) return null;
  return { kind: 'deferred', until, reason: next_attempt_reason ?? 'put off' };
}

async function close(
  trx: Transaction<Schema>,
  lineId: number,
  status: 'expired' | 'suppressed',
  reason: string,
): Promise<Claim> {
  await closeUncalled(trx, lineId, status, reason);
  return { kind: 'gone', status };
}

async function defer(
  trx: Transaction<Schema>,
  lineId: number,
  { until, reason }: { readonly until: number; readonly reason: string },
): Promise<void> {
  await trx
    .updateTable('lines')
    .set({
      ready: false,
      ready_at: null,
      next_attempt_at: new Date(until),
      next_attempt_reason: reason,
      updated_at: new Date(),
    })
    .where('id', '=', lineId)
    .execute();
}
