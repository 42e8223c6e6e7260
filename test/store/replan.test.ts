import { sql } from 'kysely';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { recordCampaignEnd } from '../../infra/db/campaigns/campaign-projection';
import { effectOfSettings, replanLines } from '../../infra/db/lines/replan';
import { callbacksOf, callLine } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { eventually } from '../setup/eventually';

const HOUR_MS = 3_600_000;
/** A Tuesday at ten. */
const NOW = Date.UTC(2027, 4, 11, 10);

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const RETRY = {
  ...DEFAULT_SETTINGS.retry,
  enabled: true,
  limit: 3,
  schedule: 'scheduled_time',
  scheduleHours: 5,
} as const;
const SETTINGS: CampaignSettings = {
  ...DEFAULT_SETTINGS,
  retry: RETRY,
  callback: { ...DEFAULT_SETTINGS.callback, enabled: true },
};
const CONDITION = { column: 'plan', operator: 'equals', value: 'pro' } as const;

const newCampaign = (settings: Partial<CampaignSettings> = {}) => world.newCampaign({ ...SETTINGS, ...settings });

/** A line that waits for its first retry, due at 15:00. */
async function waiting(campaignId: number): Promise<number> {
  const lineId = await world.newLine(campaignId);
  await callLine(world, { campaignId, lineId }, { disposition: 'busy' }, NOW);
  return lineId;
}

async function store(campaignId: number, settings: Partial<CampaignSettings>): Promise<void> {
  await world.db
    .updateTable('campaigns')
    .set({ settings: JSON.stringify({ ...SETTINGS, ...settings }) })
    .where('id', '=', campaignId)
    .execute();
}

/** Stores settings and applies them to every line. */
async function apply(campaignId: number, settings: Partial<CampaignSettings>, now = NOW): Promise<void> {
  await store(campaignId, settings);
  for (let after: number | null = 0; after !== null;) {
    ({ lastLineId: after } = await replanLines(world.db, campaignId, after, now));
  }
}

const effect = async (campaignId: number, settings: Partial<CampaignSettings>, options = {}) =>
  effectOfSettings(world.db, await world.campaign(campaignId), { ...SETTINGS, ...settings }, NOW, options);

test('a retry follows the new delay from the end of its call on, and its contact is woken only when it comes earlier', async () => {
  const { id } = await newCampaign();
  const lineId = await waiting(id);
  await apply(id, { retry: { ...RETRY, scheduleHours: 8 } });
  expect(await world.line(lineId)).toMatchObject({
    next_attempt_at: new Date(NOW + 8 * HOUR_MS),
    wake_requested_at: null,
    retries_used: 1,
  });
  await apply(id, { retry: { ...RETRY, scheduleHours: 2 } }, NOW + HOUR_MS);
  expect(await world.line(lineId)).toMatchObject({
    next_attempt_at: new Date(NOW + 2 * HOUR_MS),
    wake_requested_at: expect.any(Date),
    next_attempt_reason: 'busy: retry 1 of 3',
  });
});

test('a lower limit ends those beyond it, and says so; a higher one brings nobody back', async () => {
  const { id } = await newCampaign();
  const lineId = await waiting(id);
  await apply(id, { retry: { ...RETRY, limit: 0 } });
  const ended = await world.line(lineId);
  expect(ended).toMatchObject({
    call_status: 'busy',
    closing_reason: 'busy; the retry limit is 0 now',
    ready: false,
    next_attempt_at: null,
    wake_requested_at: expect.any(Date),
    closed_at: expect.any(Date),
  });
  await apply(id, {});
  expect(await world.line(lineId)).toMatchObject({ call_status: 'busy' });
});

