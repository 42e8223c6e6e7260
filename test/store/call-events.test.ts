import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { CALL_LOG_FIELDS } from '../../domain/webhook-endpoint';
import type { WebhookEvent, WebhookEventType } from '../../domain/webhook-events';
import { recordEnd, recordPlaced, storeProviderEvent, type StoredEvent } from '../../infra/db/attempts/attempt-events';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { rescheduleLine } from '../../infra/db/lines/line-actions';
import { markLineDue } from '../../infra/db/lines/line-queue';
import type { CallEnd } from '../../infra/telephony/provider';
import { callLine, makeReady } from '../setup/called-lines';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd, SIMULATOR } from '../setup/fake-provider';
import { deliveriesTo, heardBy, newEndpoint, newOrganization } from '../setup/listening-endpoints';

const HOUR_MS = 3_600_000;

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterEach(() => world.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());
afterAll(() => world.drop());

const RETRYING: Partial<CampaignSettings> = {
  retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 1, schedule: 'scheduled_time', scheduleHours: 5 },
};
const CALLING_BACK: Partial<CampaignSettings> = { callback: { ...DEFAULT_SETTINGS.callback, enabled: true } };

async function newLine(settings: Partial<CampaignSettings> = {}, columns = {}, line = {}) {
  const campaign = await world.newCampaign(settings, columns);
  return { campaignId: campaign.id, lineId: await world.newLine(campaign.id, line) };
}

const tell = (event: StoredEvent) => storeProviderEvent(world.db, event, SIMULATOR);

const typesHeardBy = async (endpointId: number) => (await heardBy(world.db, endpointId)).map(({ type }) => type);

test('a call tells every field of the call log, and its contact and campaign', async () => {
  const endpointId = await newEndpoint(world.db);
  const line = await newLine({}, { timezone: 'Asia/Kolkata' }, { toNumber: '+15553334444', timezone: 'Europe/Berlin' });
  const given = { external_id: 'crm-7', metadata: '{"order_id":9}', custom_variables: '{"name":"Ann"}' };
  await world.db.updateTable('lines').set(given).where('id', '=', line.lineId).execute();
  const outcome = {
    rating: 4,
    summary: 'Wants a demo.',
    recording_url: 'https://rec.example/1.mp3',
    transcript: 'agent: Hello',
    sentiment: 'positive',
    task_status: 'completed',
    task_feedback: 'all asked',
    plan: { tier: 'pro' },
  };
  const { attempt } = claimedCall(await world.claim(line.campaignId, line.lineId));
  await recordPlaced(world.db, attempt.id, 'p-1');
  await recordEnd(world.db, attempt.id, callEnd({ durationS: 41.6, outcome }));
  await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });

  const stored = (await world.attempts(line.campaignId))[0]!;
  const [started, ended] = await heardBy(world.db, endpointId);
  expect(Object.keys(ended!)).toEqual(['type', 'timestamp', 'data']);
  expect(Object.keys(ended!.data)).toEqual(['campaign', 'contact', 'call']);
  expect(ended).toMatchObject({ type: 'call.ended', timestamp: stored.ended_at!.toISOString() });
  expect(Object.keys(ended!.data.call!)).toEqual([...CALL_LOG_FIELDS]);
  expect(ended!.data.call).toEqual({
    call_id: attempt.id,
    call_sid: `call_${attempt.id}`,
    company_id: 1,
    campaign_id: line.campaignId,
    agent_id: world.agentId,
    contact_id: line.lineId,
    from_number: attempt.from_number,
    to_number: '+15553334444',
    duration: 42,
    status: 'completed',
    direction: 'outbound',
    rating: 4,
    summary: 'Wants a demo.',
    recording_url: 'https://rec.example/1.mp3',
    transcript: 'agent: Hello',
    sentiment: 'positive',
    agent_task_status: 'completed',
    agent_task_feedback: 'all asked',
    dynamic_variables: { name: 'Ann' },
    post_call_outcomes: { ...outcome, transcript: undefined },
    created_at: stored.created_at.toISOString(),
    started_at: stored.placed_at!.toISOString(),
    ended_at: stored.ended_at!.toISOString(),
  });
  expect(ended!.data.contact).toMatchObject({
    line_id: line.lineId,
    to_number: '+15553334444',
    external_id: 'crm-7',
    call_status: 'completed',
    interaction_status: 'answered',
    attempts: 1,
    next_attempt_at: null,
    timezone: 'Europe/Berlin',
    custom_variables: { name: 'Ann' },
    metadata: { order_id: 9 },
  });
  const campaign = {
    id: line.campaignId,
    campaign_sid: `camp_${line.campaignId}`,
    name: 'Test',
    status: 'in_progress',
  };
  expect(ended!.data.campaign).toMatchObject({ ...campaign, timezone: 'Asia/Kolkata', is_dynamic: true });
  expect(started).toMatchObject({
    type: 'call.started',
    data: { call: { status: 'in_progress', duration: null, post_call_outcomes: null, ended_at: null } },
  });
});

