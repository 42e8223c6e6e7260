import { VapiClient, VapiError, type Vapi } from '@vapi-ai/server-sdk';
import type { CallRequest, TelephonyProvider } from '../../infra/telephony/provider';
import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { startRecordingServer, type Reply } from './recording-server';
import { VAPI_KEY, VAPI_SECRET, vapiUnderTest } from './vapi-double';
import { faultsOf, schemaOf } from './vendor-schema';
import type { DoubleRequest, VendorDouble } from './vendor-double';

const PHONE_NUMBER_ID = 'c6ea6cb0-0dfb-4a65-918f-6a33abb54b64';
const REQUEST: CallRequest = {
  reference: 'ref-1',
  from: '+14155550100',
  fromReference: PHONE_NUMBER_ID,
  to: '+14155550101',
  agentReference: vapiUnderTest.agentReference,
  welcomeMessage: 'Hello Ann',
  prompt: 'Be kind.',
  variables: { name: 'Ann', due: 12.5, items: ['a'] },
  timezone: 'Europe/Berlin',
  machine: null,
  maxDurationS: 600,
  eventsUrl: vapiUnderTest.eventsUrl,
};

describe('Vapi in its own terms', () => {
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const open: Array<{ close(): Promise<void> }> = [];
  let double: VendorDouble;
  let provider: TelephonyProvider;

  const connect = (baseUrl: string): TelephonyProvider => {
    const connected = vapiAdapter.connect(vapiUnderTest.account(baseUrl), { sender, baseUrl });
    open.push(connected);
    return connected;
  };
  /** In place of the double, where a test says what is answered. */
  async function answering(reply: (request: DoubleRequest) => Reply) {
    const server = await startRecordingServer(reply);
    open.push(server);
    return { server, provider: connect(server.url) };
  }
  beforeEach(async () => {
    double = await vapiUnderTest.startDouble();
    provider = connect(double.url);
  });
  afterEach(async () => {
    for (const { close } of open.splice(0).map((each) => ({ close: () => each.close() }))) await close();
    await double.close();
  });
  afterAll(() => sender.close());

  test('a call is asked for with what the campaign says, and our secret for its events', async () => {
    await provider.placeCall(REQUEST);
    const machine = { waitForBeep: true, timeoutS: 45, message: 'Call us.' };
    await provider.placeCall({ ...REQUEST, welcomeMessage: '', maxDurationS: 100_000, machine });
    await provider.placeCall({
      ...REQUEST,
      maxDurationS: 1,
      machine: { ...machine, waitForBeep: false, message: null },
    });
    const [first, second, third] = double.requests.map(({ body }) => JSON.parse(body) as Vapi.CreateCallDto);
    expect(first).toEqual({
      assistantId: REQUEST.agentReference,
      phoneNumberId: PHONE_NUMBER_ID,
      customer: { number: REQUEST.to },
      assistantOverrides: {
        firstMessage: 'Hello Ann',
        variableValues: {
          ...REQUEST.variables,
          welcome_message: 'Hello Ann',
          prompt: 'Be kind.',
          timezone: 'Europe/Berlin',
        },
        metadata: { reference: 'ref-1' },
        server: {
          url: REQUEST.eventsUrl,
          headers: { 'x-vapi-secret': VAPI_SECRET },
          backoffPlan: { type: 'exponential', maxRetries: 6, baseDelaySeconds: 1 },
        },
        serverMessages: ['status-update', 'end-of-call-report', 'transcript'],
        maxDurationSeconds: 600,
      },
    });
    expect(second!.assistantOverrides).not.toHaveProperty('firstMessage');
    expect(second!.assistantOverrides).toMatchObject({
      maxDurationSeconds: 43_200,
      voicemailDetection: { provider: 'vapi', beepMaxAwaitSeconds: 30 },
      voicemailMessage: 'Call us.',
    });
    expect(third!.assistantOverrides).toMatchObject({
      maxDurationSeconds: 10,
      voicemailDetection: { provider: 'vapi', beepMaxAwaitSeconds: 0 },
      voicemailMessage: '',
    });
    expect(await double.schemaFaults()).toEqual([]);
  });

  test('without an assistant, or a number that Vapi knows, nothing is asked for', async () => {
    const refused = { kind: 'refused', disposition: 'failed' };
    const nobody = await provider.placeCall({ ...REQUEST, agentReference: null });
    expect(nobody).toEqual({ ...refused, rawCode: 'assistant_id_missing' });
    const nowhere = await provider.placeCall({ ...REQUEST, fromReference: null });
    expect(nowhere).toEqual({ ...refused, rawCode: 'phone_number_id_missing' });
    expect(double.requests).toEqual([]);
    for (const reference of [null, 'agent_1a2b3c4d', '<Response/>'])
      expect(vapiAdapter.agentFaults(reference)).toHaveLength(1);
    expect(vapiAdapter.agentFaults(REQUEST.agentReference)).toEqual([]);
  });

  test('a call that is blocked for want of capacity is none; one that waits all the same is heard of again', async () => {
    const subscriptionLimits = { concurrencyBlocked: true, concurrencyLimit: 10, remainingConcurrentCalls: 0 };
    let call: object = {};
    const { provider: blocked } = await answering(() => ({ status: 201, body: { subscriptionLimits, ...call } }));
    const none = { kind: 'refused', disposition: 'no_capacity', rawCode: 'concurrency_blocked' };
    expect(await blocked.placeCall(REQUEST)).toMatchObject(none);
    call = { id: 'call-1', status: 'ended' };
    expect(await blocked.placeCall(REQUEST)).toMatchObject(none);
    call = { id: 'call-1', status: 'queued' };
    expect(await blocked.placeCall(REQUEST)).toEqual({ kind: 'accepted', providerCallId: 'call-1' });
    const endedReason = 'call.start.error-subscription-concurrency-limit-reached';
    const message = { type: 'status-update', status: 'ended', endedReason, call };
    const headers = { 'x-vapi-secret': VAPI_SECRET };
    const webhook = { url: REQUEST.eventsUrl, rawBody: Buffer.from(JSON.stringify({ message })), headers };
    expect(blocked.readEvents(webhook)).toMatchObject([{ type: 'ended', end: { disposition: 'no_capacity' } }]);
  });

  test('what Vapi says in words is told apart', async () => {
    let message = '';
    const { provider: refusing } = await answering(() => ({
      status: 400,
      body: { message, error: 'Bad Request', statusCode: 400 },
    }));
    const refusals = [
      ['Over Concurrency Limit', 'no_capacity', 'over_concurrency_limit'],
      ['Wallet Balance is -0.2. Purchase more credits or upgrade your plan.', 'no_capacity', 'insufficient_funds'],
      ['Numbers Bought On Vapi Have A Daily Outbound Call Limit.', 'no_capacity', 'daily_outbound_limit'],
      ['customer.number must be a valid phone number in the E.164 format', 'invalid_number', 'invalid_customer_number'],
      ["Couldn't Find Assistant", 'failed', 'http_400'],
      ['phoneNumber.number must be a valid phone number in the E.164 format', 'failed', 'http_400'],
      ['phoneNumberId must be a UUID, customer.number cannot be called from it', 'failed', 'http_400'],
      ['customer.number cannot be called from this number', 'failed', 'http_400'],
    ] as const;
    for (const [words, disposition, rawCode] of refusals) {
      message = words;
      expect(await refusing.placeCall(REQUEST)).toMatchObject({ kind: 'refused', disposition, rawCode });
    }
  });

  test('a call is controlled at Vapi, and nowhere else', async () => {
    for (const controlUrl of [
      'https://vapi.ai.example.com/1/control',
      'http://phone.vapi.ai/1/control',
      'nonsense',
      null,
    ]) {
      const { server, provider: live } = await answering(() => ({
        status: 200,
        body: { id: '1', status: 'ringing', monitor: { controlUrl } },
      }));
      await expect(live.endCall('1')).rejects.toThrow('does not say how');
      expect(server.requests).toHaveLength(1);
    }
  });

  test('a call is ended without our key being sent along', async () => {
    await provider.placeCall(REQUEST);
    await provider.endCall(double.calls[0]!.id);
    const control = double.requests.at(-1)!;
    expect([control.method, control.body]).toEqual(['POST', '{"type":"end-call"}']);
    expect(control.headers).not.toHaveProperty('authorization');
    expect(double.calls[0]!.hungUp).toBe(true);
  });

  test('a caller is given an assistant as Vapi wants it answered; or a word, and is hung up on', async () => {
    const { reference, agentReference, welcomeMessage, prompt, variables, eventsUrl } = REQUEST;
    const answer = provider.inbound!.answer({
      reference,
      agentReference,
      welcomeMessage,
      prompt,
      variables,
      eventsUrl,
    });
    const body = JSON.parse(answer.body) as Vapi.ServerMessageResponseAssistantRequest;
    expect(body).toMatchObject({
      assistantId: agentReference,
      assistantOverrides: { metadata: { reference }, variableValues: variables, server: { url: eventsUrl } },
    });
    const refused = JSON.parse(provider.inbound!.answer(null).body) as object;
    expect(refused).toEqual({ error: expect.stringMatching(/./) });
    const typeName = 'ServerMessageResponseAssistantRequest';
    const schema = await schemaOf('@vapi-ai/server-sdk', `dist/cjs/api/types/${typeName}.d.ts`, typeName);
    body.assistantOverrides!.server!.backoffPlan!.type = {};
    expect([...faultsOf(schema, body), ...faultsOf(schema, refused)]).toEqual([]);
  });

  test('the double is one to the package of the vendor as well', async () => {
    const client = new VapiClient({ token: VAPI_KEY, baseUrl: double.url, maxRetries: 0 });
    const made = (await client.calls.create({
      assistantId: REQUEST.agentReference!,
      phoneNumberId: PHONE_NUMBER_ID,
      customer: { number: '+14155550101' },
      assistantOverrides: { metadata: { reference: 'by the package' } },
    })) as Vapi.Call;
    expect(made).toMatchObject({ status: 'queued', type: 'outboundPhoneCall' });
    expect((await client.calls.get({ id: made.id })).id).toBe(made.id);
    const listed = await client.calls.list({ createdAtGe: made.createdAt, limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([made.id]);
    const stranger = new VapiClient({ token: 'nobody', baseUrl: double.url, maxRetries: 0 });
    await expect(stranger.calls.get({ id: made.id })).rejects.toThrow(VapiError);
    expect(await double.schemaFaults()).toEqual([]);
  });
});
