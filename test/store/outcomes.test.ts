import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { callbacksOf, callLine, makeReady } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';

const HOUR_MS = 3_600_000;

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const RETRYING: Partial<CampaignSettings> = {
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time', scheduleHours: 5 },
};
const CALLING_BACK: Partial<CampaignSettings> = { callback: { ...DEFAULT_SETTINGS.callback, enabled: true } };

async function newLine(settings: Partial<CampaignSettings>, columns = {}, line = {}) {
  const campaign = await world.newCampaign(settings, columns);
  return { campaignId: campaign.id, lineId: await world.newLine(campaign.id, line) };
}

test('an outcome is decided once: repeated, it answers the same and changes nothing', async () => {
  const line = await newLine(RETRYING);
  const now = Date.now();
  const { attemptId, step } = await callLine(world, line, { disposition: 'busy' }, now);
  expect(step).toMatchObject({ kind: 'wait', until: now + 5 * HOUR_MS, reason: 'busy: retry 1 of 3' });
  expect((await recordOutcome(world.db, { attemptId, now: now + HOUR_MS })).step).toEqual(step);
  expect(await world.line(line.lineId)).toMatchObject({ retries_used: 1, call_status: 'retry_scheduled' });
});

test('a retry due outside the hours moves to the next opening, on the line as in the step', async () => {
  const hours = {
    zone: 'Europe/Berlin',
    dailyStop: null,
    dailyStart: null,
    weekdays: null,
    windows: [{ startMinute: 540, endMinute: 1080 }],
    closedDates: [],
  };
  const line = await newLine({ ...RETRYING, hours }, { timezone: 'Europe/Berlin' });
  const { step } = await callLine(world, line, { disposition: 'busy' }, Date.UTC(2027, 2, 27, 15));
  // The clocks go forward in the night between.
  const until = Date.UTC(2027, 2, 28, 7);
  expect(step).toMatchObject({ until, reason: 'busy: retry 1 of 3; moved into the calling hours' });
  expect((await world.line(line.lineId)).next_attempt_at).toEqual(new Date(until));
});

test('a provider without funds is told apart, and takes no retry', async () => {
  const line = await newLine(RETRYING);
  const { step } = await callLine(world, line, { disposition: 'no_capacity', rawCode: 'insufficient_funds' });
  expect(step.reason).toBe('the provider account is without funds; not an attempt');
  expect(await world.line(line.lineId)).toMatchObject({ retries_used: 0, uncounted_in_a_row: 1, attempts: 1 });
});

test('an attempt that nobody could tell the end of ends as unknown, and is not retried', async () => {
  const line = await newLine(RETRYING);
  const claim = await world.claim(line.campaignId, line.lineId);
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const { step } = await recordOutcome(world.db, { attemptId: claim.call.attempt.id, now: Date.now() });
  expect(step).toMatchObject({ kind: 'close', status: 'unknown' });
  expect((await world.attempts(line.campaignId))[0]).toMatchObject({ status: 'ended', raw_code: 'no_report' });
});

describe('"stop calling me"', () => {
  test('suppresses the number and ends its waiting lines in every campaign, waking those that sleep', async () => {
    const toNumber = '+15558880001';
    const here = await newLine(RETRYING, {}, { toNumber });
    const fresh = await newLine({}, {}, { toNumber });
    const asleep = await newLine({ ...RETRYING, ...CALLING_BACK }, {}, { toNumber });
    await callLine(world, asleep, { disposition: 'completed', outcome: { callback_text: 'tomorrow at 3pm' } });
    const speaking = await newLine({}, {}, { toNumber });
    await world.claim(speaking.campaignId, speaking.lineId);
    const other = await newLine({}, {}, { toNumber: '+15558880002' });

    const { step } = await callLine(world, here, { disposition: 'declined', outcome: { do_not_call: true } });
    expect(step).toMatchObject({ kind: 'close', status: 'suppressed' });
    expect(await world.line(fresh.lineId)).toMatchObject({
      call_status: 'suppressed',
      ready: false,
      wake_requested_at: null,
    });
    const woken = await world.line(asleep.lineId);
    expect(woken).toMatchObject({ call_status: 'suppressed', next_attempt_at: null });
    expect(woken.wake_requested_at).not.toBeNull();
    expect(await callbacksOf(world, asleep.lineId)).toMatchObject([{ status: 'missed' }]);
    expect(await world.line(speaking.lineId)).toMatchObject({ call_status: 'in_progress' });
    expect(await world.line(other.lineId)).toMatchObject({ call_status: 'queued' });
    const listed = await world.db.selectFrom('suppressions').selectAll().where('number', '=', toNumber).execute();
    expect(listed).toMatchObject([{ reason: 'asked_during_call', source: 'call' }]);
  });

  test('is heard from the provider too', async () => {
    const toNumber = '+15558880003';
    const line = await newLine(RETRYING, {}, { toNumber });
    await callLine(world, line, { disposition: 'suppressed' });
    const listed = await world.db.selectFrom('suppressions').selectAll().where('number', '=', toNumber).execute();
    expect(listed).toMatchObject([{ reason: 'refused_by_provider' }]);
  });
});

test('the failure that trips the breaker says so once, for the workflow to be told', async () => {
  const breaker = { failureShare: 0.5, windowS: 120, minCalls: 2 };
  const campaign = await world.newCampaign({ ...RETRYING, breaker });
  // Calls of the very millisecond in which the breaker begins to count are before it.
  const now = campaign.breaker_since.getTime() + 1_000;
  const first = { campaignId: campaign.id, lineId: await world.newLine(campaign.id) };
  const second = { campaignId: campaign.id, lineId: await world.newLine(campaign.id) };
  expect((await callLine(world, first, { disposition: 'failed' }, now)).halt).toBeNull();
  const { halt, attemptId } = await callLine(world, second, { disposition: 'failed' }, now);
  expect(halt).toMatchObject({ kind: 'pause', reason: { code: 'circuit_breaker' } });
  expect(await world.campaign(campaign.id)).toMatchObject({ halt_requested: 'pause' });
  expect((await recordOutcome(world.db, { attemptId, now })).halt).toBeNull();
});

test('a campaign that cannot go on makes no further attempt', async () => {
  const line = await newLine(RETRYING);
  const claim = await world.claim(line.campaignId, line.lineId);
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  await world.db.updateTable('campaigns').set({ halt_requested: 'fail' }).where('id', '=', line.campaignId).execute();
  const { step } = await recordOutcome(world.db, { attemptId: claim.call.attempt.id, now: Date.now() });
  expect(step).toMatchObject({ kind: 'close', reason: 'unknown; the campaign has ended' });
});

test('an attempt that was none gives back what it was counted for, and connected time is added', async () => {
  const limits = { ...DEFAULT_SETTINGS.limits, callsTotal: 10 };
  const line = await newLine({ ...RETRYING, limits });
  await callLine(world, line, { disposition: 'no_capacity', rawCode: 'full', durationS: null });
  const usage = () =>
    world.db
      .selectFrom('campaign_usage')
      .select(['calls', 'connected_s'])
      .where('campaign_id', '=', line.campaignId)
      .where('period', '=', 'total')
      .executeTakeFirstOrThrow();
  expect(await usage()).toEqual({ calls: 0, connected_s: 0 });
  await makeReady(world, line.lineId);
  await callLine(world, line, { disposition: 'completed', durationS: 42 });
  expect(await usage()).toEqual({ calls: 1, connected_s: 42 });
});
