import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import pg from 'pg';
import { startTimeSkippingServer } from '../../infra/local/time-skipping-server';
import { createLogger } from '../../infra/observability/logger';
import type { CampaignFile } from '../../services/dry-run/campaign-file';
import { dayFigures, totalsOf } from '../../services/dry-run/figures';
import type { Ground } from '../../services/dry-run/ground';
import { runDry, type DryRun, type DryRunResult } from '../../services/dry-run/run';
import { testPostgresUrl } from '../setup/addresses';
import { quietTemporal } from '../setup/campaign-world';

const ZONE = 'America/New_York';
const DAY_MS = 24 * 60 * 60_000;
const WORKFLOWS = path.resolve(__dirname, '../../workflows/dry-run');

let folder: string;
let ground: Omit<Ground, 'temporalAddress'>;

beforeAll(async () => {
  quietTemporal();
  folder = await mkdtemp(path.join(tmpdir(), 'everdial-dry-run-'));
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.join(WORKFLOWS, 'index.ts'),
    workflowInterceptorModules: [path.join(WORKFLOWS, 'interceptors.ts')],
    logger: new DefaultLogger('ERROR'),
  });
  ground = {
    postgresUrl: testPostgresUrl(),
    workflowBundle,
    logger: createLogger('dry-run', process.env['TEST_LOG_LEVEL'] ?? 'silent'),
  };
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What the clocks of the campaign show. */
function shown(instant: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', ...options }).format(instant);
}
const offsetAt = (instant: number): string => shown(instant, { timeZoneName: 'longOffset' }).split(' ').at(-1) ?? '';
const timeAt = (instant: number): string => shown(instant, { hour: '2-digit', minute: '2-digit' });

/** Friday noon before the clocks change the next time. */
function fridayBeforeChange(): number {
  let day = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 12 * 60 * 60_000;
  while (shown(day, { weekday: 'short' }) !== 'Fri' || offsetAt(day) === offsetAt(day + 3 * DAY_MS)) day += DAY_MS;
  return day;
}

/** Noon or one of tomorrow there: hours before and behind it are open. */
const middayTomorrow = (): number => Math.ceil(Date.now() / DAY_MS) * DAY_MS + 17 * 60 * 60_000;

async function dryRun(campaign: CampaignFile, rows: readonly string[], more: Partial<DryRun>): Promise<DryRunResult> {
  const contactsFile = path.join(folder, 'contacts.csv');
  await writeFile(contactsFile, ['to_number,plan', ...rows].join('\n'));
  const run = {
    campaign,
    contactsFile,
    mix: null,
    talkS: 60,
    from: null,
    number: null,
    maxDays: 30,
    maxContacts: 1_000,
  };
  const watch = { progress: () => undefined, signal: new AbortController().signal };
  // Each has a server of its own: the first has run ahead, and campaigns of the same id run on it.
  const server = await startTimeSkippingServer(() => undefined);
  try {
    return await runDry({ ...ground, temporalAddress: server.address }, { ...run, ...more }, watch);
  } finally {
    await server.stop();
  }
}

