import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addLine } from '../api/line-fixtures';
import { createCliWorld, type CliWorld } from './cli-world';

let world: CliWorld;
beforeAll(async () => {
  world = await createCliWorld();
});
afterAll(() => world.close());

const detailsOf = async (id: number): Promise<Record<string, unknown>> =>
  (await world.api.call('get', `/calls/bulk_call/${id}`)).body.details as Record<string, unknown>;
const create = (...args: string[]) => world.run(['campaigns', 'create', ...args]);
const set = (id: number, ...args: string[]) => world.run(['campaigns', 'set', String(id), ...args]);

describe('campaigns create', () => {
  it('takes what is usual from options', async () => {
    const { code, documents } = await create(
      ...['--name', 'Renewals', '--number', '+1 555 010 0001', '--dynamic', '--timezone', 'Europe/Berlin'],
      ...[
        '--concurrency',
        '3',
        '--calls-per-second',
        '0.5',
        '--retries',
        '2',
        '--retry-schedule',
        'next_day',
        '--callbacks',
      ],
    );
    expect(code).toBe(0);
    expect(await detailsOf(documents[0]?.id as number)).toMatchObject({
      name: 'Renewals',
      phone_number_id: world.api.phoneNumberId,
      is_dynamic: true,
      timezone: 'Europe/Berlin',
      concurrent_call_limit: 3,
      calls_per_second: 0.5,
      retry_config: { auto_retry: true, retry_limit: 2, auto_retry_schedule: 'next_day' },
      enabled_reschedule_call: true,
    });
  });

  it('takes everything else from a file, over which options go', async () => {
    const file = join(world.folder, 'campaign.json');
    const limits = { calls_per_day: 50 };
    writeFileSync(file, JSON.stringify({ name: 'In the file', phone_number_id: 1, is_dynamic: true, limits }));
    const { documents } = await create('--file', file, '--name', 'Typed', '--number', String(world.api.phoneNumberId));
    expect(await detailsOf(documents[0]?.id as number)).toMatchObject({ name: 'Typed', limits });
  });

  it('makes a draft that is started later', async () => {
    const { documents } = await create('--name', 'Draft', '--number', '+15550100001', '--draft', '--dynamic');
    const id = documents[0]?.id as number;
    expect(await detailsOf(id)).toMatchObject({ status: 'draft' });
    expect((await world.run(['campaigns', 'start', String(id)])).code).toBe(0);
    expect(await detailsOf(id)).toMatchObject({ status: 'waiting' });
  });

  it.each([
    ['a number that is none of yours', ['--name', 'x', '--number', '+4930123456'], 1, 'There are: +15550100001'],
    ['no number', ['--name', 'x'], 2, '--number'],
    ['a file that is no JSON', ['--file', 'no.json'], 2, 'no.json cannot be read'],
    ['more calls at once than there may be', ['--name', 'x', '--number', '1', '--concurrency', '0'], 2, 'whole number'],
    ['what the API refuses', ['--name', 'x', '--number', '+15550100001', '--timezone', 'Mars'], 1, '/timezone'],
  ])('refuses %s', async (_what, args, code, said) => {
    const ran = await create(...args);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(said)]);
  });
});

