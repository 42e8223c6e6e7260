import { sql, type Transaction } from 'kysely';
import {
  chooseNumber,
  isUnhealthy,
  REST_MS,
  type CallerNumber,
  type NumberRotation,
} from '../../../../domain/number-rotation';
import type { PauseReason } from '../../../../domain/pause-reason';
import { areaOfNumber } from '../../../phone-numbers/number-area';
import { healthOfNumber } from '../../numbers/number-health';
import type { Schema } from '../../schema';
import { CALLER_LINE_COLUMNS, callerLineOf, type CallAgent, type CallerLine } from './caller-line';
import type { LockedLine } from './locked-line';

/** The number that a call comes from, and who speaks. */
export interface ChosenCaller {
  readonly from: CallerLine;
  readonly agent: CallAgent;
  /** Its place in the rotation, to be noted with the attempt; null without one. */
  readonly turn: Turn | null;
}

export interface Turn {
  readonly campaignNumberId: number;
  /** Null: it was taken before the claim, to see whose pre-call webhook is to be asked. */
  readonly place: { readonly callsInTurn: number; readonly usedAt: Date } | null;
}

export type CallerChoice =
  | { readonly kind: 'chosen'; readonly caller: ChosenCaller }
  /** Every number that could be used has as many calls in flight as it may have, or its provider wants quiet. */
  | { readonly kind: 'full' }
  | { readonly kind: 'refused'; readonly reason: PauseReason; readonly cannotGoOn: boolean };

/**
 * Chooses the number for the next call. Those of a rotating campaign stay locked until the transaction ends, so that turns
 * are taken one after the other; a number that too few people answer is sent to rest on the way.
 *
 * @param now epoch milliseconds.
 * @param told the campaign's number whose turn was taken before the claim: it is kept while it can be used.
 */
export async function chooseCaller(
  trx: Transaction<Schema>,
  locked: LockedLine,
  now: number,
  told: number | null = null,
): Promise<CallerChoice> {
  const { campaign, own, line } = locked;
  const { rotation } = campaign.settings;
  const numbers = rotation ? await lockNumbers(trx, campaign.id, rotation, now) : [];
  if (rotation === null || numbers.length === 0) {
    return isQuiet(own, now) ? { kind: 'full' } : withAgent(own, own.agent, null);
  }
  const kept = numbers.find((number) => number.id === told && isUsable(number, now) && !number.isFull);
  if (kept) return withAgent(kept.caller, kept.caller.agent ?? own.agent, { campaignNumberId: kept.id, place: null });
  return rotated(trx, { campaignId: campaign.id, rotation, called: line.to_number, numbers, own, now });
}

/** Gives a number its place in the rotation before it is known whether there will be a call. */
export async function takeTurn(trx: Transaction<Schema>, { campaignNumberId, place }: Turn): Promise<void> {
  if (place === null) return;
  await trx.updateTable('campaign_numbers').set(placeColumns(place)).where('id', '=', campaignNumberId).execute();
}

/** Notes that a number has been used, in the transaction that writes the attempt. */
export async function noteTurn(trx: Transaction<Schema>, { campaignNumberId, place }: Turn): Promise<void> {
  await trx
    .updateTable('campaign_numbers')
    .set((eb) => ({ calls: eb('calls', '+', 1), ...(place && placeColumns(place)) }))
    .where('id', '=', campaignNumberId)
    .execute();
}

function placeColumns({ callsInTurn, usedAt }: NonNullable<Turn['place']>) {
  return { calls_in_turn: callsInTurn, last_used_at: usedAt, updated_at: usedAt };
}

interface RotatingNumber extends CallerNumber {
  readonly isFull: boolean;
  readonly caller: CallerLine;
}

interface Rotation {
  readonly campaignId: number;
  readonly rotation: NumberRotation;
  readonly called: string;
  readonly numbers: readonly RotatingNumber[];
  readonly own: CallerLine;
  readonly now: number;
}

async function rotated(trx: Transaction<Schema>, asked: Rotation): Promise<CallerChoice> {
  const { rotation, called, own, now } = asked;
  let numbers = await withRates(trx, asked);
  const to = rotation.strategy === 'matching_area_code' ? areaOfNumber(called) : null;
  for (;;) {
    const candidates = numbers.map((number) => ({ ...number, isActive: number.isActive && !number.isFull }));
    if (numbers.some((number) => isUsable(number, now)) && !candidates.some((number) => isUsable(number, now))) {
      return { kind: 'full' };
    }
    const choice = chooseNumber(rotation, candidates, to, now);
    if (choice.kind === 'none') return numbers.some(({ isActive }) => isActive) ? { kind: 'full' } : NO_NUMBER;
    if (choice.kind === 'resting') return allRest(choice.until);
    const { number, callsInTurn } = choice;
    if (isUsable(number, now) && (await mustRest(trx, asked, number))) {
      numbers = numbers.map((other) => (other.id === number.id ? { ...other, restsUntil: now + REST_MS } : other));
      numbers = await withRates(trx, { ...asked, numbers });
      continue;
    }
    // No two of a campaign's numbers are used in the same millisecond: the order would be lost.
    const latest = Math.max(0, ...numbers.map(({ lastUsedAt }) => lastUsedAt ?? 0));
    const place = { callsInTurn, usedAt: new Date(Math.max(now, latest + 1)) };
    return withAgent(number.caller, number.caller.agent ?? own.agent, { campaignNumberId: number.id, place });
  }
}

