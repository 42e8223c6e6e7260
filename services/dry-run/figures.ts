import type { Course, MadeCall } from './course';
import { countAtOnce } from './judge';
import { wallClockAt } from './wall-clock';

/** What happens on one day of the campaign's zone. Times are wall-clock times, `HH:MM`. */
export interface DayFigures {
  readonly date: string;
  readonly first_call: string;
  readonly last_call: string;
  readonly calls: number;
  /** Somebody was spoken to. */
  readonly reached: number;
  readonly retries: number;
  readonly callbacks: number;
  readonly talk_minutes: number;
}

/** What a campaign comes to. */
export interface Totals {
  readonly contacts: number;
  readonly calls: number;
  readonly reached: number;
  readonly retries: number;
  readonly callbacks: number;
  readonly talk_minutes: number;
  readonly most_calls_at_once: number;
  /** Contacts by final status, and by `queued` and others where the dry run has ended before. */
  readonly by_status: Readonly<Record<string, number>>;
  /** Contacts that a condition keeps from being called, by condition. */
  readonly skipped_by: Readonly<Record<string, number>>;
  readonly first_call_at: string | null;
  /** When the last call was over. */
  readonly through_at: string | null;
}

/**
 * What happened each day.
 *
 * @param factor by which a sample is multiplied.
 */
export function dayFigures({ campaign, calls }: Course, factor: number): DayFigures[] {
  const days = new Map<string, MadeCall[]>();
  for (const made of calls) {
    const { date } = wallClockAt(made.call.askedAt, campaign.timezone);
    days.set(date, [...(days.get(date) ?? []), made]);
  }
  const timeOf = (made: MadeCall | undefined): string =>
    made ? clockText(wallClockAt(made.call.askedAt, campaign.timezone).minute) : '';
  return [...days].map(([date, made]) => ({
    date,
    first_call: timeOf(made[0]),
    last_call: timeOf(made.at(-1)),
    ...countsOf(made, factor),
  }));
}

/** What the whole campaign comes to. @param factor by which a sample is multiplied. */
export function totalsOf({ calls, lines }: Course, factor: number): Totals {
  const last = Math.max(...calls.map(({ call }) => call.endsAt));
  const most = Math.max(0, ...countAtOnce(calls).map(({ live }) => live));
  return {
    contacts: scaled(lines.length, factor),
    ...countsOf(calls, factor),
    most_calls_at_once: scaled(most, factor),
    by_status: tally(lines, ({ call_status }) => call_status, factor),
    skipped_by: tally(
      lines.filter(({ call_status }) => call_status === 'skipped'),
      ({ skipped_condition: condition }) => (condition ? conditionText(condition) : 'a condition'),
      factor,
    ),
    first_call_at: calls[0] ? new Date(calls[0].call.askedAt).toISOString() : null,
    through_at: calls.length > 0 ? new Date(last).toISOString() : null,
  };
}

function countsOf(calls: readonly MadeCall[], factor: number) {
  const count = (holds: (made: MadeCall) => boolean): number => scaled(calls.filter(holds).length, factor);
  const talkS = calls.reduce((sum, { call }) => sum + call.talkS, 0);
  return {
    calls: scaled(calls.length, factor),
    reached: count(({ call }) => call.end?.disposition === 'completed'),
    retries: count(({ kind }) => kind === 'retry'),
    callbacks: count(({ kind }) => kind === 'callback'),
    talk_minutes: Math.round((talkS * factor) / 60),
  };
}

function tally<T>(items: readonly T[], nameOf: (item: T) => string, factor: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const name = nameOf(item);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, scaled(count, factor)]));
}

const scaled = (count: number, factor: number): number => Math.round(count * factor);

/** @example conditionText({ column: 'plan', operator: 'equals', value: 'pro' }) // 'plan equals "pro"' */
function conditionText({ column, operator, value }: { column: string; operator: string; value?: unknown }): string {
  return [column, operator, ...(value === undefined ? [] : [JSON.stringify(value)])].join(' ');
}

function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