test('variables are those that the agent was given, and its agent the one that spoke', async () => {
  const endpointId = await newEndpoint(world.db);
  const { campaignId, lineId } = await newLine();
  const { attempt } = claimedCall(await world.claim(campaignId, lineId));
  const given = { agent_id: 77, variables: '{"name":"Ann","balance":12}' };
  await world.db.updateTable('attempts').set(given).where('id', '=', attempt.id).execute();
  await recordPlaced(world.db, attempt.id, 'p-1');
  const [{ data }] = (await heardBy(world.db, endpointId)) as [WebhookEvent];
  expect(data.call).toMatchObject({ agent_id: 77, dynamic_variables: { name: 'Ann', balance: 12 } });
});

describe('each attempt tells how it ended', () => {
  const cases: ReadonlyArray<readonly [string, Partial<CallEnd>, readonly WebhookEventType[]]> = [
    ['completed', { disposition: 'completed' }, ['call.ended']],
    ['voicemail', { disposition: 'voicemail' }, ['call.ended', 'call.voicemail_detected', 'contact.exhausted']],
    ['busy', { disposition: 'busy' }, ['call.failed', 'contact.exhausted']],
    ['no answer', { disposition: 'no_answer' }, ['call.failed', 'contact.exhausted']],
    ['declined', { disposition: 'declined' }, ['call.failed', 'contact.exhausted']],
    ['failed', { disposition: 'failed' }, ['call.failed', 'contact.exhausted']],
    ['an invalid number, which is never tried again', { disposition: 'invalid_number' }, ['call.failed']],
    ['unknown, which is never tried again', { disposition: 'unknown' }, ['call.failed']],
    ['no capacity, which is no attempt', { disposition: 'no_capacity' }, []],
    ['"stop calling me"', { disposition: 'declined', outcome: { do_not_call: true } }, ['call.failed']],
  ];

  test.each(cases)('%s', async (_name, end, types) => {
    const endpointId = await newEndpoint(world.db);
    const { attemptId } = await callLine(world, await newLine(), end);
    expect(await typesHeardBy(endpointId)).toEqual(types);
    await recordEnd(world.db, attemptId, callEnd(end));
    await recordOutcome(world.db, { attemptId, now: Date.now() });
    expect(await typesHeardBy(endpointId)).toEqual(types);
  });

  test('voicemail that counts as reached exhausts nobody', async () => {
    const endpointId = await newEndpoint(world.db);
    await callLine(world, await newLine({ retry: { ...DEFAULT_SETTINGS.retry, voicemail: 'reached' } }), {
      disposition: 'voicemail',
    });
    expect(await typesHeardBy(endpointId)).toEqual(['call.ended', 'call.voicemail_detected']);
  });

  test('one that was answered has ended, however it ended', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['call.ended', 'call.failed'] });
    const { campaignId, lineId } = await newLine();
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    await tell({ type: 'answered', reference: attempt.reference, providerCallId: null });
    await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    const [{ type, data }] = (await heardBy(world.db, endpointId)) as [WebhookEvent];
    expect([type, data.call!['status']]).toEqual(['call.ended', 'unknown']);
  });

  test("the provider's word for it comes with a call that failed", async () => {
    const endpointId = await newEndpoint(world.db, { events: ['call.failed'] });
    await callLine(world, await newLine(), { disposition: 'failed', rawCode: 'pre_call_webhook' });
    expect((await heardBy(world.db, endpointId))[0]!.data['reason']).toBe('pre_call_webhook');
  });
});

