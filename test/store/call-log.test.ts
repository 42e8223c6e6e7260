import type { Insertable } from 'kysely';
import { CALL_LOG_FIELDS } from '../../domain/webhook-endpoint';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { countCalls, findCall, listCalls, type CallLogFilter } from '../../infra/db/attempts/call-log';
import { callEventData } from '../../infra/db/deliveries/event-data';
import type { InboundCallTable } from '../../infra/db/provider-tables';
import { callLine } from '../setup/called-lines';
import { createClaimWorld, claimedCall, type ClaimWorld } from '../setup/claim-world';
import { storeDirectCall } from '../setup/direct-calls';
import { callEnd } from '../setup/fake-provider';
import { newOrganization } from '../setup/listening-endpoints';

let world: ClaimWorld;
let inboundCalls = 0;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterEach(async () => {
  await world.endCalls('completed');
  await world.db.updateTable('attempts').set({ organization_id: 99 }).execute();
  await world.db.deleteFrom('inbound_calls').execute();
});
afterAll(() => world.drop());

/** A call that was made and has ended so. */
async function made(end: Partial<ReturnType<typeof callEnd>> = {}, toNumber = '+15553330000') {
  const campaign = await world.newCampaign();
  const lineId = await world.newLine(campaign.id, { toNumber });
  const { attemptId } = await callLine(world, { campaignId: campaign.id, lineId }, end);
  return { id: attemptId, campaignId: campaign.id, lineId };
}

