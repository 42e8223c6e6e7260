import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { VAPI_KEY, VAPI_SECRET, vapiUnderTest } from './vapi-double';

const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
const provider = vapiAdapter.connect(vapiUnderTest.account(''), { sender, baseUrl: 'http://127.0.0.1:1' });
afterAll(() => Promise.all([provider.close(), sender.close()]));

function told(message: object, secret = VAPI_SECRET) {
  const assistantOverrides = { metadata: { reference: 'ref-1' } };
  const call = { id: 'call-1', startedAt: '2026-03-02T10:00:00.000Z', assistantOverrides };
  const rawBody = Buffer.from(JSON.stringify({ message: { call, ...message } }));
  return provider.readEvents({ url: '', rawBody, headers: { 'x-vapi-secret': secret } });
}

test('what was reported is the outcome, structured outputs by their names', () => {
  const events = told({
    type: 'end-of-call-report',
    endedReason: 'customer-ended-call',
    endedAt: '2026-03-02T10:01:01.600Z',
    analysis: {
      summary: 'Short.',
      structuredData: { callback_text: 'tomorrow', do_not_call: false },
      successEvaluation: 'true',
    },
    artifact: {
      transcript: 'AI: Hello',
      recordingUrl: 'https://example.com/1.wav',
      structuredOutputs: {
        1: { name: 'rating', result: 5 },
        2: { name: 'all', result: { intents: ['buy'] } },
        3: 'x',
      },
    },
  });
  expect(events).toEqual([
    {
      type: 'ended',
      reference: 'ref-1',
      providerCallId: 'call-1',
      end: {
        disposition: 'completed',
        rawCode: 'customer-ended-call',
        durationS: 62,
        outcome: {
          rating: 5,
          intents: ['buy'],
          callback_text: 'tomorrow',
          do_not_call: false,
          summary: 'Short.',
          success_evaluation: 'true',
          transcript: 'AI: Hello',
          recording_url: 'https://example.com/1.wav',
        },
      },
    },
  ]);
});

test('turns are told when they are final, with their time in the call', () => {
  const timestamp = Date.parse('2026-03-02T10:00:03.500Z');
  const turn = { type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'Yes.', timestamp };
  const transcript = { text: 'Yes.', speaker: 'contact', complete: false, atS: 3.5 };
  expect(told(turn)).toMatchObject([{ type: 'transcript', eventId: `user-${timestamp}`, transcript }]);
  expect(told({ ...turn, type: 'transcript[transcriptType="final"]', role: 'assistant' })).toMatchObject([
    { transcript: { ...transcript, speaker: 'agent' } },
  ]);
  expect(told({ ...turn, transcriptType: 'partial' })).toEqual([]);
});

test('messages that are not about the course of a call are taken, and nothing comes of them', () => {
  for (const type of ['conversation-update', 'hang', 'something-new']) expect(told({ type })).toEqual([]);
  for (const status of ['scheduled', 'forwarding']) expect(told({ type: 'status-update', status })).toEqual([]);
});

test('a call that waits is told as one that Vapi has', () => {
  expect(told({ type: 'status-update', status: 'queued' })).toMatchObject([{ type: 'taken', reference: 'ref-1' }]);
});

test('a message needs the secret, whole', () => {
  const message = { type: 'status-update', status: 'ringing' };
  expect(told(message)).not.toBeNull();
  for (const secret of ['', VAPI_SECRET.slice(0, -1), `${VAPI_SECRET} `, VAPI_KEY])
    expect(told(message, secret)).toBeNull();
  const { credentials } = vapiAdapter;
  for (const webhook_secret of ['too short', 'with spaces in it, so many', 'ä'.repeat(20)]) {
    expect(credentials.safeParse({ api_key: VAPI_KEY, webhook_secret }).success).toBe(false);
  }
  expect(credentials.safeParse({ api_key: VAPI_KEY, webhook_secret: VAPI_SECRET }).success).toBe(true);
});
