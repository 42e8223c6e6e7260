import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient';
import { configureInbound, listIncomingNumbers } from '../../infra/telephony/twilio/twilio-numbers';
import { twilioAdapter } from '../../infra/telephony/twilio/twilio-provider';
import { startRecordingServer } from './recording-server';
import { EVENTS_URL, REQUEST, startTwilioBench, type TwilioBench } from './twilio-bench';
import { basic, TWILIO_CREDENTIALS, TWILIO_KEY } from './twilio-replies';
import { ACCOUNT_SID, AUTH_TOKEN, readForm } from './twilio-resources';
import type { DoubleRequest } from './vendor-double';

const HANDLING = { waitForBeep: true, timeoutS: 20, message: 'Please call back, Ann & Bob.' };

let bench: TwilioBench;

beforeEach(async () => {
  bench = await startTwilioBench();
});

afterEach(() => bench.close());

/** What the vendor's own client sends for the same call of it. */
async function sentByVendor(ask: (client: twilio.Twilio) => Promise<unknown>): Promise<DoubleRequest> {
  const sent: DoubleRequest[] = [];
  const httpClient = {
    request: async ({ method, uri, data, username, password }: Record<string, never>) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(data ?? {})) {
        for (const one of [value].flat()) form.append(name, String(one));
      }
      const authorization = basic(String(username), String(password));
      const path = String(uri).replace('https://api.twilio.com', '');
      sent.push({ method: String(method).toUpperCase(), path, headers: { authorization }, body: form.toString() });
      return { statusCode: 201, body: {}, headers: {} };
    },
  } as unknown as RequestClient;
  await ask(twilio(ACCOUNT_SID, AUTH_TOKEN, { httpClient })).catch(() => undefined);
  return sent[0]!;
}

async function expectAsVendor(ask: (client: twilio.Twilio) => Promise<unknown>): Promise<void> {
  const ours = bench.double.requests.at(-1)!;
  const theirs = await sentByVendor(ask);
  expect({ method: ours.method, path: ours.path, form: readForm(ours.body) }).toEqual({
    method: theirs.method,
    path: theirs.path,
    form: readForm(theirs.body),
  });
  expect(ours.headers['authorization']).toBe(theirs.headers['authorization']);
  if (ours.method === 'POST') expect(ours.headers['content-type']).toBe('application/x-www-form-urlencoded');
}

const statusCallback = `${EVENTS_URL}?reference=ref-1%20%26%3F`;
const told = {
  to: '+14155550123',
  from: '+14155550100',
  statusCallback,
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  timeout: 60,
  timeLimit: 3_600,
};

describe('requests are those of the vendor’s own client', () => {
  test('for a call that is spoken to by TwiML, and for one whose TwiML is fetched', async () => {
    await bench.provider.placeCall(REQUEST);
    await expectAsVendor((client) => client.calls.create({ ...told, twiml: '<Response><Say>Hello</Say></Response>' }));
    await bench.provider.placeCall({ ...REQUEST, agentReference: 'https://example.com/twiml', maxDurationS: 20_000 });
    await expectAsVendor((client) =>
      client.calls.create({ ...told, timeLimit: 14_400, url: 'https://example.com/twiml' }),
    );
  });

  test('for a call that listens for machines, until the greeting is over or at once', async () => {
    const asyncAmd = {
      asyncAmd: 'true',
      asyncAmdStatusCallback: statusCallback,
      asyncAmdStatusCallbackMethod: 'POST',
      twiml: '<Response><Say>Hello</Say></Response>',
    };
    await bench.provider.placeCall({ ...REQUEST, machine: HANDLING });
    await expectAsVendor((client) =>
      client.calls.create({
        ...told,
        ...asyncAmd,
        machineDetection: 'DetectMessageEnd',
        machineDetectionTimeout: 20,
      }),
    );
    await bench.provider.placeCall({ ...REQUEST, machine: { ...HANDLING, waitForBeep: false, timeoutS: 100 } });
    await expectAsVendor((client) =>
      client.calls.create({ ...told, ...asyncAmd, machineDetection: 'Enable', machineDetectionTimeout: 59 }),
    );
  });

  test('for look-ups, ends, messages to machines, and the check of credentials', async () => {
    await bench.provider.placeCall(REQUEST);
    const { id } = bench.double.calls[0]!;
    const sought = { reference: 'r', from: REQUEST.from, to: REQUEST.to, askedAt: Date.now(), otherCallIds: [] };
    await bench.provider.lookUpCall({ ...sought, providerCallId: id });
    await expectAsVendor((client) => client.calls(id).fetch());
    await bench.provider.lookUpCall({ ...sought, providerCallId: null });
    const listed = bench.double.requests.at(-1)!.path.split('?');
    expect(listed[0]).toBe((await sentByVendor((client) => client.calls.list())).path.split('?')[0]);
    expect(readForm(listed[1]!)).toEqual({ To: REQUEST.to, From: REQUEST.from, PageSize: '200' });
    await bench.provider.handleMachine!(id, HANDLING);
    await expectAsVendor((client) =>
      client.calls(id).update({
        twiml: '<Response><Say>Please call back, Ann &amp; Bob.</Say><Hangup/></Response>',
      }),
    );
    await bench.provider.handleMachine!(id, { ...HANDLING, message: null });
    await expectAsVendor((client) => client.calls(id).update({ status: 'completed' }));
    expect(bench.double.calls[0]?.hungUp).toBe(true);
    await bench.provider.checkCredentials();
    await expectAsVendor((client) => client.api.v2010.accounts(ACCOUNT_SID).fetch());
  });

  test('for the numbers of an account, and where their callers go', async () => {
    bench.double.numbers = [{ sid: 'PN1', phoneNumber: REQUEST.from, voice: true }];
    const urls = { voiceUrl: 'https://calls.example.com/inbound', statusUrl: 'https://calls.example.com/events' };
    expect(await configureInbound(TWILIO_CREDENTIALS, { baseUrl: bench.double.url }, { sid: 'PN1', ...urls })).toEqual({
      kind: 'configured',
    });
    await expectAsVendor((client) =>
      client.incomingPhoneNumbers('PN1').update({
        voiceUrl: urls.voiceUrl,
        voiceMethod: 'POST',
        statusCallback: urls.statusUrl,
        statusCallbackMethod: 'POST',
      }),
    );
    const unknown = await configureInbound(TWILIO_CREDENTIALS, { baseUrl: bench.double.url }, { sid: 'PN2', ...urls });
    expect(unknown).toEqual({ kind: 'refused', rawCode: '20404' });
  });
});

