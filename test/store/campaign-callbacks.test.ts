import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { recordCampaignEnd } from '../../infra/db/campaigns/campaign-projection';
import { cancelDraft } from '../../infra/db/campaigns/campaigns';
import { markLineDue } from '../../infra/db/lines/line-queue';
import type { LineTable } from '../../infra/db/line-tables';
import { callLine, makeReady } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';

const CALLED = Date.UTC(2024, 0, 15, 3, 35, 0, 900);

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterAll(() => world.drop());

const callbacks = {
  callStatus: 'https://hooks.example/status',
  callSchedule: 'https://hooks.example/schedule',
  campaignStatus: 'https://hooks.example/campaign',
};
const RETRYING = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 1 };

async function newLine(settings: Partial<CampaignSettings> = {}, timezone = 'Asia/Kolkata') {
  const campaign = await world.newCampaign({ callbacks, ...settings }, { timezone });
  const lineId = await world.newLine(campaign.id);
  const added = { created_at: new Date(Date.UTC(2024, 0, 15, 3, 30)) };
  await world.db.updateTable('lines').set(added).where('id', '=', lineId).execute();
  return { campaignId: campaign.id, lineId };
}

/** The bodies as they would be sent: the order of their fields is part of them. */
async function bodies(campaignId: number, kind: 'call_status' | 'call_schedule' | 'campaign_status') {
  const rows = await world.db
    .selectFrom('deliveries')
    .select('body')
    .where('campaign_id', '=', campaignId)
    .where('kind', '=', kind)
    .orderBy('id')
    .execute();
  return rows.map(({ body }) => JSON.stringify(body));
}

describe('call_status_callback', () => {
  test.each([
    ['Asia/Kolkata', '2024-01-15T09:05:00+05:30'],
    ['UTC', '2024-01-15T03:35:00+00:00'],
    ['America/New_York', '2024-01-14T22:35:00-05:00'],
  ])('has exactly these fields in this order, with dates of the zone %s', async (timezone, date) => {
    const line = await newLine({}, timezone);
    const { attemptId } = await callLine(world, line, { disposition: 'completed' }, CALLED);
    expect(await bodies(line.campaignId, 'call_status')).toEqual([
      JSON.stringify({
        campaign_sid: `camp_${line.campaignId}`,
        call_sid: `call_${attemptId}`,
        date_created: date,
        date_updated: date,
        number: (await world.line(line.lineId)).to_number,
        status: 'completed',
      }),
    ]);
  });

  test.each([
    ['completed', 'retry', 'completed'],
    ['busy', 'retry', 'busy'],
    ['declined', 'retry', 'busy'],
    ['no_answer', 'retry', 'no-answer'],
    ['voicemail', 'retry', 'no-answer'],
    ['voicemail', 'reached', 'completed'],
    ['failed', 'retry', 'failed'],
    ['invalid_number', 'retry', 'failed'],
    ['unknown', 'retry', 'failed'],
  ] as const)('%s with the voicemail policy %s is told as %s', async (disposition, voicemail, status) => {
    const line = await newLine({ retry: { ...DEFAULT_SETTINGS.retry, voicemail } });
    await callLine(world, line, { disposition });
    expect((await bodies(line.campaignId, 'call_status')).map((body) => JSON.parse(body) as object)).toMatchObject([
      { status },
    ]);
  });

  test('a call that the pre-call webhook has failed is told as failed', async () => {
    const line = await newLine();
    await callLine(world, line, { disposition: 'failed', rawCode: 'pre_call_webhook' });
    expect(await bodies(line.campaignId, 'call_status')).toEqual([expect.stringContaining('"status":"failed"')]);
  });

  test('comes once for each attempt, however often its end is reported, and not for what was none', async () => {
    const line = await newLine({ retry: RETRYING });
    const { attemptId } = await callLine(world, line, { disposition: 'busy' });
    await recordOutcome(world.db, { attemptId, now: Date.now() });
    await makeReady(world, line.lineId);
    await callLine(world, line, { disposition: 'no_capacity' });
    await makeReady(world, line.lineId);
    await callLine(world, line, { disposition: 'no_answer' });
    const sent = await bodies(line.campaignId, 'call_status');
    expect(sent.map((body) => (JSON.parse(body) as { status: string }).status)).toEqual(['busy', 'no-answer']);
  });
});

