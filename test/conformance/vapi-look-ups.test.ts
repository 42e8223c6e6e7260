import type { TelephonyProvider } from '../../infra/telephony/provider';
import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { callToFind } from '../setup/fake-provider';
import { startRecordingServer, type Reply } from './recording-server';
import { vapiUnderTest } from './vapi-double';
import type { DoubleRequest } from './vendor-double';

const MINUTE_MS = 60_000;

describe('Vapi, asked about a call', () => {
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  const open: Array<() => Promise<void>> = [];

  async function answering(reply: (request: DoubleRequest) => Reply) {
    const server = await startRecordingServer(reply);
    const provider: TelephonyProvider = vapiAdapter.connect(vapiUnderTest.account(server.url), {
      sender,
      baseUrl: server.url,
    });
    open.push(() => provider.close(), server.close);
    return { server, provider };
  }
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
  afterAll(() => sender.close());

  const ended = (agoMs: number, more: object) => ({
    id: 'call-1',
    status: 'ended',
    startedAt: new Date(Date.now() - agoMs - MINUTE_MS).toISOString(),
    endedAt: new Date(Date.now() - agoMs).toISOString(),
    endedReason: 'customer-ended-call',
    ...more,
  });

  test.each<readonly [string, object, object]>([
    ['has no reason yet', ended(0, { endedReason: null }), { kind: 'unknown', rawCode: 'no_ended_reason' }],
    ['is not analyzed yet', ended(4.9 * MINUTE_MS, {}), { kind: 'unknown', rawCode: 'not_analyzed' }],
    ['has nothing but its transcript yet', ended(0, { artifact: { transcript: 'Hi' } }), { rawCode: 'not_analyzed' }],
    ['has an empty analysis yet', ended(0, { analysis: {}, artifact: {} }), { rawCode: 'not_analyzed' }],
    ['never was analyzed', ended(5.1 * MINUTE_MS, {}), { kind: 'ended', end: { disposition: 'completed' } }],
    [
      'is analyzed',
      ended(0, { analysis: { structuredData: { do_not_call: 1 } } }),
      { kind: 'ended', end: { outcome: { do_not_call: true } } },
    ],
    [
      'has its structured outputs',
      ended(0, { artifact: { structuredOutputs: { x: { name: 'rating', result: 4 } } } }),
      { kind: 'ended', end: { outcome: { rating: 4 } } },
    ],
    ['never connected', ended(0, { endedReason: 'customer-busy' }), { kind: 'ended', end: { disposition: 'busy' } }],
    [
      'was cancelled while it rang',
      ended(0, { endedReason: 'manually-canceled', startedAt: null }),
      { kind: 'ended', end: { disposition: 'cancelled' } },
    ],
  ])('tells of one that %s', async (_what, body, expected) => {
    const { provider } = await answering(() => ({ status: 200, body }));
    const found = await provider.lookUpCall({ ...callToFind('ref-1'), providerCallId: 'call-1' });
    expect(found).toMatchObject(expected);
  });

  test('a call is found among many others of its time, and "none" is believed only when all were looked through', async () => {
    const now = Date.now();
    const calls = Array.from({ length: 60 }, (_none, index) => ({
      id: `call-${index}`,
      status: 'in-progress',
      createdAt: new Date(now - index * 500).toISOString(),
      assistantOverrides: { metadata: { reference: `ref-${index}` } },
    }));
    const { server, provider } = await answering(({ path }) => {
      const query = new URL(path, 'http://vapi').searchParams;
      const found = calls.filter(
        ({ createdAt }) => createdAt <= query.get('createdAtLe')! && createdAt >= query.get('createdAtGe')!,
      );
      return { status: 200, body: found.slice(0, Number(query.get('limit'))) };
    });
    const old = { ...callToFind('ref-55'), askedAt: now - 100_000 };
    expect(await provider.lookUpCall(old)).toEqual({ kind: 'live', providerCallId: 'call-55' });
    expect(server.requests).toHaveLength(3);
    expect(await provider.lookUpCall({ ...old, reference: 'nobody' })).toEqual({ kind: 'absent' });
    const young = { ...callToFind('nobody'), askedAt: now };
    expect(await provider.lookUpCall(young)).toEqual({ kind: 'unknown', rawCode: 'not_listed_yet' });
  });

  test('a list that does not come to its end proves nothing', async () => {
    const createdAt = new Date().toISOString();
    const page = Array.from({ length: 25 }, (_none, index) => ({ id: `call-${index}`, status: 'ended', createdAt }));
    const { provider } = await answering(() => ({ status: 200, body: page }));
    const old = { ...callToFind('ref-1'), askedAt: Date.now() - 100_000 };
    expect(await provider.lookUpCall(old)).toEqual({ kind: 'unknown', rawCode: 'too_many_calls' });
  });

  test('a search that takes too long is given up, and proves nothing', async () => {
    const start = Date.now();
    let pages = 0;
    const { server, provider } = await answering(() => {
      pages += 1;
      jest.spyOn(Date, 'now').mockReturnValue(start + pages * 3_000);
      const createdAt = new Date(start - pages).toISOString();
      return { status: 200, body: Array.from({ length: 25 }, () => ({ id: 'x', status: 'ended', createdAt })) };
    });
    const old = { ...callToFind('ref-1'), askedAt: start - 100_000 };
    expect(await provider.lookUpCall(old)).toEqual({ kind: 'unknown', rawCode: 'too_many_calls' });
    expect(server.requests).toHaveLength(3);
  });
});