describe('call.started', () => {
  test('is told once, however often the call is found to be taken, and at once', async () => {
    const endpointId = await newEndpoint(world.db);
    const { campaignId, lineId } = await newLine();
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    await Promise.all([1, 2, 3].map(() => recordPlaced(world.db, attempt.id, 'p-1')));
    const deliveries = await deliveriesTo(world.db, endpointId);
    expect(deliveries).toMatchObject([
      { event_type: 'call.started', kind: 'event', attempt_id: attempt.id, line_id: lineId, campaign_id: campaignId },
    ]);
    expect(deliveries[0]!.due_at!.getTime()).toBeLessThanOrEqual(Date.now());
    await recordEnd(world.db, attempt.id, callEnd());
    const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    expect(await typesHeardBy(endpointId)).toEqual(['call.started', 'call.ended']);
    expect(step.deliveryIds).toEqual([(await deliveriesTo(world.db, endpointId))[1]!.id]);
  });

  test('is told with the end, where whoever had asked for the call was lost before the answer', async () => {
    const endpointId = await newEndpoint(world.db);
    const { campaignId, lineId } = await newLine();
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    const { reference } = attempt;
    await tell({ type: 'ended', reference, providerCallId: 'p-1', end: callEnd() });
    await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    await recordPlaced(world.db, attempt.id, 'p-1');
    expect(await typesHeardBy(endpointId)).toEqual(['call.started', 'call.ended']);
  });

  test('is never told of a call that was refused', async () => {
    const endpointId = await newEndpoint(world.db);
    await callLine(world, await newLine(), { disposition: 'invalid_number' });
    expect(await typesHeardBy(endpointId)).toEqual(['call.failed']);
  });
});

describe('contact.exhausted', () => {
  test('comes with the last retry, not before, and says why', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.exhausted'] });
    const line = await newLine(RETRYING);
    await callLine(world, line, { disposition: 'busy' });
    expect(await typesHeardBy(endpointId)).toEqual([]);
    await makeReady(world, line.lineId);
    await callLine(world, line, { disposition: 'no_answer' });
    const [event] = await heardBy(world.db, endpointId);
    expect(event!.data).toMatchObject({ reason: 'no_answer; all 1 retries used', retries_used: 1 });
    expect(event!.data.contact).toMatchObject({ call_status: 'no_answer', attempts: 2 });
    expect(event!.data.call).toMatchObject({ status: 'no_answer' });
  });

  test('comes once when changed settings take a waiting retry away', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.exhausted'] });
    const line = await newLine(RETRYING);
    const now = Date.now();
    const { attemptId } = await callLine(world, line, { disposition: 'busy' }, now);
    const settings = JSON.stringify({ ...DEFAULT_SETTINGS, retry: { ...RETRYING.retry, enabled: false } });
    await world.db.updateTable('campaigns').set({ settings }).where('id', '=', line.campaignId).execute();
    const due = await markLineDue(world.db, { lineId: line.lineId, now: now + 6 * HOUR_MS });
    const [delivery] = await deliveriesTo(world.db, endpointId);
    expect(delivery).toMatchObject({ event_type: 'contact.exhausted', attempt_id: attemptId });
    expect(due).toMatchObject({ kind: 'close', status: 'busy', deliveryIds: [delivery!.id] });
    await markLineDue(world.db, { lineId: line.lineId, now: now + 6 * HOUR_MS });
    expect(await typesHeardBy(endpointId)).toEqual(['contact.exhausted']);
  });

  test('is not told of a contact that was suppressed or cancelled while it waited', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.exhausted'] });
    const line = await newLine(RETRYING);
    await callLine(world, line, { disposition: 'busy' });
    const closed = { call_status: 'suppressed', next_attempt_at: null, closed_at: new Date() } as const;
    await world.db.updateTable('lines').set(closed).where('id', '=', line.lineId).execute();
    expect(await markLineDue(world.db, { lineId: line.lineId, now: Date.now() })).toMatchObject({ deliveryIds: [] });
    expect(await typesHeardBy(endpointId)).toEqual([]);
  });
});

