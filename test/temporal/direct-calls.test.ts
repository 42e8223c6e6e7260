import type { WebhookEvent } from '../../domain/webhook-events';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { createApiWorld, type ApiWorld } from '../api/api-world';
import { insertEndpoint } from '../setup/delivery-fixtures';
import { eventually } from '../setup/eventually';
import { callEnd } from '../setup/fake-provider';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';

const PATIENTLY = { timeoutMs: 20_000 };
const KEY = 'ed_test_key_0000000000000000';

let world: TemporalWorld;
let api: ApiWorld;
let receiver: WebhookReceiver;
let phoneNumberId: number;
let agentId: number;
const secrets: Record<string, string> = {};

beforeAll(async () => {
  world = await createTemporalWorld();
  // The same database, and campaigns that are told for real.
  api = await createApiWorld({ db: world.db, campaigns: world.campaigns });
  receiver = await startWebhookReceiver(secrets);
  const number = await world.db.selectFrom('phone_numbers').selectAll().executeTakeFirstOrThrow();
  [phoneNumberId, agentId] = [number.id, number.agent_id!];
});

afterAll(async () => {
  for (const { id } of await hidden()) world.adoptCampaign(id);
  await world.close();
  await receiver.close();
  await api.close();
});

const hidden = () => world.db.selectFrom('campaigns').selectAll().where('is_direct', '=', true).orderBy('id').execute();

async function dispatch(fields: object = {}): Promise<{ call_id: number; line_id: number }> {
  const body = { agent_id: agentId, to_number: '+15553330000', ...fields };
  const response = await api.call('post', '/calls/dispatch', { key: KEY, body });
  if (response.status !== 200) throw new Error(JSON.stringify(response.body));
  return response.body as { call_id: number; line_id: number };
}

const logOf = async (callId: number) =>
  (await api.call('get', `/calls/logs/${callId}`, { key: KEY })).body.call_log_data[0] as Record<string, unknown>;
const expectStatus = (callId: number, status: string) =>
  eventually(async () => expect((await logOf(callId)).status).toBe(status), PATIENTLY);

test('calls that race to be the first from a number are each made once, recorded and told', async () => {
  const columns = { events: ['call.ended', 'campaign.started', 'campaign.waiting'] as never };
  const endpoint = await insertEndpoint(world.db, `${receiver.url}/hook`, columns);
  secrets['/hook'] = endpoint.secret;
  const numbers = Array.from({ length: 6 }, (_, index) => `+1555333000${index}`);
  const calls = await Promise.all(
    numbers.map((to_number) => dispatch({ to_number, call_context: { name: to_number }, metadata: { order: 7 } })),
  );
  for (const { call_id } of calls) await expectStatus(call_id, 'completed');
  expect(await hidden()).toHaveLength(1);
  for (const number of numbers) expect(world.provider.callsTo(number)).toHaveLength(1);
  const told = () => receiver.at('/hook').map(({ body }) => JSON.parse(body) as WebhookEvent);
  await eventually(() => expect(told()).toHaveLength(numbers.length), PATIENTLY);
  expect(
    told()
      .map(({ data }) => data.call?.['call_id'])
      .sort(),
  ).toEqual(calls.map(({ call_id }) => call_id).sort());
  for (const { type, data } of told()) {
    expect([type, data.campaign]).toEqual(['call.ended', null]);
    expect(data).toMatchObject({ contact: { metadata: { order: 7 } }, call: { campaign_id: null } });
  }
  expect(receiver.unverified).toEqual([]);
  const started = await world.client.workflow.getHandle(campaignWorkflowId((await hidden())[0]!.id)).describe();
  const summary = await started.staticSummary();
  expect(summary).toBe(`Direct calls from number ${phoneNumberId}`);
});

test('a call that nobody answers is made once, and not again', async () => {
  world.provider.script = () => ({ disposition: 'no_answer', outcome: { callback_text: 'tomorrow at 3' } });
  const { call_id, line_id } = await dispatch({ to_number: '+15553331111' });
  await expectStatus(call_id, 'no_answer');
  await eventually(async () => expect((await world.line(line_id)).call_status).toBe('no_answer'), PATIENTLY);
  expect((await world.line(line_id)).next_attempt_at).toBeNull();
  expect(world.provider.callsTo('+15553331111')).toHaveLength(1);
  world.provider.script = () => ({});
});

test('after a pause by hand the next call goes on with all that have waited', async () => {
  await expectStatus((await dispatch({ to_number: '+15553332221' })).call_id, 'completed');
  const { id } = (await hidden())[0]!;
  await world.campaigns.signal(id, 'pause');
  await eventually(async () => expect((await world.campaign(id)).status).toBe('paused'), PATIENTLY);
  await expectStatus((await dispatch({ to_number: '+15553332222' })).call_id, 'completed');
  expect((await hidden()).map((campaign) => campaign.id)).toEqual([id]);
});

test('after a cancel by hand the next call begins anew, while the last call is still in progress', async () => {
  world.provider.script = () => 'stays_live';
  const { call_id } = await dispatch({ to_number: '+15553333331' });
  await expectStatus(call_id, 'in_progress');
  await eventually(() => expect(world.provider.callsTo('+15553333331')).toHaveLength(1), PATIENTLY);
  const { id } = (await hidden())[0]!;
  await world.campaigns.signal(id, 'cancel');
  await eventually(async () => expect((await world.campaign(id)).status).toBe('cancelled'), PATIENTLY);
  world.provider.script = () => ({});
  await expectStatus((await dispatch({ to_number: '+15553333332' })).call_id, 'completed');
  expect(await hidden()).toHaveLength(2);
  await world.provider.end(world.provider.callsTo('+15553333331')[0]!, callEnd());
  await expectStatus(call_id, 'completed');
});
