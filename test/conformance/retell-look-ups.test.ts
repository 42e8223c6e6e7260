import type { TelephonyProvider } from '../../infra/telephony/provider';
import { retellAdapter } from '../../infra/telephony/retell/retell-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { callToFind } from '../setup/fake-provider';
import { startRecordingServer, type RecordingServer, type Reply } from './recording-server';
import { retellUnderTest } from './retell-double';
import { REQUEST } from './twilio-bench';

const SOUGHT = { ...callToFind('ref-1'), askedAt: Date.now() - 100_000 };
const listed = (call_id: string, metadata: object | null, more: object = {}) => ({
  call_id,
  call_status: 'ongoing',
  ...(metadata && { metadata }),
  ...more,
});
const over = (agoMs: number, more: object = {}) => ({
  call_status: 'ended',
  disconnection_reason: 'user_hangup',
  end_timestamp: Date.now() - agoMs,
  ...more,
});
const NOT_ANALYZED = { kind: 'unknown', rawCode: 'not_analyzed' };

describe('Retell, asked about a call', () => {
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  let reply: Reply;
  let server: RecordingServer;
  let provider: TelephonyProvider;

  beforeAll(async () => {
    server = await startRecordingServer(() => reply);
    provider = retellAdapter.connect(retellUnderTest.account(server.url), { sender, baseUrl: server.url });
  });
  afterAll(() => Promise.all([provider.close(), sender.close(), server.close()]));

  test.each<readonly [string, readonly object[], object]>([
    ['ours', [listed('c1', { reference: 'ref-1' })], { kind: 'live', providerCallId: 'c1' }],
    [
      'ours among others',
      [listed('c2', { reference: 'ref-2' }), listed('c1', { reference: 'ref-1' })],
      { kind: 'live', providerCallId: 'c1' },
    ],
    ['one of another reference', [listed('c2', { reference: 'ref-2' })], { kind: 'unknown', rawCode: 'another_call' }],
    ['one without a reference', [listed('c2', null)], { kind: 'unknown', rawCode: 'another_call' }],
    ['none', [], { kind: 'absent' }],
  ])('lists %s', async (_what, items, expected) => {
    reply = { status: 200, body: { items, has_more: false } };
    expect(await provider.lookUpCall(SOUGHT)).toEqual(expected);
  });

  test('a call whose analysis is still to come is asked about again, for five minutes', async () => {
    const lookUp = (call: object) => {
      reply = { status: 200, body: listed('c1', { reference: 'ref-1' }, call) };
      return provider.lookUpCall({ ...SOUGHT, providerCallId: 'c1' });
    };
    expect(await lookUp(over(290_000))).toEqual(NOT_ANALYZED);
    expect(await lookUp(over(310_000))).toMatchObject({ kind: 'ended', end: { disposition: 'completed' } });
    const call_analysis = { custom_analysis_data: { do_not_call: 'yes' } };
    expect(await lookUp(over(1_000, { call_analysis }))).toMatchObject({ end: { outcome: { do_not_call: true } } });
    const busy = { call_status: 'not_connected', disconnection_reason: 'dial_busy' };
    expect(await lookUp(over(1_000, busy))).toMatchObject({ kind: 'ended', end: { disposition: 'busy' } });
  });

  test.each([
    ['to_number is not a valid E.164 number', 'invalid_number'],
    ['from_number is not a valid E.164 number', 'failed'],
    ['from_number or to_number is not in a valid format', 'failed'],
    ['to_number: from number has an invalid format', 'failed'],
  ])('which it refuses with "%s": %s', async (message, disposition) => {
    reply = { status: 422, body: { status: 'error', message } };
    const agentReference = retellUnderTest.agentReference;
    expect(await provider.placeCall({ ...REQUEST, agentReference })).toMatchObject({ kind: 'refused', disposition });
  });
});
