import twilio from 'twilio';
import { EVENTS_URL, REQUEST, startTwilioBench, type TwilioBench } from './twilio-bench';
import { inboundQuestion, signed } from './twilio-callbacks';
import { AUTH_TOKEN } from './twilio-resources';

let bench: TwilioBench;

beforeEach(async () => {
  bench = await startTwilioBench();
});

afterEach(() => bench.close());

test('signatures are those that the vendor’s package makes and takes, whatever is in the form', () => {
  const url = `${EVENTS_URL}?reference=a%20b`;
  const form = { CallSid: 'CA1', CallStatus: 'ringing', Zeta: 'é & =', alpha: '', 'A b': '1' };
  const webhook = signed(url, form);
  const signature = webhook.headers['x-twilio-signature']!;
  expect(twilio.validateRequest(AUTH_TOKEN, signature, url, form)).toBe(true);
  const ringing = [{ type: 'ringing', reference: 'a b', providerCallId: 'CA1' }];
  expect(bench.provider.readEvents(webhook)).toEqual(ringing);
  // Some are signed with the standard port, and called without it.
  const withPort = signed(url.replace('.com/', '.com:443/'), form);
  expect(bench.provider.readEvents({ ...withPort, url })).toEqual(ringing);
  expect(bench.provider.readEvents({ ...webhook, url: withPort.url })).toEqual(ringing);
  expect(bench.provider.readEvents({ ...webhook, url: url.replace('a%20b', 'other') })).toBeNull();
  expect(bench.provider.readEvents({ ...webhook, headers: {} })).toBeNull();
});

describe('ends', () => {
  const read = (form: Record<string, string>) =>
    bench.provider.readEvents(signed(`${EVENTS_URL}?reference=r`, { CallSid: 'CA1', ...form }));

  test.each([
    [{ CallStatus: 'completed', CallDuration: '42' }, 'completed', 'completed'],
    [{ CallStatus: 'completed', AnsweredBy: 'human' }, 'completed', 'completed'],
    [{ CallStatus: 'completed', AnsweredBy: 'machine_end_beep' }, 'voicemail', 'machine_end_beep'],
    [{ CallStatus: 'completed', AnsweredBy: 'fax' }, 'voicemail', 'fax'],
    [{ CallStatus: 'busy', SipResponseCode: '486' }, 'busy', 'busy'],
    [{ CallStatus: 'busy', SipResponseCode: '603' }, 'declined', 'busy_603'],
    [{ CallStatus: 'no-answer', SipResponseCode: '487' }, 'no_answer', 'no-answer'],
    [{ CallStatus: 'no-answer', SipResponseCode: '603' }, 'declined', 'no-answer_603'],
    [{ CallStatus: 'failed', SipResponseCode: '404' }, 'invalid_number', 'failed_404'],
    [{ CallStatus: 'failed', SipResponseCode: '484' }, 'invalid_number', 'failed_484'],
    [{ CallStatus: 'failed', SipResponseCode: '604' }, 'invalid_number', 'failed_604'],
    [{ CallStatus: 'failed', ErrorCode: '13224' }, 'invalid_number', 'failed_13224'],
    [{ CallStatus: 'failed', SipResponseCode: '503' }, 'failed', 'failed_503'],
    [{ CallStatus: 'failed' }, 'failed', 'failed'],
    [{ CallStatus: 'canceled' }, 'cancelled', 'canceled'],
  ])('%j is %s', (form, disposition, rawCode) => {
    expect(read(form as Record<string, string>)).toMatchObject([
      { type: 'ended', reference: 'r', providerCallId: 'CA1', end: { disposition, rawCode } },
    ]);
  });

  test('what is no end is told as what it is, or not at all', () => {
    const types = (form: Record<string, string>) => read(form)?.map(({ type }) => type);
    expect(types({ CallStatus: 'queued' })).toEqual(['taken']);
    expect(types({ CallStatus: 'initiated' })).toEqual(['taken']);
    expect(types({ CallStatus: 'ringing' })).toEqual(['ringing']);
    expect(types({ CallStatus: 'in-progress' })).toEqual(['answered']);
    for (const machine of ['machine_start', 'machine_end_beep', 'machine_end_silence', 'machine_end_other', 'fax']) {
      expect(types({ AnsweredBy: machine })).toEqual(['machine_detected']);
    }
    expect([types({ AnsweredBy: 'human' }), types({ AnsweredBy: 'unknown' })]).toEqual([[], []]);
  });

  test('an event of a call from outside has no reference, and Twilio’s id', () => {
    const webhook = signed(EVENTS_URL, {
      CallSid: 'CA9',
      CallStatus: 'completed',
      Direction: 'inbound',
      CallDuration: '7',
    });
    expect(bench.provider.readEvents(webhook)).toMatchObject([
      { type: 'ended', reference: null, providerCallId: 'CA9', end: { disposition: 'completed', durationS: 7 } },
    ]);
  });
});

describe('refusals', () => {
  const answer = (agentReference: string | null, welcomeMessage = 'Hi') =>
    bench.provider.placeCall({ ...REQUEST, agentReference, welcomeMessage });

  test('a call that has nothing to say is refused before Twilio is asked', async () => {
    expect(await answer(null, '')).toEqual({ kind: 'refused', disposition: 'failed', rawCode: 'nothing_to_say' });
    expect(await answer('<Response><Say></Response>')).toMatchObject({ kind: 'refused', rawCode: 'twiml_malformed' });
    expect(bench.double.requests).toEqual([]);
  });

  test.each([
    [401, 20003, 'no_capacity', 'credentials_refused'],
    [403, 10001, 'no_capacity', 'credentials_refused'],
    [400, 20005, 'no_capacity', 'credentials_refused'],
    // About the number alone, whatever the status is.
    [401, 21215, 'failed', '21215'],
    [403, 13227, 'failed', '13227'],
    [400, 21610, 'failed', '21610'],
    [400, 21214, 'invalid_number', '21214'],
    [400, 21217, 'invalid_number', '21217'],
    [400, 13223, 'invalid_number', '13223'],
    [400, 13224, 'invalid_number', '13224'],
    [400, 10004, 'no_capacity', '10004'],
    [400, 20001, 'failed', '20001'],
  ])('%d with code %d is %s', async (status, code, disposition, rawCode) => {
    bench.double.refusal = [status, code];
    expect(await answer(null)).toMatchObject({ kind: 'refused', disposition, rawCode });
  });
});

test('callers hear the agent, are led to its URL, or are turned away', () => {
  const { inbound } = bench.provider;
  const question = inboundQuestion(EVENTS_URL, 'CA5', '+14155550177', '+14155550100');
  expect(inbound!.read(question)).toEqual({ providerCallId: 'CA5', from: '+14155550177', to: '+14155550100' });
  const bodyOf = (agentReference: string | null, welcomeMessage: string) =>
    inbound!.answer({ ...REQUEST, agentReference, welcomeMessage }).body;
  expect(bodyOf(null, 'Hi & welcome')).toBe('<Response><Say>Hi &amp; welcome</Say></Response>');
  expect(bodyOf('https://example.com/t?a=1&b=2', '')).toBe(
    '<Response><Redirect method="POST">https://example.com/t?a=1&amp;b=2</Redirect></Response>',
  );
  expect(bodyOf('wss://example.com', '')).toContain('<ConversationRelay url="wss://example.com">');
  const rejected = '<Response><Reject/></Response>';
  expect([bodyOf(null, ''), inbound!.answer(null).body]).toEqual([rejected, rejected]);
});
