import Table from 'cli-table3';
import pc from 'picocolors';
import { zoneOf, type CampaignFile } from './campaign-file';
import { dayFigures, totalsOf, type DayFigures, type Totals } from './figures';
import type { DryRunResult } from './run';
import { wallClockAt } from './wall-clock';

const MOST_BREACHES = 20;

/** The documents of `--json`, one a line. */
export function jsonLines(result: DryRunResult): object[] {
  const { course, loaded, finish, breaches, factor } = result;
  return [
    ...loaded.notes.map((text) => ({ kind: 'note', text })),
    ...dayFigures(course, factor).map((day) => ({ kind: 'day', ...day })),
    ...breaches.map(({ at, to, rule }) => ({ kind: 'breach', at: new Date(at).toISOString(), to_number: to, rule })),
    {
      kind: 'summary',
      ok: breaches.length === 0,
      finish: finish.kind,
      finish_text: finish.text,
      ...totalsOf(course, factor),
      timezone: course.campaign.timezone,
      from: new Date(result.from).toISOString(),
      to: new Date(result.to).toISOString(),
      sampled_contacts: loaded.sampled,
      given_contacts: loaded.contacts,
      breaches: breaches.length,
      took_s: Math.round(result.tookS * 10) / 10,
    },
  ];
}

/** What a dry run prints for people. */
export function describe(result: DryRunResult, campaign: CampaignFile): string {
  const { course, loaded, finish, factor } = result;
  const zone = zoneOf(campaign);
  const totals = totalsOf(course, factor);
  const parts = [
    ...(factor > 1 ? [sampleText(result)] : []),
    ...loaded.notes.map((note) => pc.dim(note)),
    dayTable(dayFigures(course, factor), zone),
    rowsText(totalRows(totals, zone)),
    finish.kind === 'bound' ? pc.yellow(finish.text) : finish.text,
    breachText(result),
    pc.dim(paceText(result)),
  ];
  return parts.join('\n');
}

function sampleText({ loaded }: DryRunResult): string {
  return (
    `${loaded.sampled} of ${loaded.contacts} contacts were called, evenly chosen, with the same share of the slots, ` +
    'the pace and the limits. All figures are scaled to all contacts.'
  );
}

function dayTable(days: readonly DayFigures[], zone: string): string {
  if (days.length === 0) return '\nNobody is called.\n';
  const heads = ['Day', 'First call', 'Last call', 'Calls', 'Reached', 'Retries', 'Callbacks', 'Talk (min)'];
  const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const table = new Table({
    head: heads.map((head) => pc.bold(head)),
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    chars,
    style: { head: [], border: [] },
  });
  for (const day of days) {
    const { date, first_call, last_call, calls, reached, retries, callbacks, talk_minutes } = day;
    table.push([
      `${date} ${weekdayText(date)}`,
      first_call,
      last_call,
      calls,
      reached,
      retries,
      callbacks,
      talk_minutes,
    ]);
  }
  return `\n${table.toString()}\n${pc.dim(`Days and times of ${zone}.`)}\n`;
}

function totalRows(totals: Totals, zone: string): readonly (readonly [string, string])[] {
  const { by_status: byStatus, skipped_by: skippedBy } = totals;
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort(([, left], [, right]) => right - left)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    ['Contacts', `${totals.contacts}: ${list(byStatus)}`],
    ...(Object.keys(skippedBy).length > 0 ? [['Skipped', list(skippedBy)] as const] : []),
    ['Calls', `${totals.calls}, of which ${totals.retries} retries and ${totals.callbacks} callbacks`],
    ['Talk', `${totals.talk_minutes} minutes, ${totals.reached} calls with somebody reached`],
    ['At once', `${totals.most_calls_at_once} calls at most`],
    ['Last call', totals.through_at === null ? 'none' : `over at ${localText(totals.through_at, zone)}`],
  ];
}

function rowsText(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${pc.dim(label.padEnd(width))}  ${value}\n`).join('');
}

function breachText({ breaches, course }: DryRunResult): string {
  if (breaches.length === 0) return pc.green(`All ${course.calls.length} calls lie within the rules.`);
  const shown = breaches.slice(0, MOST_BREACHES);
  const lines = shown.map(({ at, to, rule }) => `  - ${new Date(at).toISOString()} ${to}: ${rule}`);
  const more = breaches.length - shown.length;
  return pc.red(
    [`${breaches.length} calls break the rules:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'),
  );
}

function paceText({ from, to, tookS, loaded }: DryRunResult): string {
  const days = (to - from) / (24 * 60 * 60_000);
  return `${days.toFixed(1)} days in ${tookS.toFixed(1)} s, ${(loaded.sampled / tookS).toFixed(1)} contacts a second.`;
}

function localText(instant: string, zone: string): string {
  const { date, minute } = wallClockAt(Date.parse(instant), zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)} ${zone}`;
}

/** @example weekdayText('2026-03-27') // 'Fri' */
function weekdayText(date: string): string {
  return new Date(`${date}T00:00:00Z`).toUTCString().slice(0, 3);
}