async function leftDatabases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: ground.postgresUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'dry%'`,
    );
    return rows.map(({ datname }) => datname);
  } finally {
    await client.end();
  }
}

describe('a campaign over a change of the clocks', () => {
  const from = fridayBeforeChange();
  let result: DryRunResult;

  const rows = Array.from({ length: 30 }, (_, index) => {
    const script = ['9002', '9006', '9013', '1234', '9014', '9015'][index % 6];
    return `+1212${String(550 + index)}${script},${index % 10 === 3 ? 'free' : 'pro'}`;
  });

  beforeAll(async () => {
    result = await dryRun(
      {
        is_dynamic: true,
        timezone: ZONE,
        concurrent_call_limit: 4,
        calling_hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], windows: [{ start: '09:30', end: '12:30' }] },
        retry_config: { auto_retry: true, retry_limit: 2, rules: { busy: { delay_s: 7_200 } } },
        enabled_reschedule_call: true,
        call_conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }],
        call_status_callback: 'https://crm.example.com/hooks',
      },
      rows,
      { from },
    );
  });

  test('is played to its end, and the judge finds nothing', () => {
    expect(result.breaches).toEqual([]);
    expect(result.finish.kind).toBe('through');
    expect(result.course.lines.every(({ closed_at }) => closed_at !== null)).toBe(true);
  });

  test('begins when it opens', () => {
    const [first] = result.course.calls;
    expect(shown(first!.call.askedAt, { weekday: 'short', hour: '2-digit', minute: '2-digit' })).toBe('Fri 09:30');
  });

  test('calls on working days between half past nine and half past twelve, on both sides of the change', () => {
    const { calls } = result.course;
    for (const { call } of calls) {
      expect(['Sat', 'Sun']).not.toContain(shown(call.askedAt, { weekday: 'short' }));
      // Between the last look at the clock and the request lie moments.
      expect(timeAt(call.askedAt) >= '09:30' && timeAt(call.askedAt - 3_000) < '12:30').toBe(true);
    }
    expect(new Set(calls.map(({ call }) => offsetAt(call.askedAt))).size).toBe(2);
  });

  test('retries those who are busy when their time and the hours allow it, twice and no more', () => {
    const busy = result.course.calls.filter(({ call }) => call.to.endsWith('9002'));
    const numbers = [...new Set(busy.map(({ call }) => call.to))];
    expect(numbers).toHaveLength(5);
    for (const number of numbers) {
      const calls = busy.filter(({ call }) => call.to === number);
      expect(calls.map(({ kind }) => kind)).toEqual(['first', 'retry', 'retry']);
      const [first, second] = calls.map(({ call }) => call.askedAt) as [number, number];
      expect(second - first).toBeGreaterThanOrEqual(7_200_000);
      // A little more is the call itself; half past twelve is still far off.
      expect(second - first).toBeLessThan(7_200_000 + 300_000);
    }
    expect(totalsOf(result.course, 1).by_status).toMatchObject({ busy: 5, suppressed: 4, failed: 5 });
  });

  test('calls back those who asked for tomorrow at three when it opens next', () => {
    const callbacks = result.course.calls.filter(({ kind }) => kind === 'callback');
    expect(callbacks.length).toBeGreaterThan(0);
    // Three in the afternoon is outside the hours.
    for (const { call } of callbacks) expect(timeAt(call.askedAt)).toBe('09:30');
  });

  test('skips those a condition is about, and says by which', () => {
    const skipped = result.course.lines.filter(({ call_status }) => call_status === 'skipped');
    expect(skipped).toHaveLength(3);
    expect(totalsOf(result.course, 1).skipped_by).toEqual({ 'plan equals "pro"': 3 });
  });

  test('never has more calls at once than slots, and its days add up', () => {
    const totals = totalsOf(result.course, 1);
    expect(totals.most_calls_at_once).toBe(4);
    const days = dayFigures(result.course, 1);
    expect(days.length).toBeGreaterThan(2);
    for (const part of ['calls', 'reached', 'retries', 'callbacks'] as const) {
      expect(days.reduce((sum, day) => sum + day[part], 0)).toBe(totals[part]);
    }
  });

  test('tells that no webhook leaves, and leaves no database behind', async () => {
    expect(result.loaded.notes.join(' ')).toContain('call_status_callback');
    expect(await leftDatabases()).toEqual([]);
  });
});

test('a daily limit ends with the day, and the next day begins with the hours of the called person', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => `+1212555${1_000 + index},pro`);
  const campaign = { timezone: ZONE, concurrent_call_limit: 2, limits: { calls_per_day: 4 } };
  const { breaches, finish, course } = await dryRun(campaign, rows, { from: middayTomorrow() });
  expect(breaches).toEqual([]);
  expect(finish.kind).toBe('ended');
  const days = dayFigures(course, 1);
  expect(days.map(({ calls }) => calls)).toEqual([4, 4, 2]);
  // The campaign has no hours of its own.
  expect(days.slice(1).map(({ first_call }) => first_call)).toEqual(['08:00', '08:00']);
});