/** A call that has come in. */
async function cameIn(columns: Partial<Insertable<InboundCallTable>> = {}): Promise<number> {
  inboundCalls += 1;
  const { account_id } = await world.db
    .selectFrom('phone_numbers')
    .select('account_id')
    .where('id', '=', world.phoneNumberId)
    .executeTakeFirstOrThrow();
  const { id } = await world.db
    .insertInto('inbound_calls')
    .values({
      organization_id: 1,
      account_id,
      phone_number_id: world.phoneNumberId,
      agent_id: world.agentId,
      reference: `in_${inboundCalls}`,
      provider: 'simulator',
      from_number: '+15553330000',
      to_number: '+15550100001',
      status: 'ended',
      disposition: 'completed',
      ended_at: new Date(),
      deadline_at: new Date(),
      ...columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const list = async (filter: CallLogFilter = {}, page = { offset: 0, limit: 100 }) => {
  const calls = await listCalls(world.db, 1, filter, page);
  return calls.map(({ call }) => call.call_id as number);
};
const found = async (filter: CallLogFilter) => {
  const ids = await list(filter);
  expect(await countCalls(world.db, 1, filter)).toBe(ids.length);
  return ids;
};

test('calls made and calls that came in are one list, newest first, page by page', async () => {
  const ids: number[] = [];
  for (let round = 0; round < 4; round += 1) ids.unshift(await cameIn(), ...[(await made()).id]);
  const newestFirst = [...ids].sort((left, right) => right - left);
  expect(await list()).toEqual(newestFirst);
  const pages = [0, 3, 6, 9].map((offset) => list({}, { offset, limit: 3 }));
  expect((await Promise.all(pages)).flat()).toEqual(newestFirst);
  expect(await countCalls(world.db, 1, {})).toBe(8);
});

test('are found by how they ended, or that they have not', async () => {
  const busy = await made({ disposition: 'busy' });
  const unknown = await cameIn({ disposition: null });
  const campaign = await world.newCampaign();
  const open = claimedCall(await world.claimNew(campaign.id)).attempt;
  const ringing = await cameIn({ status: 'ringing', disposition: null, ended_at: null });
  expect(await found({ status: 'busy' })).toEqual([busy.id]);
  expect(await found({ status: 'unknown' })).toEqual([unknown]);
  expect(await found({ status: 'in_progress' })).toEqual([ringing, open.id]);
});

test('are found by agent, campaign, contact, number, direction and time', async () => {
  const first = await made({}, '+15553330001');
  const second = await made({}, '+15553330002');
  const inbound = await cameIn({ agent_id: 77, campaign_id: second.campaignId, line_id: second.lineId });
  expect(await found({ agentId: 77 })).toEqual([inbound]);
  expect(await found({ agentId: world.agentId })).toEqual([second.id, first.id]);
  expect(await found({ campaignId: second.campaignId })).toEqual([inbound, second.id]);
  expect(await found({ lineId: first.lineId })).toEqual([first.id]);
  expect(await found({ toNumber: '+15553330002' })).toEqual([second.id]);
  expect(await found({ direction: 'inbound' })).toEqual([inbound]);
  expect(await found({ direction: 'outbound', agentId: 77 })).toEqual([]);
  const at = new Date('2026-01-05T10:00:00Z');
  await world.db.updateTable('attempts').set({ created_at: at }).where('id', '=', first.id).execute();
  expect(await found({ until: new Date('2026-01-05T10:00:00.001Z') })).toEqual([first.id]);
  expect(await found({ since: at, until: at })).toEqual([]);
  expect(await found({ since: new Date('2026-01-05T10:00:00.001Z') })).toEqual([inbound, second.id]);
});

test('a call is told field by field as events tell it', async () => {
  const outcome = { summary: 'Wants a demo.', transcript: 'agent: Hello', recording_url: 'https://rec.example/1.mp3' };
  const { id, lineId } = await made({ outcome, rawCode: 'completed', durationS: 30 });
  const logged = await findCall(world.db, 1, id);
  expect(logged).toEqual({
    call: (await callEventData(world.db, id)).call,
    lineId,
    externalId: null,
    metadata: {},
    answeredBy: null,
    rawCode: 'completed',
  });
  expect(logged?.call).toMatchObject({ ...outcome, duration: 30, post_call_outcomes: { summary: 'Wants a demo.' } });
  const inbound = await findCall(world.db, 1, await cameIn({ line_id: lineId, raw_code: 'ended' }));
  expect(Object.keys(inbound?.call ?? {})).toEqual([...CALL_LOG_FIELDS]);
  expect(inbound).toMatchObject({ call: { direction: 'inbound', contact_id: lineId }, lineId, rawCode: 'ended' });
});

test('a call outside of campaigns has none, and is found before it is made', async () => {
  const direct = { agentId: world.agentId, customVariables: { name: 'Ann' }, metadata: { order: 7 } };
  const { campaign, call } = await storeDirectCall(world.db, world.phoneNumberId, direct);
  const promised = await findCall(world.db, 1, call.callId);
  expect(Object.keys(promised?.call ?? {}).sort()).toEqual([...CALL_LOG_FIELDS].sort());
  expect(promised).toMatchObject({
    call: { call_id: call.callId, status: 'queued', agent_id: world.agentId, campaign_id: null, started_at: null },
    lineId: call.lineId,
    metadata: { order: 7 },
  });
  expect(await list()).toEqual([]);
  const { attempt } = claimedCall(await world.claim(campaign.id, call.lineId));
  expect((await findCall(world.db, 1, call.callId))?.call).toMatchObject({ status: 'in_progress', campaign_id: null });
  await recordEnd(world.db, attempt.id, callEnd());
  expect((await findCall(world.db, 1, call.callId))?.call.status).toBe('completed');
  expect(await list()).toEqual([call.callId]);
});

test("another organization's calls are not shown", async () => {
  const another = await newOrganization(world.db);
  const { id } = await made();
  const inbound = await cameIn();
  const { call } = await storeDirectCall(world.db, world.phoneNumberId, { agentId: world.agentId });
  for (const callId of [id, inbound, call.callId]) expect(await findCall(world.db, another, callId)).toBeUndefined();
  expect(await listCalls(world.db, another, {}, { offset: 0, limit: 10 })).toEqual([]);
  expect(await countCalls(world.db, another, {})).toBe(0);
});
