import { Temporal } from 'temporal-polyfill';
import { isFinalLineStatus, type LineStatus } from '../../../domain/line-status';
import type { LineStory } from './api-client';
import { DEMO_TIMEZONE, type DemoContact } from './contacts';

/** A contact with what became of it. */
export interface PlayedContact {
  readonly contact: DemoContact;
  readonly number: string;
  /** Null when the demo ended before it was posted. */
  readonly story: LineStory | null;
  /** Seen waiting, and never dialled, just before the campaign was resumed. */
  readonly heldWhilePaused: boolean;
}

/** True when no more is going to happen to a line today. */
export function isSettled(status: LineStatus): boolean {
  return isFinalLineStatus(status) || status === 'callback_scheduled';
}

/**
 * What is not as it should be; empty when all is.
 *
 * @example faultsOf(played) // ['ended busy instead of completed']
 */
export function faultsOf({ contact, story, heldWhilePaused }: PlayedContact): readonly string[] {
  if (!story) return ['was not posted'];
  const { expected } = contact;
  const { line, attempts } = story;
  if (!isSettled(line.call_status)) return [`is still ${line.call_status} instead of ${expected.callStatus}`];
  const faults: string[] = [];
  if (line.call_status !== expected.callStatus) {
    faults.push(`ended ${line.call_status} instead of ${expected.callStatus}`);
  }
  const [went, should] = [attempts.map(({ disposition }) => disposition ?? 'unfinished'), expected.dispositions].map(
    (dispositions) => dispositions.join(', ') || 'none',
  );
  if (went !== should) faults.push(`its calls went ${went} instead of ${should}`);
  if (line.attempts !== attempts.length) faults.push(`${line.attempts} attempts counted, ${attempts.length} recorded`);
  if (contact.posted === 'while_paused' && !heldWhilePaused) faults.push('was called while the campaign was paused');
  return [...faults, ...appointmentFaults(contact, story)];
}

function appointmentFaults({ expected, timezone }: DemoContact, { line, attempts }: LineStory): string[] {
  const at = line.next_attempt_at;
  if (!expected.callback) return at === null ? [] : [`has another call at ${at}`];
  const [last] = attempts.slice(-1);
  if (!last) return [];
  // Said during the call: before and after midnight it means different days.
  const said = [last.created_at, last.ended_at ?? last.created_at];
  const asked = said.map((instant) => tomorrowAtThree(Date.parse(instant), timezone ?? DEMO_TIMEZONE));
  if (at !== null && asked.includes(Date.parse(at))) return [];
  return [`is called back at ${at ?? 'no time'} instead of ${new Date(asked.at(-1) ?? NaN).toISOString()}`];
}

/**
 * 15:00 of the next day in a zone.
 *
 * @param nowMs epoch milliseconds; so is what it returns.
 * @example tomorrowAtThree(Date.UTC(2026, 0, 15, 12), 'America/New_York') // Date.UTC(2026, 0, 16, 20)
 */
export function tomorrowAtThree(nowMs: number, timeZone: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  return today.add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: '15:00' }).epochMilliseconds;
}