test('a condition skips who does not meet it, and brings them back when it is gone, promise and all', async () => {
  const { id } = await newCampaign();
  const fresh = await world.newLine(id);
  const retrying = await waiting(id);
  const promised = await world.newLine(id);
  const wish = { disposition: 'completed', outcome: { callback_text: 'tomorrow at 3pm' } } as const;
  await callLine(world, { campaignId: id, lineId: promised }, wish, NOW);

  await apply(id, { conditions: [CONDITION] });
  for (const lineId of [fresh, retrying, promised]) {
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'skipped',
      skipped_condition: CONDITION,
      closing_reason: 'condition not met: plan equals pro',
      ready: false,
      next_attempt_at: null,
    });
  }
  expect((await world.line(fresh)).wake_requested_at).toBeNull();
  expect((await world.line(retrying)).wake_requested_at).not.toBeNull();
  expect(await callbacksOf(world, promised)).toMatchObject([{ status: 'missed' }]);

  await apply(id, {}, NOW + HOUR_MS);
  expect(await world.line(fresh)).toMatchObject({
    call_status: 'queued',
    ready: true,
    skipped_condition: null,
    closing_reason: null,
    closed_at: null,
  });
  expect(await world.line(retrying)).toMatchObject({
    call_status: 'retry_scheduled',
    next_attempt_at: new Date(NOW + 5 * HOUR_MS),
    retries_used: 1,
  });
  expect(await world.line(promised)).toMatchObject({
    call_status: 'callback_scheduled',
    next_attempt_at: new Date(Date.UTC(2027, 4, 12, 15)),
  });
  expect(await callbacksOf(world, promised)).toMatchObject([{ status: 'pending', settled_at: null }]);
});

test('a call in progress, and lines that are final, are left alone', async () => {
  const { id } = await newCampaign();
  const speaking = await world.newLine(id);
  await world.claim(id, speaking, NOW);
  const done = await world.newLine(id);
  await callLine(world, { campaignId: id, lineId: done }, { disposition: 'completed' }, NOW);
  const before = [await world.line(speaking), await world.line(done)];
  await apply(id, { retry: { ...RETRY, enabled: false }, conditions: [CONDITION] });
  expect([await world.line(speaking), await world.line(done)]).toEqual(before);
});

test('a line that somebody else holds is passed over, and nothing waits for it', async () => {
  const { id } = await newCampaign();
  const held = await waiting(id);
  const free = await waiting(id);
  await world.db.transaction().execute(async (trx) => {
    await trx.selectFrom('lines').select('id').where('id', '=', held).forUpdate().execute();
    await apply(id, { retry: { ...RETRY, limit: 0 } });
  });
  expect(await world.line(held)).toMatchObject({ call_status: 'retry_scheduled' });
  expect(await world.line(free)).toMatchObject({ call_status: 'busy' });
});

test('a campaign does not complete while settings bring a skipped contact back', async () => {
  const { id } = await world.newCampaign({ ...SETTINGS, conditions: [CONDITION] }, { type: 'finite' });
  const lineId = await world.newLine(id);
  await apply(id, { conditions: [CONDITION] });
  await store(id, {});
  let commit: () => void = () => undefined;
  let replanned: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  const untilReplanned = new Promise<void>((resolve) => (replanned = resolve));
  const replanning = world.db.transaction().execute(async (trx) => {
    await replanLines(trx, id, 0, NOW);
    replanned();
    await held;
  });
  await untilReplanned;
  const ending = recordCampaignEnd(world.db, { campaignId: id, revision: 1, status: 'completed' });
  await Promise.race([ending, eventually(async () => expect(await sessionsThatWait()).toBe(1))]);
  commit();
  await replanning;
  expect(await ending).toMatchObject({ open: true });
  expect(await world.line(lineId)).toMatchObject({ call_status: 'queued', ready: true });
});

test('applied twice, settings change nothing more', async () => {
  const { id } = await newCampaign();
  const lines = [await waiting(id), await waiting(id), await world.newLine(id)];
  const changed = { retry: { ...RETRY, scheduleHours: 2 } };
  await apply(id, changed);
  const once = await Promise.all(lines.map((lineId) => world.line(lineId)));
  await apply(id, changed, NOW + HOUR_MS);
  expect(await Promise.all(lines.map((lineId) => world.line(lineId)))).toEqual(once);
});

