import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { callbackFigures, dropPendingCallbacks } from '../../infra/db/attempts/callbacks';
import { markLineDue } from '../../infra/db/lines/line-queue';
import { replanLines } from '../../infra/db/lines/replan';
import { callbacksOf, callLine, makeReady } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const CALLING_BACK: Partial<CampaignSettings> = { callback: { ...DEFAULT_SETTINGS.callback, enabled: true } };

async function newLine(settings: Partial<CampaignSettings> = CALLING_BACK, columns = {}, line = {}) {
  const campaign = await world.newCampaign(settings, columns);
  return { campaignId: campaign.id, lineId: await world.newLine(campaign.id, line) };
}

const asking = (outcome: Record<string, unknown>) => ({ disposition: 'completed' as const, outcome });

describe('the time asked for', () => {
  const SPOKEN = Date.UTC(2027, 4, 11, 8);

  test.each([
    [
      'of the provider wins over the words',
      { callback_at: '2027-05-12T13:00:00Z', callback_text: 'at five' },
      '2027-05-12T15:00',
      'provider',
    ],
    [
      'of the provider without an offset is meant in the zone of the contact',
      { callback_at: '2027-05-12T15:00:00' },
      '2027-05-12T15:00',
      'provider',
    ],
    [
      'is read from the words, relative to the end of the call',
      { callback_text: 'tomorrow at 3pm' },
      '2027-05-12T15:00',
      'words',
    ],
    [
      'of a provider that sent no time at all is read from the words',
      { callback_at: 'soon', callback_text: 'in two hours' },
      '2027-05-11T12:00',
      'words',
    ],
    [
      'that cannot be read becomes the default delay',
      { callback_text: 'when the cows come home' },
      '2027-05-11T12:00',
      'default_delay',
    ],
    [
      'that has passed becomes the default delay',
      { callback_at: '2027-05-10T13:00:00Z' },
      '2027-05-11T12:00',
      'default_delay',
    ],
    [
      'lies no more than the days allowed ahead',
      { callback_at: '2028-05-12T13:00:00Z' },
      '2027-06-10T10:00',
      'provider',
    ],
  ])('%s', async (_rule, outcome, wallClock, source) => {
    const line = await newLine(CALLING_BACK, {}, { timezone: 'Europe/Berlin' });
    const { step } = await callLine(world, line, asking(outcome), SPOKEN);
    expect(await callbacksOf(world, line.lineId)).toMatchObject([
      { wall_clock: wallClock, zone: 'Europe/Berlin', source, status: 'pending' },
    ]);
    expect(step).toMatchObject({ kind: 'wait', status: 'callback_scheduled' });
  });

  test('is meant in the zone of the number when the contact has none, and of the campaign for want of both', async () => {
    const byNumber = await newLine(CALLING_BACK, { timezone: 'America/New_York' }, { toNumber: '+442079460958' });
    await callLine(world, byNumber, asking({ callback_text: 'tomorrow at 3pm' }), SPOKEN);
    expect(await callbacksOf(world, byNumber.lineId)).toMatchObject([{ zone: 'Europe/London' }]);
    const byCampaign = await newLine(CALLING_BACK, { timezone: 'America/New_York' });
    await callLine(world, byCampaign, asking({ callback_text: 'tomorrow at 3pm' }), SPOKEN);
    expect(await callbacksOf(world, byCampaign.lineId)).toMatchObject([
      { zone: 'America/New_York', asked_for: new Date('2027-05-12T19:00:00Z') },
    ]);
  });

  test('is shown with the words, and moved into the hours', async () => {
    const hours = {
      zone: 'UTC',
      dailyStop: null,
      dailyStart: null,
      weekdays: null,
      windows: [{ startMinute: 540, endMinute: 1020 }],
      closedDates: [],
    };
    const line = await newLine({ ...CALLING_BACK, hours });
    const now = Date.UTC(2027, 4, 11, 10);
    await callLine(world, line, asking({ callback_text: 'tonight at 9pm' }), now);
    expect(await callbacksOf(world, line.lineId)).toMatchObject([
      {
        text: 'tonight at 9pm',
        asked_for: new Date('2027-05-11T21:00:00Z'),
        due_at: new Date('2027-05-12T09:00:00Z'),
      },
    ]);
    expect(await world.line(line.lineId)).toMatchObject({
      next_attempt_reason: 'asked to be called back ("tonight at 9pm"); moved into the calling hours',
      callbacks_used: 1,
      retries_used: 0,
      interaction_status: 'callback_requested',
    });
  });

  test.each([
    ['Europe/Berlin', Date.UTC(2027, 2, 27, 19), '2027-03-28T13:00:00.000Z'],
    ['America/New_York', Date.UTC(2027, 2, 13, 23), '2027-03-14T19:00:00.000Z'],
  ])('keeps its wall-clock time over a change of the clocks: %s', async (timezone, spokenAt, instant) => {
    const line = await newLine(CALLING_BACK, {}, { timezone });
    await callLine(world, line, asking({ callback_text: 'tomorrow at 3pm' }), spokenAt);
    const [callback] = await callbacksOf(world, line.lineId);
    expect(callback!.due_at.toISOString()).toBe(instant);
  });

  test('is recomputed from the wall clock when settings are applied', async () => {
    const line = await newLine(CALLING_BACK, {}, { timezone: 'Europe/Berlin' });
    await callLine(world, line, asking({ callback_text: 'tomorrow at 3pm' }), SPOKEN);
    // As if a law had moved the clocks since: what was stored is an hour off.
    await world.db
      .updateTable('callbacks')
      .set({ due_at: new Date('2027-05-12T14:00:00Z') })
      .where('line_id', '=', line.lineId)
      .execute();
    await world.db
      .updateTable('lines')
      .set({ next_attempt_at: new Date('2027-05-12T14:00:00Z') })
      .where('id', '=', line.lineId)
      .execute();
    await replanLines(world.db, line.campaignId, 0, SPOKEN);
    const due = new Date('2027-05-12T13:00:00Z');
    expect(await callbacksOf(world, line.lineId)).toMatchObject([{ due_at: due }]);
    const moved = await world.line(line.lineId);
    expect(moved.next_attempt_at).toEqual(due);
    expect(moved.wake_requested_at).not.toBeNull();
  });
});

