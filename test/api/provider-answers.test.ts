import type { ProviderEvent, ReceivedWebhook, TelephonyProvider } from '../../infra/telephony/provider';
import { CallNotNamedYet } from '../../services/wiring/provider-events';
import { onlyProviders } from '../../services/wiring/providers';
import { FakeProvider } from '../setup/fake-provider';
import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let received: ReceivedWebhook[];
/** What the next webhook tells of. */
let events: ProviderEvent[];

beforeAll(async () => {
  const provider: TelephonyProvider = Object.assign(new FakeProvider(), {
    readEvents: (webhook: ReceivedWebhook) => {
      received.push(webhook);
      return events;
    },
  });
  api = await createApiWorld({
    publicUrl: 'https://everdial.test',
    providerUrl: 'https://providers.everdial.test/behind',
    providers: onlyProviders(provider),
    providerEvents: { ingest: () => Promise.reject(new CallNotNamedYet('Send the event again.')) },
  });
});

beforeEach(() => {
  received = [];
  events = [];
});

afterAll(() => api.close());

test('the signature of an event is held against the URL that providers are given, with its query', async () => {
  const answer = await api.agent.post('/providers/simulator/events?reference=a%20b').send('{}');
  expect(answer.status).toBe(200);
  expect(received.map(({ url }) => url)).toEqual([
    'https://providers.everdial.test/behind/providers/simulator/events?reference=a%20b',
  ]);
});

test('a provider is to send an event again whose call may be just being asked for', async () => {
  events = [{ type: 'ringing', reference: null, providerCallId: 'early' }];
  const answer = await api.agent.post('/providers/simulator/events').send('{}');
  expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'call_not_named_yet', '2']);
});

test('a campaign whose provider has asked for quiet says so, and until when', async () => {
  const id = await api.createCampaign();
  const reason = async (): Promise<unknown> =>
    (await api.call('get', `/calls/bulk_call/${id}`)).body.details.status_reason;
  const until = new Date(Date.now() + 600_000);
  await api.db.updateTable('provider_accounts').set({ rests_until: until }).execute();
  expect(await reason()).toEqual({
    code: 'provider_resting',
    text: expect.stringContaining('They go on by themselves.'),
    since: expect.any(String),
    until: until.toISOString(),
  });
  await api.db
    .updateTable('provider_accounts')
    .set({ rests_until: new Date(Date.now() - 1) })
    .execute();
  expect(await reason()).toBeNull();
});
