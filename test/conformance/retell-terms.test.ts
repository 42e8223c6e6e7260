import Retell from 'retell-sdk';
import type { CallRequest, ProviderEvent, TelephonyProvider } from '../../infra/telephony/provider';
import { retellAdapter } from '../../infra/telephony/retell/retell-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { RETELL_KEY, retellUnderTest } from './retell-double';
import type { VendorDouble } from './vendor-double';

const REQUEST: CallRequest = {
  reference: 'ref-1',
  from: '+14155550100',
  fromReference: null,
  to: '+14155550101',
  agentReference: retellUnderTest.agentReference,
  welcomeMessage: 'Hello Ann',
  prompt: 'Be kind.',
  variables: { name: 'Ann', due: 12.5, items: ['a', { b: 1 }], note: null, isNew: true },
  timezone: 'Europe/Berlin',
  machine: null,
  maxDurationS: 600,
  eventsUrl: retellUnderTest.eventsUrl,
};

describe('Retell in its own terms', () => {
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  let double: VendorDouble;
  let provider: TelephonyProvider;

  beforeEach(async () => {
    double = await retellUnderTest.startDouble();
    provider = retellAdapter.connect(retellUnderTest.account(double.url), { sender, baseUrl: double.url });
  });
  afterEach(async () => {
    await provider.close();
    await double.close();
  });
  afterAll(() => sender.close());

  /** What a webhook tells, signed as the vendor's own package signs. */
  async function told(event: string, call: object): Promise<readonly ProviderEvent[] | null> {
    const body = JSON.stringify({ event, call: { call_id: 'call_1', metadata: { reference: 'ref-1' }, ...call } });
    const signature = await Retell.sign(body, RETELL_KEY);
    return provider.readEvents({
      url: REQUEST.eventsUrl,
      rawBody: Buffer.from(body),
      headers: { 'x-retell-signature': signature },
    });
  }

  test('what the agent has extracted is the outcome, read where the analysis can only write text', async () => {
    const [event] = (await told('call_analyzed', {
      call_status: 'ended',
      disconnection_reason: 'user_hangup',
      duration_ms: 61_499,
      recording_url: 'https://example.com/1.wav',
      transcript: 'Agent: Hello',
      call_analysis: {
        call_summary: 'Short.',
        user_sentiment: 'Positive',
        in_voicemail: false,
        custom_analysis_data: {
          callback_at: '',
          do_not_call: 'Yes',
          intents: '["buy"]',
          entities: '{"order":"17"}',
          task_feedback: 'good',
          plan: 'B',
        },
      },
    }))!;
    expect(event).toEqual({
      type: 'ended',
      reference: 'ref-1',
      providerCallId: 'call_1',
      end: {
        disposition: 'completed',
        rawCode: 'user_hangup',
        durationS: 61,
        outcome: {
          do_not_call: true,
          intents: ['buy'],
          entities: { order: '17' },
          task_feedback: 'good',
          plan: 'B',
          summary: 'Short.',
          sentiment: 'positive',
          transcript: 'Agent: Hello',
          recording_url: 'https://example.com/1.wav',
        },
      },
    });
  });

  test('a machine that the analysis has heard is a machine, however the call was ended', async () => {
    const call = { call_status: 'ended', disconnection_reason: 'agent_hangup', call_analysis: { in_voicemail: true } };
    expect(await told('call_analyzed', call)).toMatchObject([{ end: { disposition: 'voicemail' } }]);
  });

  test('turns are told once they are spoken, by ids that stay the same', async () => {
    const turn = (role: string, content: string, start: number) => ({
      role,
      content,
      words: [{ word: content, start }],
    });
    const spoken = [turn('agent', 'Hello', 0.2), { role: 'tool_call_invocation', name: 'x' }, turn('user', 'Yes', 2)];
    const turns = [...spoken, turn('agent', 'Goo', 4)];
    const during = await told('transcript_updated', { call_status: 'ongoing', transcript_with_tool_calls: turns });
    const [hello, yes] = [
      { eventId: 'turn-0', transcript: { text: 'Hello', speaker: 'agent', complete: false, atS: 0.2 } },
      { eventId: 'turn-1', transcript: { text: 'Yes', speaker: 'contact', complete: false, atS: 2 } },
    ];
    expect(during).toMatchObject([hello, yes]);
    expect(during).toHaveLength(2);
    const last = [...spoken, turn('agent', 'Good bye', 4)];
    const after = await told('transcript_updated', { call_status: 'ended', transcript_with_tool_calls: last });
    expect(after).toMatchObject([hello, yes, { eventId: 'turn-2', transcript: { text: 'Good bye' } }]);
  });

  test('what is not about calls is taken, and nothing comes of it', async () => {
    for (const event of ['transfer_started', 'chat_started', 'something_new'])
      expect(await told(event, {})).toEqual([]);
  });

  test('signatures are those of the package, up to five minutes old', async () => {
    expect.assertions(6);
    await provider.placeCall(REQUEST);
    for (const { rawBody, headers } of double.webhooks(double.calls[0]!, 'completed')) {
      expect(await Retell.verify(rawBody.toString(), RETELL_KEY, headers['x-retell-signature']!)).toBe(true);
    }
    const [webhook] = double.webhooks(double.calls[0]!, 'completed');
    const now = Date.now();
    const aged = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(now + ms);
    aged(290_000);
    expect(provider.readEvents(webhook!)).not.toBeNull();
    aged(310_000);
    expect(provider.readEvents(webhook!)).toBeNull();
  });

  test('the key that signs may be another than that which calls', async () => {
    const credentials = { api_key: 'key_that_calls', webhook_key: RETELL_KEY };
    const other = retellAdapter.connect({ credentials, settings: {} }, { sender, baseUrl: double.url });
    await provider.placeCall(REQUEST);
    const [webhook] = double.webhooks(double.calls[0]!, 'completed');
    expect(other.readEvents(webhook!)).not.toBeNull();
    expect(await other.checkCredentials()).toEqual({ kind: 'refused', rawCode: 'credentials_refused' });
    await other.close();
  });

  test('a call is asked for with texts for variables, our reference alone as metadata, and lengths within bounds', async () => {
    await provider.placeCall(REQUEST);
    const overlong = { ...REQUEST, maxDurationS: 100_000, variables: { prompt: 'Mine' }, welcomeMessage: '' };
    await provider.placeCall({ ...overlong, machine: { waitForBeep: true, timeoutS: 30, message: 'Call us.' } });
    await provider.placeCall({
      ...REQUEST,
      maxDurationS: 5,
      machine: { waitForBeep: false, timeoutS: 30, message: null },
    });
    const [first, second, third] = double.requests.map(
      ({ body }) => JSON.parse(body) as Retell.CallCreatePhoneCallParams,
    );
    expect(first).toEqual({
      from_number: REQUEST.from,
      to_number: REQUEST.to,
      override_agent_id: REQUEST.agentReference,
      retell_llm_dynamic_variables: {
        name: 'Ann',
        due: '12.5',
        items: '["a",{"b":1}]',
        note: '',
        isNew: 'true',
        welcome_message: 'Hello Ann',
        prompt: 'Be kind.',
        timezone: 'Europe/Berlin',
      },
      metadata: { reference: 'ref-1' },
      agent_override: {
        agent: {
          webhook_url: REQUEST.eventsUrl,
          webhook_events: ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'],
          max_call_duration_ms: 600_000,
          timezone: 'Europe/Berlin',
        },
      },
    });
    expect(second!.retell_llm_dynamic_variables).toEqual({ prompt: 'Mine', timezone: 'Europe/Berlin' });
    expect(second!.agent_override!.agent).toMatchObject({
      max_call_duration_ms: 7_200_000,
      voicemail_option: { action: { type: 'static_text', text: 'Call us.' } },
    });
    expect(third!.agent_override!.agent).toMatchObject({
      max_call_duration_ms: 60_000,
      voicemail_option: { action: { type: 'hangup' } },
    });
    expect(await double.schemaFaults()).toEqual([]);
  });

  test('without an agent nothing is asked for', async () => {
    const answer = await provider.placeCall({ ...REQUEST, agentReference: null });
    expect(answer).toEqual({ kind: 'refused', disposition: 'failed', rawCode: 'agent_id_missing' });
    expect(double.requests).toEqual([]);
    expect(retellAdapter.agentFaults(null)).toHaveLength(1);
    expect(retellAdapter.agentFaults('<Response/>')).toHaveLength(1);
    expect(retellAdapter.agentFaults(retellUnderTest.agentReference)).toEqual([]);
  });

  test('a caller is given an agent, its variables and our reference; or nothing', () => {
    const { reference, agentReference, welcomeMessage, prompt, variables, eventsUrl } = REQUEST;
    const answer = provider.inbound!.answer({
      reference,
      agentReference,
      welcomeMessage,
      prompt,
      variables,
      eventsUrl,
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      call_inbound: {
        override_agent_id: agentReference,
        dynamic_variables: { name: 'Ann', due: '12.5', welcome_message: 'Hello Ann' },
        metadata: { reference },
        agent_override: { agent: { webhook_url: eventsUrl } },
      },
    });
    expect(provider.inbound!.answer(null)).toMatchObject({ status: 200, body: '{"call_inbound":{}}' });
  });

  test('the double is one to the package of the vendor as well', async () => {
    const client = new Retell({ apiKey: RETELL_KEY, baseURL: double.url, maxRetries: 0 });
    const made = await client.call.createPhoneCall({
      from_number: '+14155550100',
      to_number: '+14155550101',
      override_agent_id: retellUnderTest.agentReference!,
      metadata: { reference: 'by the package' },
    });
    expect(made.call_status).toBe('registered');
    const list = await client.call.list({
      filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: 'reference', value: 'by the package' }] },
    });
    expect(list.items.map(({ call_id }) => call_id)).toEqual([made.call_id]);
    expect(await client.concurrency.retrieve()).toMatchObject({ current_concurrency: 1 });
    await client.call.stop(made.call_id);
    expect(await client.call.retrieve(made.call_id)).toMatchObject({ disconnection_reason: 'manual_stopped' });
    const stranger = new Retell({ apiKey: 'key_of_nobody', baseURL: double.url, maxRetries: 0 });
    await expect(stranger.call.retrieve(made.call_id)).rejects.toThrow(Retell.AuthenticationError);
    expect(await double.schemaFaults()).toEqual([]);
  });
});