describe('the effect', () => {
  test('is told without changing anything, and is what applying the settings then does', async () => {
    const { id } = await newCampaign();
    const lines = [await waiting(id), await waiting(id), await world.newLine(id)];
    const before = await Promise.all(lines.map((lineId) => world.line(lineId)));
    expect(await effect(id, { retry: { ...RETRY, scheduleHours: 2 } })).toEqual({
      waiting: 3,
      earlier: 2,
      later: 0,
      ended: 0,
      skipped: 0,
      restored: 0,
      unchanged: 1,
      text: '2 contacts get an earlier call.',
    });
    expect(await effect(id, { retry: { ...RETRY, enabled: false } })).toMatchObject({
      ended: 2,
      text: '2 contacts end now.',
    });
    expect(await effect(id, { conditions: [CONDITION] })).toMatchObject({ skipped: 3, unchanged: 0 });
    expect(await effect(id, {})).toMatchObject({ text: 'Nothing changes for the contacts that wait.' });
    expect(await Promise.all(lines.map((lineId) => world.line(lineId)))).toEqual(before);
  });

  test('tells of those that come back, and of callbacks that are dropped with it', async () => {
    const { id } = await newCampaign({ conditions: [CONDITION] });
    await world.newLine(id);
    await apply(id, { conditions: [CONDITION] });
    expect(await effect(id, {})).toMatchObject({ waiting: 0, restored: 1, text: '1 contact is no longer skipped.' });

    const other = await newCampaign();
    const wish = { disposition: 'completed', outcome: { callback_text: 'tomorrow at 3pm' } } as const;
    await callLine(world, { campaignId: other.id, lineId: await world.newLine(other.id) }, wish, NOW);
    const off = { callback: { ...SETTINGS.callback, enabled: false } };
    expect(await effect(other.id, off)).toMatchObject({ ended: 0 });
    expect(await effect(other.id, off, { dropPending: true })).toMatchObject({ ended: 1 });
  });
});

test('10,000 sleepers are all reached, page by page', async () => {
  const { id } = await newCampaign({
    contactHours: { enabled: true, startMinute: null, endMinute: null, strict: null },
  });
  await sleepers(id, 10_000);
  const contactHours = { enabled: true, startMinute: null, endMinute: null, strict: null };
  const told = performance.now();
  const found = await effect(id, { contactHours, retry: { ...RETRY, scheduleHours: 2 } });
  const applied = performance.now();
  await apply(id, { contactHours, retry: { ...RETRY, scheduleHours: 2 } });
  const done = performance.now();
  if (process.env['EVERDIAL_PRINT_FIGURES']) {
    console.log(`effect ${Math.round(applied - told)} ms, replan ${Math.round(done - applied)} ms for 10,000 sleepers`);
  }
  expect(found).toMatchObject({ waiting: 10_000, earlier: 10_000 });
  const { rows } = await sql<{ count: number }>`
    select count(*) from lines where campaign_id = ${id} and wake_requested_at is not null
      and next_attempt_at < ${new Date(NOW + 5 * HOUR_MS)}`.execute(world.db);
  expect(rows[0]!.count).toBe(10_000);
}, 120_000);

/** How many sessions of this database wait for somebody's lock. */
async function sessionsThatWait(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(world.db);
  return rows[0]!.count;
}

/** Lines in all parts of the world that wait for their first retry. */
async function sleepers(campaignId: number, count: number): Promise<void> {
  await sql`
    with made as (
      insert into lines (organization_id, campaign_id, to_number, timezone, call_status, ready, ready_at, attempts,
        retries_used, next_attempt_at, next_attempt_reason)
      select 1, ${campaignId}, '+1555' || (3000000 + n),
        (array['Europe/London', 'Europe/Berlin', 'Africa/Lagos', null])[1 + n % 4],
        'retry_scheduled', false, null, 1, 1, ${new Date(NOW + 5 * HOUR_MS)}, 'busy: retry 1 of 3'
      from generate_series(1, ${count}) as n
      returning id, to_number
    )
    insert into attempts (organization_id, campaign_id, line_id, attempt_no, lease, reference, phone_number_id,
      from_number, to_number, provider, status, disposition, settings_version, deadline_at, ended_at, recorded_at,
      next_step)
    select 1, ${campaignId}, id, 1, 1000000 + id, gen_random_uuid(), ${world.phoneNumberId}, '+15550000000', to_number,
      'simulator', 'ended', 'busy', 1, now(), ${new Date(NOW)}, now(), ${JSON.stringify({ decidedAt: NOW })}::jsonb
    from made`.execute(world.db);
}