describe('call_schedule_callback', () => {
  test('has exactly these fields in this order, with every attempt and the number of the last', async () => {
    const line = await newLine({ retry: RETRYING });
    const first = await callLine(world, line, { disposition: 'busy' }, CALLED);
    expect(await bodies(line.campaignId, 'call_schedule')).toEqual([]);
    const number = await world.newNumber('+15550100099');
    await world.db
      .updateTable('campaigns')
      .set({ phone_number_id: number })
      .where('id', '=', line.campaignId)
      .execute();
    await makeReady(world, line.lineId);
    await callLine(world, line, { disposition: 'no_capacity' }, CALLED);
    await makeReady(world, line.lineId);
    const last = await callLine(world, line, { disposition: 'declined' }, CALLED + 60_000);
    expect(await bodies(line.campaignId, 'call_schedule')).toEqual([
      JSON.stringify({
        campaign_sid: `camp_${line.campaignId}`,
        to: (await world.line(line.lineId)).to_number,
        from: '+15550100099',
        call_sids: [`call_${first.attemptId}`, `call_${last.attemptId}`],
        status: 'busy',
        date_created: '2024-01-15T09:00:00+05:30',
        date_updated: '2024-01-15T09:06:00+05:30',
      }),
    ]);
  });

  const closedWhileWaiting = async (
    status: LineTable['call_status']['__select__'],
    end: { disposition: 'busy' | 'failed'; rawCode?: string } | null,
  ) => {
    const line = await newLine({ retry: RETRYING });
    if (end) await callLine(world, line, end);
    const closed = { call_status: status, ready: false, next_attempt_at: null, closed_at: new Date(CALLED) };
    await world.db.updateTable('lines').set(closed).where('id', '=', line.lineId).execute();
    const due = { lineId: line.lineId, now: Date.now() };
    await markLineDue(world.db, due);
    await markLineDue(world.db, due);
    return bodies(line.campaignId, 'call_schedule');
  };

  test.each(['skipped', 'suppressed', 'expired', 'cancelled'] as const)(
    'a line that was %s is told of once, if a call was placed, and never if none was',
    async (status) => {
      expect(await closedWhileWaiting(status, { disposition: 'busy' })).toEqual([
        expect.stringContaining('"status":"busy","date_created":"2024-01-15T09:00:00+05:30"'),
      ]);
      expect(await closedWhileWaiting(status, { disposition: 'failed', rawCode: 'pre_call_webhook' })).toEqual([]);
      expect(await closedWhileWaiting(status, null)).toEqual([]);
    },
  );

  test('a line whose attempts were all failed by the pre-call webhook is done with, and told of', async () => {
    const line = await newLine();
    await callLine(world, line, { disposition: 'failed', rawCode: 'pre_call_webhook' });
    expect(await bodies(line.campaignId, 'call_schedule')).toEqual([expect.stringContaining('"status":"failed"')]);
  });
});

describe('status_callback', () => {
  const reportUrl = (id: number, at: Date) => `https://dial.example/reports/${id}/${at.getTime()}`;

  test.each([
    ['completed', 'Completed'],
    ['failed', 'Failed'],
    ['cancelled', 'Canceled'],
  ] as const)('a campaign that has %s tells it once, with the link to its report', async (status, word) => {
    const campaign = await world.newCampaign({ callbacks }, { timezone: 'Asia/Kolkata' });
    const created_at = new Date(CALLED);
    await world.db.updateTable('campaigns').set({ created_at }).where('id', '=', campaign.id).execute();
    const end = { campaignId: campaign.id, revision: 9, status };
    const first = await recordCampaignEnd(world.db, end, reportUrl);
    const sent = await bodies(campaign.id, 'campaign_status');
    const endedAt = (await world.campaign(campaign.id)).ended_at!;
    const inIndia = new Date(endedAt.getTime() + 5.5 * 3_600_000).toISOString().slice(0, 19);
    expect(sent).toEqual([
      JSON.stringify({
        campaign_sid: `camp_${campaign.id}`,
        status: word,
        date_created: '2024-01-15T09:05:00+05:30',
        date_updated: `${inIndia}+05:30`,
        report_url: reportUrl(campaign.id, endedAt),
      }),
    ]);
    expect(await recordCampaignEnd(world.db, end, () => 'https://elsewhere.example')).toEqual(first);
    expect(await bodies(campaign.id, 'campaign_status')).toEqual(sent);
  });

  test('a draft that is cancelled tells it through the outbox: it has no workflow', async () => {
    const campaign = await world.newCampaign({ callbacks }, { status: 'draft' });
    await world.db.transaction().execute((trx) => cancelDraft(trx, campaign.id, reportUrl));
    const [delivery] = await world.db
      .selectFrom('deliveries')
      .selectAll()
      .where('campaign_id', '=', campaign.id)
      .execute();
    expect(delivery).toMatchObject({ kind: 'campaign_status', body: { status: 'Canceled' } });
    expect(delivery!.due_at!.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
