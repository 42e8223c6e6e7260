import { sql, type Transaction } from 'kysely';
import { NO_OPENING, type CallCalendar } from '../../../../domain/call-calendar';
import { hoursAt, type CallTimes, type ContactWindow } from '../../../../domain/calling-hours';
import { capsApply } from '../../../../domain/campaign-limits';
import { firstFailing, type CallCondition } from '../../../../domain/conditions';
import { CALLING_US } from '../../../../domain/inbound-decision';
import { minuteText } from '../../../../domain/zone-clock';
import { createCallCalendar } from '../../../time-zones/call-calendar';
import { zoneClock } from '../../../time-zones/zone-clock';
import { zoneOfContact } from '../../campaigns/call-rules';
import { isCallingUs } from '../../inbound/live-calls';
import { callTimesOf } from '../call-times';
import { SCHEDULED_BY_SENDER } from '../../lines/line-arrival';
import { numberCapReached } from '../../numbers/number-caps';
import type { Schema } from '../../schema';
import type { LockedLine } from './locked-line';

const SIMULATOR = 'simulator';
/** So long later a contact that is calling us is looked at again, milliseconds. */
const CALLING_US_MS = 60_000;
/** Nobody is called in the last moment of the hours: the request has a way to go, and must not arrive after them. */
const LAST_MOMENT_MS = 1_000;

/** Whether the rules of calling let a line be called now. Instants in epoch milliseconds. */
export type Ruling =
  /** Calls may start up to `until`; null: nothing ends it. */
  | { readonly kind: 'allowed'; readonly until: number | null }
  /** The hours are all but over: whoever looks again in a moment finds them closed. */
  | { readonly kind: 'closing' }
  | PutOff;

/** A line that is not called now. */
export type PutOff =
  /** The campaign is closed, and sleeps by itself. */
  | { readonly kind: 'held' }
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string }
  /** There is no hour in which it may be called. */
  | { readonly kind: 'never'; readonly reason: string };

/** What forbids a call to a line whatever the hours. */
export type Forbidden = 'expired' | 'suppressed' | 'calling_us';

/**
 * Why a line must not be called: for good, or because its contact is on the line with us, having called by itself. Null when
 * it may.
 */
export async function whyForbidden(
  trx: Transaction<Schema>,
  { line }: LockedLine,
  now: number,
): Promise<Forbidden | null> {
  if (line.expires_at && line.expires_at.getTime() <= now) return 'expired';
  const { rows } = await sql<{ suppressed: boolean; calling: boolean }>`
    select exists (
      select from suppressions where organization_id = ${line.organization_id} and number = ${line.to_number}
    ) as suppressed, ${isCallingUs(line.organization_id, line.to_number, now)} as calling
  `.execute(trx);
  if (rows[0]?.suppressed) return 'suppressed';
  return rows[0]?.calling ? 'calling_us' : null;
}

/** Puts off a line whose contact is on the line with us. @param now epoch milliseconds. */
export function afterItsCall({ line, campaign, rules, own }: LockedLine, now: number): PutOff {
  const times = callTimesOf({ campaign, rules, line, provider: own.provider });
  return deferred(createCallCalendar(times, campaign.timezone), now + CALLING_US_MS, CALLING_US);
}

/**
 * The condition that a line does not meet; null when it meets all. Waiting lines are judged when conditions change; this is
 * for one whose turn has come before, or that somebody held then.
 */
export function whySkipped({ line, campaign }: LockedLine): CallCondition | null {
  return firstFailing(campaign.settings.conditions, {
    toNumber: line.to_number,
    externalId: line.external_id,
    timezone: line.timezone,
    priority: line.priority,
    customVariables: line.custom_variables,
  });
}

/**
 * Judges by the time its sender has given, the hours of the campaign and the called person's own, and how often the number
 * has been called today.
 *
 * @param provider of the number it would be called from: those of the simulator wake nobody.
 */
export async function rule(
  trx: Transaction<Schema>,
  locked: LockedLine,
  provider: string,
  now: number,
): Promise<Ruling> {
  const times = callTimesOf({ campaign: locked.campaign, rules: locked.rules, line: locked.line, provider });
  const { line, campaign } = locked;
  // It stood in the queue already when it was sent again for later.
  if (line.attempts === 0 && line.schedule_at && line.schedule_at.getTime() > now) {
    return deferred(createCallCalendar(times, campaign.timezone), line.schedule_at.getTime(), SCHEDULED_BY_SENDER);
  }
  const hours = hoursAt(times, now, zoneClock);
  if (!hours.open) return outsideHours(times, campaign.timezone, now);
  if (isLastMoment(hours.changesAt, now)) return { kind: 'closing' };
  const { numberCaps } = locked.rules;
  if (!capsApply(numberCaps, provider !== SIMULATOR)) return { kind: 'allowed', until: hours.changesAt };
  const called = { organizationId: line.organization_id, number: line.to_number, zone: zoneOfContact(campaign, line) };
  const capped = await numberCapReached(trx, numberCaps, called, now);
  if (!capped) return { kind: 'allowed', until: hours.changesAt };
  return deferred(createCallCalendar(times, campaign.timezone), capped.nextDay, capped.reason);
}

/**
 * Whether it is too late to ask for a call.
 *
 * @param until when the hours end, epoch milliseconds as `now`; null: never.
 */
export function isLastMoment(until: number | null, now: number): boolean {
  return until !== null && now >= until - LAST_MOMENT_MS;
}

/**
 * Moves the time that a call is held off to into the hours.
 *
 * @param until epoch milliseconds.
 */
export function heldOff({ line, campaign, rules, own }: LockedLine, until: number, reason: string): PutOff {
  const times = callTimesOf({ campaign, rules, line, provider: own.provider });
  return deferred(createCallCalendar(times, campaign.timezone), until, reason);
}

function outsideHours(times: CallTimes, zone: string, now: number): PutOff {
  const { contact } = times;
  if (!contact || !hoursAt({ ...times, contact: null }, now, zoneClock).open) return { kind: 'held' };
  const reason = `outside the hours in which the person may be called, ${windowText(contact)}`;
  return deferred(createCallCalendar(times, zone), now, reason);
}

function deferred(calendar: CallCalendar, from: number, reason: string): PutOff {
  const until = calendar.openingFrom(from);
  if (until === null) return { kind: 'never', reason: `${reason}; ${NO_OPENING}` };
  return { kind: 'deferred', until, reason };
}

function windowText({ startMinute, endMinute, zones }: ContactWindow): string {
  return `${minuteText(startMinute)} to ${minuteText(endMinute)} in ${zones.join(' and ')}`;
}