test('all pages of the numbers are read, and refused credentials are told from a server that is not there', async () => {
  const world = { baseUrl: bench.double.url };
  bench.double.numbers = Array.from({ length: 7 }, (_, n) => ({
    sid: `PN${n}`,
    phoneNumber: `+1415555010${n}`,
    voice: n !== 3,
  }));
  bench.double.mostOnPage = 3;
  const found = await listIncomingNumbers(TWILIO_CREDENTIALS, world);
  expect(found).toMatchObject({ kind: 'found', numbers: bench.double.numbers.map(({ sid }) => ({ sid })) });
  expect(found).toMatchObject({
    numbers: expect.arrayContaining([
      { sid: 'PN3', phoneNumber: '+14155550103', friendlyName: 'Line +14155550103', voiceCapable: false },
    ]),
  });
  expect(bench.double.requests).toHaveLength(3);
  const wrong = { ...TWILIO_CREDENTIALS, auth_token: 'wrong' };
  expect(await listIncomingNumbers(wrong, world)).toEqual({ kind: 'refused', rawCode: 'credentials_refused' });
  expect(await listIncomingNumbers(TWILIO_CREDENTIALS, { baseUrl: 'http://127.0.0.1:1' })).toEqual({
    kind: 'unknown',
    rawCode: 'ECONNREFUSED',
  });
});

test.each([
  ['goes on and on', `/2010-04-01/Accounts/${ACCOUNT_SID}/IncomingPhoneNumbers.json?Page=1`, 'too_many_pages', 100],
  ['leads out of the account', '/2010-04-01/Accounts/AC9/IncomingPhoneNumbers.json', 'unreadable_answer', 1],
])('a list of numbers that %s is not taken for a whole one', async (_what, next_page_uri, rawCode, asked) => {
  const body = { incoming_phone_numbers: [], next_page_uri };
  const server = await startRecordingServer(() => ({ status: 200, body }));
  const unknown = { kind: 'unknown', rawCode };
  expect(await listIncomingNumbers(TWILIO_CREDENTIALS, { baseUrl: server.url })).toEqual(unknown);
  expect(server.requests).toHaveLength(asked);
  await server.close();
});

test('an API key is used for calls, and is checked beside the auth token; an account that is not active is refused', async () => {
  const withKey = bench.connect({ ...TWILIO_CREDENTIALS, ...TWILIO_KEY });
  expect(await withKey.placeCall(REQUEST)).toMatchObject({ kind: 'accepted' });
  const { api_key_sid: sid, api_key_secret: secret } = TWILIO_KEY;

  expect(bench.double.requests[0]?.headers['authorization']).toBe(basic(sid, secret));
  expect(await withKey.checkCredentials()).toEqual({ kind: 'accepted' });
  const wrongKey = bench.connect({ ...TWILIO_CREDENTIALS, ...TWILIO_KEY, api_key_secret: 'wrong' });
  expect(await wrongKey.checkCredentials()).toEqual({ kind: 'refused', rawCode: '20003' });
  bench.double.accountStatus = 'suspended';
  expect(await bench.provider.checkCredentials()).toEqual({ kind: 'refused', rawCode: 'account_suspended' });
});

test('credentials without the auth token, or with half an API key, are no credentials', () => {
  const { credentials } = twilioAdapter;
  expect(credentials.safeParse(TWILIO_CREDENTIALS).success).toBe(true);
  expect(credentials.safeParse({ ...TWILIO_CREDENTIALS, ...TWILIO_KEY }).success).toBe(true);
  expect(credentials.safeParse({ account_sid: ACCOUNT_SID, ...TWILIO_KEY }).success).toBe(false);
  expect(credentials.safeParse({ ...TWILIO_CREDENTIALS, api_key_sid: TWILIO_KEY.api_key_sid }).success).toBe(false);
});