describe('contact.rescheduled', () => {
  test('tells of a callback that was promised: when, and what the person has said', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.rescheduled'] });
    const line = await newLine(CALLING_BACK, {}, { timezone: 'Asia/Kolkata' });
    const now = Date.UTC(2027, 4, 11, 8);
    const outcome = { callback_text: 'tomorrow at 3pm' };
    await callLine(world, line, { disposition: 'completed', outcome }, now);
    const [event] = await heardBy(world.db, endpointId);
    expect(event!.data['reschedule']).toEqual({
      at: '2027-05-12T09:30:00.000Z',
      asked_for: '2027-05-12T09:30:00.000Z',
      timezone: 'Asia/Kolkata',
      source: 'words',
      text: 'tomorrow at 3pm',
      reason: expect.any(String),
    });
    expect(event!.data.contact).toMatchObject({
      call_status: 'callback_scheduled',
      next_attempt_at: '2027-05-12T09:30:00.000Z',
    });
  });

  test.each([
    ['never called', 0],
    ['called before', 1],
  ])('tells each time that an admin moves a contact that was %s', async (_name, calls) => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.rescheduled'] });
    const line = await newLine(RETRYING);
    if (calls > 0) await callLine(world, line, { disposition: 'busy' });
    const at = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS;
    const move = (to: number) =>
      world.db.transaction().execute(async (trx) => {
        const campaign = await world.campaign(line.campaignId);
        return rescheduleLine(trx, campaign, await world.line(line.lineId), { at: to, zone: 'UTC' });
      });
    await move(at);
    await move(at + HOUR_MS);
    const events = await heardBy(world.db, endpointId);
    expect(events.map(({ data }) => (data['reschedule'] as { at: string; source: string }).at)).toEqual([
      new Date(at).toISOString(),
      new Date(at + HOUR_MS).toISOString(),
    ]);
    expect(events[1]!.data).toMatchObject({
      reschedule: { source: 'admin', text: null },
      contact: { line_id: line.lineId, next_attempt_at: new Date(at + HOUR_MS).toISOString() },
      call: null,
    });
  });
});

describe('who hears', () => {
  test("the organization's endpoints and those of the campaign, each once; nobody else's", async () => {
    const line = await newLine();
    const other = await newLine();
    const elsewhere = await newOrganization(world.db);
    const hearing = [await newEndpoint(world.db), await newEndpoint(world.db, { campaignId: line.campaignId })];
    const deaf = [
      await newEndpoint(world.db, { campaignId: other.campaignId }),
      await newEndpoint(world.db, { organizationId: elsewhere }),
      await newEndpoint(world.db, { events: ['call.failed', 'campaign.paused'] }),
      await newEndpoint(world.db, { isActive: false }),
      await newEndpoint(world.db, { disabledAt: new Date() }),
      await newEndpoint(world.db, { deletedAt: new Date() }),
    ];
    const { step } = await callLine(world, line, { disposition: 'completed' });
    for (const id of hearing) expect(await typesHeardBy(id)).toEqual(['call.ended']);
    for (const id of deaf) expect(await typesHeardBy(id)).toEqual([]);
    const stored = (await Promise.all(hearing.map((id) => deliveriesTo(world.db, id)))).flat();
    expect(step.deliveryIds).toEqual(stored.map(({ id }) => id));
    expect(new Set(stored.map(({ webhook_id }) => webhook_id)).size).toBe(2);
  });

  test("what a contact tells is left to it for five minutes, beside the campaign's own callbacks", async () => {
    const endpointId = await newEndpoint(world.db);
    const callbacks = { ...DEFAULT_SETTINGS.callbacks, callStatus: 'https://hooks.example/status' };
    const { step } = await callLine(world, await newLine({ callbacks }), { disposition: 'busy' });
    expect(step.deliveryIds).toHaveLength(3);
    const stored = await world.db.selectFrom('deliveries').selectAll().where('id', 'in', step.deliveryIds).execute();
    expect(stored.map(({ kind }) => kind).sort()).toEqual(['call_status', 'event', 'event']);
    for (const { due_at, created_at } of stored) {
      expect(due_at!.getTime() - created_at.getTime()).toBe(5 * 60_000);
    }
    expect(await deliveriesTo(world.db, endpointId)).toHaveLength(2);
  });

  test('nobody: nothing is stored', async () => {
    const before = await world.db.selectFrom('deliveries').select('id').execute();
    const line = await newLine(RETRYING);
    const { attempt } = claimedCall(await world.claim(line.campaignId, line.lineId));
    await recordPlaced(world.db, attempt.id, 'p-1');
    await recordEnd(world.db, attempt.id, callEnd({ disposition: 'voicemail' }));
    const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    expect(step.deliveryIds).toEqual([]);
    expect(await world.db.selectFrom('deliveries').select('id').execute()).toHaveLength(before.length);
  });
});
