import { sql } from 'kysely';
import { recordEnd, recordPlaced } from '../../infra/db/attempts/attempt-events';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { findPreCallTarget } from '../../infra/db/attempts/pre-call-target';
import { projectCampaignStatus, recordCampaignEnd } from '../../infra/db/campaigns/campaign-projection';
import { listDeliveries } from '../../infra/db/deliveries/delivery-log';
import { newestEvent } from '../../infra/db/deliveries/past-events';
import { deleteAgent } from '../../infra/db/organizations/agents';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { storeDirectCall } from '../setup/direct-calls';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { heardBy, newEndpoint } from '../setup/listening-endpoints';

const DAY_MS = 86_400_000;

let world: ClaimWorld;
let numbersAdded = 0;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterEach(() => world.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());
afterAll(() => world.drop());

async function newAgent(fields: object = {}): Promise<number> {
  const values = { organization_id: 1, name: 'Other', provider_reference: 'agent-7', ...fields };
  return (await world.db.insertInto('agents').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

const newNumber = (agent: number | null = world.agentId, provider = 'simulator') => {
  numbersAdded += 1;
  return world.newNumber(`+1555019${String(numbersAdded).padStart(4, '0')}`, { agent, provider });
};

/** A call that is asked for from a number of its own. */
async function newCall(fields: { agentId?: number; agentOfNumber?: number | null; toNumber?: string } = {}) {
  const { agentId = world.agentId, agentOfNumber = world.agentId, toNumber = '+15553330000' } = fields;
  const call = { agentId, toNumber, customVariables: { name: 'Ann' }, metadata: { order: 7 } };
  const stored = await storeDirectCall(world.db, await newNumber(agentOfNumber), call);
  return { campaignId: stored.campaign.id, ...stored.call };
}

test('speaks with the agent that was asked for, whatever agent the number has, or none', async () => {
  const agentId = await newAgent({ welcome_message: 'Hello {{ name }}' });
  for (const agentOfNumber of [world.agentId, null]) {
    const { campaignId, lineId } = await newCall({ agentId, agentOfNumber });
    const { agent, attempt } = claimedCall(await world.claim(campaignId, lineId));
    expect(agent).toMatchObject({ id: agentId, reference: 'agent-7', welcomeMessage: 'Hello Ann' });
    expect(attempt.agent_id).toBe(agentId);
  }
});

test('asks the pre-call webhook of that agent', async () => {
  const url = 'https://example.com/pre-call';
  const agentId = await newAgent({ pre_call_webhook_url: url, webhook_direction: 'outbound' });
  const asking = await newCall({ agentId });
  const silent = await newCall();
  expect(await findPreCallTarget(world.db, asking.lineId, Date.now())).toMatchObject({ url, agentId });
  expect(await findPreCallTarget(world.db, silent.lineId, Date.now())).toBeNull();
});

test('has the id that was promised, and none of its repetitions when the provider had no room', async () => {
  const { campaignId, lineId, callId } = await newCall();
  const { attempt } = claimedCall(await world.claim(campaignId, lineId));
  expect(attempt.id).toBe(callId);
  await recordEnd(world.db, attempt.id, callEnd({ disposition: 'no_capacity', durationS: null }));
  const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
  expect(step).toMatchObject({ kind: 'wait', status: 'retry_scheduled' });
  await world.db.updateTable('lines').set({ ready: true }).where('id', '=', lineId).execute();
  const second = claimedCall(await world.claim(campaignId, lineId)).attempt;
  expect([second.attempt_no, second.id === callId]).toEqual([2, false]);
});

test.each(['no_answer', 'busy', 'failed', 'voicemail'] as const)(
  'is over when it has ended in %s',
  async (disposition) => {
    const { campaignId, lineId } = await newCall();
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    await recordEnd(world.db, attempt.id, callEnd({ disposition, outcome: { callback_text: 'tomorrow at 3' } }));
    const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    expect(step.kind).toBe('close');
  },
);

test('is not made more than a day after its time', async () => {
  const { campaignId, lineId } = await newCall();
  expect(await world.claim(campaignId, lineId, Date.now() + DAY_MS + 1_000)).toEqual({
    kind: 'gone',
    status: 'expired',
  });
});

test('is told to the endpoints of the organization, without a campaign', async () => {
  const endpointId = await newEndpoint(world.db);
  const own = await world.newCampaign();
  const ofCampaign = await newEndpoint(world.db, { campaignId: own.id });
  const { campaignId, lineId, callId } = await newCall();
  const { attempt } = claimedCall(await world.claim(campaignId, lineId));
  await recordPlaced(world.db, attempt.id, `p-${attempt.id}`);
  await recordEnd(world.db, attempt.id, callEnd());
  await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
  const events = await heardBy(world.db, endpointId);
  expect(events.map(({ type }) => type)).toEqual(['call.started', 'call.ended']);
  for (const { data } of events) {
    expect(data.campaign).toBeNull();
    expect(data.call).toMatchObject({ call_id: callId, campaign_id: null, contact_id: lineId });
    expect(data.contact).toMatchObject({ line_id: lineId, metadata: { order: 7 } });
  }
  expect(await heardBy(world.db, ofCampaign)).toEqual([]);
  const deliveries = await listDeliveries(world.db, 1, { lineId }, { before: null, limit: 10 });
  expect(deliveries.map(({ campaign_id }) => campaign_id)).toEqual([null, null]);
});

test('has a campaign around it of which nobody hears', async () => {
  const endpointId = await newEndpoint(world.db);
  const { campaignId } = await newCall();
  const projected = { campaignId, reason: null, text: null, until: null, opensAt: null, settingsVersion: 1 };
  const statuses = ['in_progress', 'waiting', 'paused', 'in_progress', 'cancelled'] as const;
  for (const [index, status] of statuses.entries()) {
    const at = Date.now();
    await projectCampaignStatus(world.db, { ...projected, status, revision: index + 1, openedAt: at, decidedAt: at });
  }
  await recordCampaignEnd(world.db, { campaignId, revision: 9, status: 'cancelled' });
  expect(await heardBy(world.db, endpointId)).toEqual([]);
  expect(await newestEvent(world.db, { organizationId: 1, campaignId: null }, 'campaign.cancelled')).toBeNull();
  expect((await world.campaign(campaignId)).status).toBe('cancelled');
});

test('two that are the first from a number share one campaign', async () => {
  const number = await newNumber();
  const calls = await Promise.all(
    Array.from({ length: 10 }, () => storeDirectCall(world.db, number, { agentId: world.agentId })),
  );
  expect(new Set(calls.map(({ campaign }) => campaign.id)).size).toBe(1);
});

test('its agent is not deleted while it waits, not even when both come at once', async () => {
  const number = await newNumber(null);
  const agentId = await newAgent();
  const deletions: Array<Promise<string>> = [];
  await world.db.transaction().execute(async (trx) => {
    await storeDirectCall(trx, number, { agentId });
    deletions.push(world.db.transaction().execute((other) => deleteAgent(other, 1, agentId)));
    await eventually(async () => expect(await waitingForLocks()).toBe(1));
  });
  expect(await Promise.all(deletions)).toEqual(['in_use']);
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
  `.execute(world.db);
  return rows[0]?.waiting ?? 0;
}

test('is called in the zone of its number where nothing else tells the zone', async () => {
  const number = await world.newNumber('+442079460123', { provider: 'twilio' });
  const noon = Date.UTC(2026, 6, 1, 12);
  const { campaign } = await storeDirectCall(world.db, number, { agentId: world.agentId }, noon);
  expect(campaign.timezone).toBe('Europe/London');
  const nobodys = { agentId: world.agentId, toNumber: '+15551234567' };
  // 07:30 in London, 06:30 UTC.
  const { call } = await storeDirectCall(world.db, number, nobodys, Date.UTC(2026, 6, 1, 6, 30));
  expect(call.deferredUntil).toEqual(new Date(Date.UTC(2026, 6, 1, 7)));
});
