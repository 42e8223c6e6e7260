import type { PauseReason } from './pause-reason';
import { addDays, type LocalDate, type ZoneClock } from './zone-clock';

/** Reaching one of these pauses a campaign (spec, "Pace and protection"). Null: no such limit. */
export interface CampaignLimits {
  /** Calls in one day of the campaign's zone. */
  readonly callsPerDay: number | null;
  readonly callsTotal: number | null;
  readonly connectedMinutes: number | null;
  /** The last day on which it calls, in its zone. */
  readonly endDate: LocalDate | null;
}

export const NO_LIMITS: CampaignLimits = { callsPerDay: null, callsTotal: null, connectedMinutes: null, endDate: null };

/** What a campaign has used of its limits. */
export interface CampaignUse {
  /** Calls claimed, calls in flight included. */
  readonly callsToday: number;
  readonly callsTotal: number;
  /** Seconds in which somebody was on the line, of the calls that are over. */
  readonly connectedS: number;
}

/** Where and when a limit is looked at. */
export interface LimitMoment {
  /** IANA zone of the campaign: its days begin and end there. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Why a campaign may not make one more call; null when it may.
 *
 * @example quotaReached({ ...NO_LIMITS, callsTotal: 7 }, { callsToday: 7, callsTotal: 7, connectedS: 0 }, moment, zones)?.code // 'quota_reached'
 */
export function quotaReached(
  limits: CampaignLimits,
  use: CampaignUse,
  moment: LimitMoment,
  zones: ZoneClock,
): PauseReason | null {
  const ended = endDateReached(limits, moment, zones);
  if (ended) return ended;
  const { callsTotal, connectedMinutes, callsPerDay } = limits;
  if (callsTotal !== null && use.callsTotal >= callsTotal) {
    return quota(
      `The campaign has made ${counted(use.callsTotal, 'call')}, and its limit is ${callsTotal}. ${RAISE_IT}`,
    );
  }
  if (connectedMinutes !== null && use.connectedS >= connectedMinutes * 60) {
    const minutes = counted(Math.floor(use.connectedS / 60), 'connected minute');
    return quota(`The campaign has used ${minutes}, and its limit is ${connectedMinutes}. ${RAISE_IT}`);
  }
  if (callsPerDay !== null && use.callsToday >= callsPerDay) {
    const calls = counted(use.callsToday, 'call');
    const until = nextDayStart(moment, zones);
    return quota(`The campaign has made ${calls} today, its limit for a day. It goes on by itself tomorrow.`, until);
  }
  return null;
}

/**
 * Why a campaign does not call any more once its last day is over; null before that.
 *
 * @example endDateReached({ ...NO_LIMITS, endDate: '2026-12-24' }, { zone: 'UTC', now: Date.UTC(2026, 11, 25) }, zones)?.code // 'quota_reached'
 */
export function endDateReached(
  { endDate }: CampaignLimits,
  { zone, now }: LimitMoment,
  zones: ZoneClock,
): PauseReason | null {
  if (endDate === null || zones.dateAt(now, zone) <= endDate) return null;
  return quota(`The campaign's last day, ${endDate}, is over. Move its end date, then resume.`);
}

/** True when calls have to be counted before they are made. */
export function countsCalls({ callsPerDay, callsTotal, connectedMinutes }: CampaignLimits): boolean {
  return callsPerDay !== null || callsTotal !== null || connectedMinutes !== null;
}

const RAISE_IT = 'Raise it, then resume.';

function quota(text: string, until: number | null = null): PauseReason {
  return { code: 'quota_reached', text, until };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function nextDayStart({ zone, now }: LimitMoment, zones: ZoneClock): number {
  return zones.instantOf(addDays(zones.dateAt(now, zone), 1), 0, zone);
}

/** How often one number may be called in a day, over all campaigns of an organization (spec, "Retry"). */
export interface NumberCaps {
  readonly enabled: boolean;
  readonly attemptsPerDay: number;
  readonly connectedPerDay: number;
  /** Simulator numbers wake nobody: they are counted only when asked. */
  readonly onSimulator: boolean;
}

export const DEFAULT_NUMBER_CAPS: NumberCaps = {
  enabled: true,
  attemptsPerDay: 8,
  connectedPerDay: 3,
  onSimulator: false,
};

/** True when a number's calls are counted over all campaigns before it is called once more. */
export function capsApply(caps: NumberCaps, dialsForReal: boolean): boolean {
  return caps.enabled && (dialsForReal || caps.onSimulator);
}

/**
 * Why a number may not be called again today; null when it may.
 *
 * @param calls of its day so far, those in flight included.
 * @example capReached(DEFAULT_NUMBER_CAPS, { attempts: 8, connected: 0 }) // 'the number was called 8 times today, ...'
 */
export function capReached(
  caps: NumberCaps,
  { attempts, connected }: { readonly attempts: number; readonly connected: number },
): string | null {
  if (attempts >= caps.attemptsPerDay) {
    return `the number was called ${counted(attempts, 'time')} today, as often as it may be over all campaigns`;
  }
  if (connected >= caps.connectedPerDay) {
    return `the number was reached ${counted(connected, 'time')} today, as often as it may be over all campaigns`;
  }
  return null;
}