describe('a promise', () => {
  const due = Date.UTC(2027, 4, 12, 15);
  const wish = asking({ callback_at: new Date(due).toISOString() });

  async function promised() {
    const line = await newLine();
    await callLine(world, line, wish, due - DAY_MS);
    return line;
  }

  test.each([
    ['kept up to five minutes after its time', due + 5 * MINUTE_MS, 'kept'],
    ['late from then on', due + 5 * MINUTE_MS + 1, 'late'],
  ])('is %s', async (_rule, calledAt, status) => {
    const line = await promised();
    await makeReady(world, line.lineId);
    await callLine(world, line, { disposition: 'no_answer' }, calledAt);
    expect(await callbacksOf(world, line.lineId)).toMatchObject([{ status }]);
  });

  test('stands while the provider has no room for it', async () => {
    const line = await promised();
    await makeReady(world, line.lineId);
    const { step } = await callLine(world, line, { disposition: 'no_capacity', rawCode: 'full' }, due);
    expect(step).toMatchObject({ kind: 'wait', status: 'callback_scheduled', until: due + 15_000 });
    expect(await callbacksOf(world, line.lineId)).toMatchObject([{ status: 'pending' }]);
    await replanLines(world.db, line.campaignId, 0, due + 1_000);
    expect((await world.line(line.lineId)).next_attempt_at).toEqual(new Date(due + 15_000));
  });

  test('is missed when the line ends before it', async () => {
    const line = await promised();
    await world.db
      .updateTable('campaigns')
      .set({ halt_requested: 'cancel' })
      .where('id', '=', line.campaignId)
      .execute();
    expect(await markLineDue(world.db, { lineId: line.lineId, now: due })).toMatchObject({ kind: 'close' });
    expect(await callbacksOf(world, line.lineId)).toMatchObject([{ status: 'missed' }]);
  });

  test('gives way to the next wish, and the next is counted for itself, up to the limit', async () => {
    const line = await newLine({ callback: { ...DEFAULT_SETTINGS.callback, enabled: true, limit: 2 } });
    for (let calls = 0; calls < 2; calls += 1) {
      await callLine(world, line, asking({ callback_text: 'in two hours' }), due + calls * DAY_MS);
      await makeReady(world, line.lineId);
    }
    const { step } = await callLine(world, line, asking({ callback_text: 'in two hours' }), due + 2 * DAY_MS);
    expect(step).toMatchObject({
      kind: 'close',
      status: 'completed',
      reason: 'reached; asked to be called back, and all 2 callbacks are used',
    });
    expect((await callbacksOf(world, line.lineId)).map(({ status }) => status)).toEqual(['late', 'late']);
  });

  test('is kept when callbacks are switched off, and dropped only when that is asked for', async () => {
    const line = await promised();
    const { settings } = await world.campaign(line.campaignId);
    const off = { ...settings, callback: { ...settings.callback, enabled: false } };
    await world.db
      .updateTable('campaigns')
      .set({ settings: JSON.stringify(off) })
      .where('id', '=', line.campaignId)
      .execute();
    await replanLines(world.db, line.campaignId, 0, due - HOUR_MS);
    expect(await world.line(line.lineId)).toMatchObject({ call_status: 'callback_scheduled' });
    expect((await world.line(line.lineId)).next_attempt_at).toEqual(new Date(due));

    expect(await world.db.transaction().execute((trx) => dropPendingCallbacks(trx, line.campaignId))).toBe(1);
    await replanLines(world.db, line.campaignId, 0, due - HOUR_MS);
    const ended = await world.line(line.lineId);
    expect(ended).toMatchObject({ call_status: 'completed', closing_reason: 'completed; the callback was dropped' });
    expect(ended.wake_requested_at).not.toBeNull();
  });
});

test('the figures count each promise once, by what became of it', async () => {
  const campaign = await world.newCampaign(CALLING_BACK);
  const now = Date.UTC(2027, 4, 12, 15);
  const promise = async () => {
    const line = { campaignId: campaign.id, lineId: await world.newLine(campaign.id) };
    await callLine(world, line, asking({ callback_text: 'in two hours' }), now);
    return line;
  };
  await promise();
  const [kept, late, missed] = [await promise(), await promise(), await promise()];
  await makeReady(world, kept.lineId);
  await callLine(world, kept, {}, now + 2 * HOUR_MS);
  await makeReady(world, late.lineId);
  await callLine(world, late, {}, now + 3 * HOUR_MS);
  await world.db
    .updateTable('lines')
    .set({ expires_at: new Date(now) })
    .where('id', '=', missed.lineId)
    .execute();
  await makeReady(world, missed.lineId);
  expect((await world.claim(campaign.id, missed.lineId, now + HOUR_MS)).kind).toBe('gone');
  expect(await callbackFigures(world.db, campaign.id)).toEqual({ pending: 1, kept: 1, late: 1, missed: 1, dropped: 0 });
});
