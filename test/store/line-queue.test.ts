import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { closeWaitingLines, markLineDue } from '../../infra/db/lines/line-queue';
import { expireLines } from '../../infra/db/lines/sweep';
import { clearWakes, countToldContacts, nextWakes, type RequestedWake } from '../../infra/db/lines/wake-outbox';
import { callbacksOf, callLine } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';

const HOUR_MS = 3_600_000;
/** A Tuesday at ten. */
const NOW = Date.UTC(2027, 4, 11, 10);

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

beforeEach(async () => {
  await world.db.updateTable('lines').set({ wake_requested_at: null }).execute();
});

afterAll(() => world.drop());

const RETRYING: CampaignSettings = {
  ...DEFAULT_SETTINGS,
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time', scheduleHours: 5 },
};
const OFFICE_HOURS = {
  zone: 'UTC',
  dailyStop: null,
  dailyStart: null,
  weekdays: null,
  windows: [{ startMinute: 540, endMinute: 1020 }],
  closedDates: [],
};

/** A line that waits for its retry, due at 15:00. */
async function waiting(settings: CampaignSettings = RETRYING) {
  const campaign = await world.newCampaign(settings);
  const line = { campaignId: campaign.id, lineId: await world.newLine(campaign.id) };
  await callLine(world, line, { disposition: 'busy' }, NOW);
  return line;
}

async function change(campaignId: number, settings: Partial<CampaignSettings>): Promise<void> {
  await world.db
    .updateTable('campaigns')
    .set({ settings: JSON.stringify({ ...RETRYING, ...settings }), settings_version: 2 })
    .where('id', '=', campaignId)
    .execute();
}

describe('a contact that wakes', () => {
  const due = NOW + 5 * HOUR_MS;

  test('waits on before its time, and goes into the queue at it', async () => {
    const { lineId } = await waiting();
    expect(await markLineDue(world.db, { lineId, now: due - 1 })).toEqual({ kind: 'wait', until: due });
    expect(await world.line(lineId)).toMatchObject({ ready: false });
    expect(await markLineDue(world.db, { lineId, now: due })).toEqual({ kind: 'due', priority: 5 });
    expect(await world.line(lineId)).toMatchObject({ ready: true });
    expect(await markLineDue(world.db, { lineId, now: due + 1 })).toEqual({ kind: 'due', priority: 5 });
  });

  test('ends when the retries were taken away meanwhile, with how its last call went', async () => {
    const { campaignId, lineId } = await waiting();
    await change(campaignId, { retry: { ...RETRYING.retry, limit: 0 } });
    expect(await markLineDue(world.db, { lineId, now: due })).toMatchObject({ kind: 'close', status: 'busy' });
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'busy',
      closing_reason: 'busy; the retry limit is 0 now',
      next_attempt_at: null,
    });
  });

  test('is skipped when a condition does not hold any more', async () => {
    const { campaignId, lineId } = await waiting();
    const condition = { column: 'plan', operator: 'equals', value: 'pro' } as const;
    await change(campaignId, { conditions: [condition] });
    expect(await markLineDue(world.db, { lineId, now: due })).toMatchObject({ kind: 'close', status: 'skipped' });
    expect(await world.line(lineId)).toMatchObject({ call_status: 'skipped', skipped_condition: condition });
  });

  test('waits for the opening when the hours are closed now', async () => {
    const { campaignId, lineId } = await waiting();
    await change(campaignId, { hours: { ...OFFICE_HOURS, windows: [{ startMinute: 1080, endMinute: 1200 }] } });
    const until = Date.UTC(2027, 4, 11, 18);
    expect(await markLineDue(world.db, { lineId, now: due })).toEqual({ kind: 'wait', until });
    expect(await world.line(lineId)).toMatchObject({
      next_attempt_at: new Date(until),
      next_attempt_reason: 'busy: retry 1 of 3; moved into the calling hours',
    });
  });

  test('goes into the queue of a campaign that stopped for the day and has no start: somebody resumes it', async () => {
    const { campaignId, lineId } = await waiting();
    await change(campaignId, { hours: { ...OFFICE_HOURS, windows: [], dailyStop: { minute: 720, zone: 'UTC' } } });
    await world.db
      .updateTable('campaigns')
      .set({ opened_at: new Date(NOW) })
      .where('id', '=', campaignId)
      .execute();
    expect(await markLineDue(world.db, { lineId, now: due })).toEqual({ kind: 'due', priority: 5 });
  });

  test('is not called earlier by itself than what holds it off: settings are applied to all at once', async () => {
    const { campaignId, lineId } = await waiting();
    await change(campaignId, { retry: { ...RETRYING.retry, schedule: 'immediately' } });
    expect(await markLineDue(world.db, { lineId, now: due - HOUR_MS })).toEqual({ kind: 'wait', until: due });
  });

  test('ends with a campaign that cannot go on', async () => {
    const { campaignId, lineId } = await waiting();
    await world.db.updateTable('campaigns').set({ halt_requested: 'fail' }).where('id', '=', campaignId).execute();
    expect(await markLineDue(world.db, { lineId, now: due })).toMatchObject({ kind: 'close', status: 'cancelled' });
  });
});