describe('campaigns set', () => {
  it('changes every part that is named, and tells what it changes for those who wait', async () => {
    const id = await world.api.createCampaign();
    await addLine(world.api, id);
    const { code, documents } = await set(
      ...([
        id,
        '--concurrency',
        '7',
        '--calls-per-second',
        '2',
        '--retries',
        '1',
        '--retry-rule',
        'busy=300x2',
      ] as const),
      ...['--days', 'Mon,tue', '--window', '9:00-12:00', '--window', '13:00-17:00', '--closed', '2026-12-25'],
      ...['--daily-stop', '17:30', '--daily-start', '8.5', '--callbacks', 'on', '--calls-per-day', '20'],
    );
    expect(code).toBe(0);
    expect(documents.map(({ settings }) => settings)).toEqual([
      'concurrency',
      'daily-time-control',
      'calling_hours',
      'retry_settings',
      'reschedule_settings',
      'limits',
    ]);
    expect(documents[0]).toMatchObject({ effect: { waiting: 1 } });
    expect(await detailsOf(id)).toMatchObject({
      concurrent_call_limit: 7,
      calls_per_second: 2,
      daily_stop_time: 17.5,
      daily_start_time: 8.5,
      calling_hours: {
        days: ['mon', 'tue'],
        windows: [
          { start: '09:00', end: '12:00' },
          { start: '13:00', end: '17:00' },
        ],
        closed_dates: ['2026-12-25'],
      },
      retry_config: { auto_retry: true, retry_limit: 1, rules: { busy: { delay_s: 300, backoff: 2 } } },
      enabled_reschedule_call: true,
      limits: { calls_per_day: 20 },
    });
  });

  it('changes the pace alone, and leaves the calls at once as they are', async () => {
    const id = await world.api.createCampaign({ concurrent_call_limit: 4 });
    expect((await set(id, '--calls-per-second', '3')).code).toBe(0);
    expect(await detailsOf(id)).toMatchObject({ concurrent_call_limit: 4, calls_per_second: 3 });
    await set(id, '--calls-per-second', '0');
    expect(await detailsOf(id)).toMatchObject({ calls_per_second: null });
  });

  it('switches off what is off', async () => {
    const id = await world.api.createCampaign({
      retry_config: { auto_retry: true, retry_limit: 2 },
      ...{ enable_daily_hard_stop: true, daily_stop_time: 17, enable_daily_auto_start: true, daily_start_time: 9 },
    });
    const { code, stderr } = await set(id, '--retries', '0', '--daily-stop', 'off', '--daily-start', 'off');
    expect([code, stderr]).toEqual([0, '']);
    expect(await detailsOf(id)).toMatchObject({
      retry_config: { auto_retry: false },
      enable_daily_hard_stop: false,
      enable_daily_auto_start: false,
    });
  });

  it('only tells with --dry-run', async () => {
    const id = await world.api.createCampaign();
    const before = await detailsOf(id);
    const { code, documents } = await set(id, '--concurrency', '3', '--calls-per-day', '5', '--dry-run');
    expect([code, documents.map(({ dry_run }) => dry_run)]).toEqual([0, [true, true]]);
    expect(await detailsOf(id)).toEqual(before);
  });

  it('changes nothing when one of several parts is refused', async () => {
    const id = await world.api.createCampaign();
    const { code, stderr } = await set(id, '--concurrency', '3', '--end-date', 'never');
    expect([code, stderr]).toEqual([1, expect.stringContaining('/end_date')]);
    expect(await detailsOf(id)).toMatchObject({ concurrent_call_limit: 10 });
  });

  it('takes the shape of create from a file, and refuses what cannot be changed', async () => {
    const id = await world.api.createCampaign();
    const file = join(world.folder, 'settings.json');
    const call_conditions = [{ column: 'plan', operator: 'equals', value: 'pro' }];
    writeFileSync(file, JSON.stringify({ call_conditions, concurrent_call_limit: 2 }));
    expect((await set(id, '--from-file', file)).code).toBe(0);
    expect(await detailsOf(id)).toMatchObject({ call_conditions, concurrent_call_limit: 2 });
    writeFileSync(file, JSON.stringify({ name: 'Other' }));
    const refused = await set(id, '--from-file', file);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('name cannot be changed')]);
  });

  it.each([
    ['nothing', []],
    ['a time that is none', ['--daily-stop', '25:00']],
    ['a window that is none', ['--window', 'morning']],
    ['a rule that is none', ['--retry-rule', 'busy']],
  ])('%s is wrong usage', async (_what, args) => {
    expect((await set(1, ...args)).code).toBe(2);
  });
});