function isUsable({ isActive, restsUntil }: RotatingNumber, now: number): boolean {
  return isActive && (restsUntil === null || restsUntil <= now);
}

/** True while the provider wants no call from the number. */
function isQuiet({ restsUntil }: Pick<CallerLine, 'restsUntil'>, now: number): boolean {
  return restsUntil !== null && restsUntil > now;
}

function withAgent(from: CallerLine, agent: CallAgent | null, turn: Turn | null): CallerChoice {
  if (!agent) return NO_AGENT;
  return { kind: 'chosen', caller: { from, agent, turn } };
}

async function mustRest(
  trx: Transaction<Schema>,
  { campaignId, rotation, now }: Rotation,
  number: RotatingNumber,
): Promise<boolean> {
  if (rotation.healthThreshold === null) return false;
  const { phoneNumberId } = number.caller;
  const since = number.restsUntil === null ? null : new Date(number.restsUntil);
  const health = await healthOfNumber(trx, { campaignId, phoneNumberId }, since);
  if (!isUnhealthy(rotation, health)) return false;
  await trx
    .updateTable('campaign_numbers')
    .set({ rests_until: new Date(now + REST_MS), updated_at: new Date(now) })
    .where('id', '=', number.id)
    .execute();
  return true;
}

/** How well each is answered is asked only where it decides: when all of them rest, and calls go on all the same. */
async function withRates(
  trx: Transaction<Schema>,
  { campaignId, rotation, numbers, now }: Rotation,
): Promise<readonly RotatingNumber[]> {
  const goesOn = rotation.fallback === 'continue_best' && !numbers.some((number) => isUsable(number, now));
  if (!goesOn) return numbers;
  const rated: RotatingNumber[] = [];
  for (const number of numbers) {
    const { phoneNumberId } = number.caller;
    const { answered, finished } = await healthOfNumber(trx, { campaignId, phoneNumberId }, null);
    rated.push({ ...number, answerRate: finished === 0 ? null : answered / finished });
  }
  return rated;
}

async function lockNumbers(
  trx: Transaction<Schema>,
  campaignId: number,
  rotation: NumberRotation,
  now: number,
): Promise<RotatingNumber[]> {
  const matchesArea = rotation.strategy === 'matching_area_code';
  const rows = await trx
    .selectFrom('campaign_numbers')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaign_numbers.phone_number_id')
    .innerJoin('provider_accounts', 'provider_accounts.id', 'phone_numbers.account_id')
    .leftJoin('agents', 'agents.id', 'phone_numbers.agent_id')
    .select([
      'campaign_numbers.id',
      'campaign_numbers.sequence',
      'campaign_numbers.is_active',
      'campaign_numbers.calls_in_turn',
      'campaign_numbers.last_used_at',
      'campaign_numbers.rests_until',
      ...CALLER_LINE_COLUMNS,
      // A first look, so that a full number is passed over; the claim counts again, under the number's lock.
      sql<boolean>`
        coalesce(phone_numbers.concurrency_limit <= (
          select count(*) from attempts where phone_number_id = phone_numbers.id and ended_at is null), false)
        or coalesce(provider_accounts.concurrency_limit <= (
          select count(*) from attempts where account_id = provider_accounts.id and ended_at is null), false)`.as(
        'is_full',
      ),
    ])
    .where('campaign_numbers.campaign_id', '=', campaignId)
    .orderBy('campaign_numbers.id')
    .forUpdate('campaign_numbers')
    .execute();
  return rows.map((row) => {
    const caller = callerLineOf(row);
    return {
      id: row.id,
      sequence: row.sequence,
      isActive: row.is_active,
      callsInTurn: row.calls_in_turn,
      lastUsedAt: row.last_used_at?.getTime() ?? null,
      restsUntil: row.rests_until?.getTime() ?? null,
      answerRate: null,
      area: matchesArea ? areaOfNumber(row.number) : null,
      isFull: row.is_full || isQuiet(caller, now),
      caller,
    };
  });
}

function refused(reason: Omit<PauseReason, 'until'>, cannotGoOn: boolean, until: number | null = null): CallerChoice {
  return { kind: 'refused', reason: { ...reason, until }, cannotGoOn };
}

const NO_AGENT = refused(
  { code: 'agent_missing', text: 'The number that the campaign calls from has no agent. Attach one, then resume.' },
  true,
);
const NO_NUMBER = refused(
  {
    code: 'number_missing',
    text: 'Every caller number of the campaign is switched off. Switch one on, or add one, then resume.',
  },
  true,
);

function allRest(until: number): CallerChoice {
  const text =
    'Every caller number of the campaign rests, because too few people answer it. ' +
    'It goes on by itself when the first of them is back.';
  return refused({ code: 'numbers_resting', text }, false, until);
}