test('cancelling ends waiting lines, misses what they were promised, and wakes those that sleep', async () => {
  const callback = { ...DEFAULT_SETTINGS.callback, enabled: true };
  const campaign = await world.newCampaign({ ...RETRYING, callback });
  const fresh = await world.newLine(campaign.id);
  const asleep = await world.newLine(campaign.id);
  const wish = { disposition: 'completed', outcome: { callback_text: 'tomorrow at 3pm' } } as const;
  await callLine(world, { campaignId: campaign.id, lineId: asleep }, wish, NOW);
  expect(await closeWaitingLines(world.db, campaign.id)).toBe(2);
  expect(await closeWaitingLines(world.db, campaign.id)).toBe(0);
  expect(await world.line(fresh)).toMatchObject({ call_status: 'cancelled', wake_requested_at: null });
  expect(await world.line(asleep)).toMatchObject({ call_status: 'cancelled', wake_requested_at: expect.any(Date) });
  expect(await callbacksOf(world, asleep)).toMatchObject([{ status: 'missed' }]);
});

test('a contact that has expired ends, also in a paused campaign, and one that speaks does not', async () => {
  const campaign = await world.newCampaign(RETRYING);
  const expiresAt = new Date(NOW + HOUR_MS);
  const newLine = () => world.newLine(campaign.id, { expiresAt });
  const [fresh, asleep, speaking, later] = [
    await newLine(),
    await newLine(),
    await newLine(),
    await world.newLine(campaign.id),
  ];
  await callLine(world, { campaignId: campaign.id, lineId: asleep }, { disposition: 'busy' }, NOW);
  await world.claim(campaign.id, speaking, NOW);
  await world.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', campaign.id).execute();
  expect(await expireLines(world.db, NOW + HOUR_MS - 1)).toEqual([]);
  expect(await expireLines(world.db, NOW + HOUR_MS)).toEqual([campaign.id]);
  expect(await expireLines(world.db, NOW + HOUR_MS)).toEqual([]);
  expect(await world.line(fresh)).toMatchObject({ call_status: 'expired', wake_requested_at: null });
  expect(await world.line(asleep)).toMatchObject({ call_status: 'expired', wake_requested_at: expect.any(Date) });
  expect(await world.line(speaking)).toMatchObject({ call_status: 'in_progress' });
  expect(await world.line(later)).toMatchObject({ call_status: 'queued' });
});

describe('the list of contacts to wake', () => {
  const heard = (wakes: readonly RequestedWake[]) => wakes.map((wake) => ({ ...wake, isHeard: true }));

  test('keeps one whose line was changed again while it was being woken', async () => {
    const { campaignId, lineId } = await waiting();
    const request = () =>
      world.db
        .updateTable('lines')
        .set(({ fn }) => ({ wake_requested_at: fn<Date>('clock_timestamp') }))
        .where('id', '=', lineId)
        .execute();
    await request();
    const first = await nextWakes(world.db, 10);
    expect(first).toMatchObject([{ campaignId, lineId }]);
    await request();
    await clearWakes(world.db, heard(first));
    const second = await nextWakes(world.db, 10);
    expect(second).toHaveLength(1);
    await clearWakes(world.db, heard(second));
    expect(await nextWakes(world.db, 10)).toEqual([]);
  });

  describe('knows how many were told, and have not looked yet', () => {
    const ask = async (lineId: number) => {
      await world.db.updateTable('lines').set({ wake_requested_at: new Date() }).where('id', '=', lineId).execute();
      return nextWakes(world.db, 100);
    };

    test('whoever looks is no longer counted', async () => {
      const { lineId } = await waiting();
      await clearWakes(world.db, heard(await ask(lineId)));
      const before = await countToldContacts(world.db, 100);
      expect(await world.line(lineId)).toMatchObject({ wake_requested_at: null, wake_told_at: expect.any(Date) });
      await markLineDue(world.db, { lineId, now: NOW });
      expect(await world.line(lineId)).toMatchObject({ wake_told_at: null });
      expect(await countToldContacts(world.db, 100)).toBe(before - 1);
    });

    test('nor is one that looks before it is noted that it was told', async () => {
      const { lineId } = await waiting();
      const asked = await ask(lineId);
      await markLineDue(world.db, { lineId, now: NOW });
      await clearWakes(world.db, heard(asked));
      expect(await world.line(lineId)).toMatchObject({ wake_requested_at: null, wake_told_at: null });
    });

    test('nor one that is gone', async () => {
      const { lineId } = await waiting();
      const asked = await ask(lineId);
      await clearWakes(
        world.db,
        asked.map((wake) => ({ ...wake, isHeard: false })),
      );
      expect(await world.line(lineId)).toMatchObject({ wake_requested_at: null, wake_told_at: null });
    });
  });

  test('is worked off in the order of asking', async () => {
    const lines = [await waiting(), await waiting(), await waiting()];
    const asked = [lines[2]!, lines[0]!, lines[1]!];
    for (const [second, { lineId }] of asked.entries()) {
      const at = new Date(NOW + second * 1_000);
      await world.db.updateTable('lines').set({ wake_requested_at: at }).where('id', '=', lineId).execute();
    }
    expect((await nextWakes(world.db, 2)).map(({ lineId }) => lineId)).toEqual([asked[0]!.lineId, asked[1]!.lineId]);
  });
});
