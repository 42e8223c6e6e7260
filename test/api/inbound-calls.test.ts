import { createHmac } from 'node:crypto';
import type { Response } from 'supertest';
import { retellAdapter } from '../../infra/telephony/retell/retell-provider';
import { createSimulatorProvider } from '../../infra/telephony/simulator/simulator-provider';
import { twilioAdapter } from '../../infra/telephony/twilio/twilio-provider';
import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { onlyProviders } from '../../services/wiring/providers';
import { signEvent } from '../../services/simulator/event-poster';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

const SECRET = 'a-secret-of-the-simulator';
const TOKEN = 'a'.repeat(32);
const VAPI_SECRET = 'a-secret-that-vapi-sends';
const PROVIDER_URL = 'https://providers.everdial.test';
const FROM = '+15557770001';

const sender = createWebhookSender({ filter: createAddressFilter('') });
let world: ApiWorld;

beforeAll(async () => {
  const of = { sender };
  world = await createApiWorld({
    providers: onlyProviders(
      createSimulatorProvider({ baseUrl: 'http://127.0.0.1:9', secret: SECRET }),
      twilioAdapter.connect({ credentials: credentialsOf(twilioAdapter, TWILIO), settings: {} } as never, of),
      retellAdapter.connect({ credentials: { api_key: 'key_of_retell' }, settings: {} }, of),
      vapiAdapter.connect({ credentials: credentialsOf(vapiAdapter, VAPI), settings: {} } as never, of),
    ),
  });
});

afterAll(async () => {
  await world.close();
  await sender.close();
});

const TWILIO = { account_sid: `AC${'0'.repeat(32)}`, auth_token: TOKEN };
const VAPI = { api_key: 'key_of_vapi', webhook_secret: VAPI_SECRET };

function credentialsOf(adapter: { credentials: { parse(given: unknown): unknown } }, given: object): unknown {
  return adapter.credentials.parse(given);
}

/** A number of an account with its agent, who greets by name. */
async function numberOf(provider: string, number: string, agentReference: string | null) {
  const { db, organizationId } = world;
  const account = await db
    .insertInto('provider_accounts')
    .values({ organization_id: organizationId, provider, name: number })
    .returning('id')
    .executeTakeFirstOrThrow();
  const agent = await db
    .insertInto('agents')
    .values({
      organization_id: organizationId,
      name: provider,
      provider_reference: agentReference,
      welcome_message: 'Hello {{ name }}',
      prompt: 'Help {{ name }}',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('phone_numbers')
    .values({
      organization_id: organizationId,
      number,
      name: number,
      provider,
      account_id: account.id,
      agent_id: agent.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { accountId: account.id, phoneNumberId: id, agentId: agent.id };
}

/** A contact that waits for a call from a number. */
async function contactOf(phoneNumberId: number, to: string): Promise<{ campaignId: number; lineId: number }> {
  const campaignId = await world.createCampaign({ phone_number_id: phoneNumberId });
  const body = { to_number: to, custom_variables: { name: 'Ada' }, metadata: { name: 'not for agents' } };
  const { body: added } = await world.call('post', `/calls/bulk_call/${campaignId}/add_contact`, { body });
  return { campaignId, lineId: added.line_id };
}

const newestCall = () =>
  world.db.selectFrom('inbound_calls').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

function askSimulated(body: object, signature?: string): Promise<Response> {
  const text = JSON.stringify(body);
  return world.agent
    .post('/providers/simulator/inbound')
    .set('content-type', 'application/json')
    .set('x-simulator-signature', signature ?? signEvent(SECRET, Date.now(), text))
    .send(text);
}

describe('a provider that asks who speaks to a caller', () => {
  test('is answered in the format of the simulator, with what is known about the contact, and shown in its story', async () => {
    await world.db
      .updateTable('agents')
      .set({ welcome_message: 'Hello {{ name }}', provider_reference: 'agent-1' })
      .where('id', '=', world.agentId)
      .execute();
    const { campaignId, lineId } = await contactOf(world.phoneNumberId, FROM);
    const response = await askSimulated({ call_id: 'sim_1', from: FROM, to: '+15550100001' });
    const call = await newestCall();
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      accept: true,
      reference: call.reference,
      agent_reference: 'agent-1',
      welcome_message: 'Hello Ada',
      prompt: '',
      variables: { name: 'Ada' },
      events_url: `${PROVIDER_URL}/providers/simulator/events`,
    });
    expect(call).toMatchObject({ line_id: lineId, campaign_id: campaignId, provider_call_id: 'sim_1' });
    const story = await world.call('get', `/calls/bulk_call/${campaignId}/lines/${lineId}`);
    expect(story.body.inbound_calls).toMatchObject([
      { call_id: call.id, call_sid: `call_${call.id}`, status: 'ringing', from_number: FROM, decision: null },
    ]);
  });

  test('is answered with TwiML', async () => {
    const { accountId, phoneNumberId } = await numberOf('twilio', '+15557770100', null);
    await contactOf(phoneNumberId, FROM);
    const path = `/providers/twilio/${accountId}/inbound`;
    const form = { CallSid: `CA${'1'.repeat(32)}`, From: FROM, To: '+15557770100', CallStatus: 'ringing' };
    const response = await world.agent
      .post(path)
      .type('form')
      .set('x-twilio-signature', twilioSignature(`${PROVIDER_URL}${path}`, form))
      .send(form);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toContain('text/xml');
    expect(response.text).toContain('<Say>Hello Ada</Say>');
    expect(response.text).not.toContain('not for agents');
    expect(await newestCall()).toMatchObject({
      provider: 'twilio',
      account_id: accountId,
      provider_call_id: form.CallSid,
    });
  });

  test('is answered with what overrides an agent of Retell', async () => {
    const { accountId, phoneNumberId } = await numberOf('retell', '+15557770200', 'agent_1a2b3c4d5e6f');
    await contactOf(phoneNumberId, FROM);
    const text = JSON.stringify({
      event: 'call_inbound',
      call_inbound: { agent_id: 'agent_of_the_number', from_number: FROM, to_number: '+15557770200' },
    });
    const response = await world.agent
      .post(`/providers/retell/${accountId}/inbound`)
      .set('content-type', 'application/json')
      .set('x-retell-signature', retellSignature(text))
      .send(text);
    const call = await newestCall();
    expect(response.body).toMatchObject({
      call_inbound: {
        override_agent_id: 'agent_1a2b3c4d5e6f',
        dynamic_variables: { name: 'Ada', welcome_message: 'Hello Ada', prompt: 'Help Ada' },
        metadata: { reference: call.reference },
      },
    });
    expect(call).toMatchObject({ provider: 'retell', provider_call_id: null });
  });

  test('is answered with an assistant of Vapi', async () => {
    const assistantId = '4a170597-a0c2-4657-8c32-cb93f080cead';
    const { accountId, phoneNumberId } = await numberOf('vapi', '+15557770300', assistantId);
    await contactOf(phoneNumberId, FROM);
    const call = { id: 'c1', customer: { number: FROM } };
    const message = { type: 'assistant-request', call, phoneNumber: { number: '+15557770300' } };
    const response = await world.agent
      .post(`/providers/vapi/${accountId}/inbound`)
      .set('x-vapi-secret', VAPI_SECRET)
      .send({ message });
    expect(response.body).toMatchObject({
      assistantId,
      assistantOverrides: {
        firstMessage: 'Hello Ada',
        variableValues: { name: 'Ada' },
        metadata: { reference: (await newestCall()).reference },
      },
    });
  });
});

describe('a question', () => {
  test('without a signature that holds is refused, and leaves nothing', async () => {
    const before = await newestCall();
    const response = await askSimulated({ call_id: 'sim_2', from: FROM, to: '+15550100001' }, 't=1,v1=00');
    expect(response.status).toBe(401);
    expect(await newestCall()).toEqual(before);
  });

  test('that cannot be read is refused', async () => {
    expect((await askSimulated({ call_id: 'sim_3' })).status).toBe(422);
  });

  test('of a provider, or an account, that there is not is refused', async () => {
    expect((await world.agent.post('/providers/nobody/inbound')).status).toBe(404);
    expect((await world.agent.post('/providers/twilio/x/inbound')).status).toBe(404);
  });

  test('about a number of another account is answered with a refusal, and nothing about the contact', async () => {
    const { accountId } = await numberOf('vapi', '+15557770301', '4a170597-a0c2-4657-8c32-cb93f080cead');
    const other = await numberOf('vapi', '+15557770302', '4a170597-a0c2-4657-8c32-cb93f080cead');
    await contactOf(other.phoneNumberId, FROM);
    const message = {
      type: 'assistant-request',
      call: { id: 'c2', customer: { number: FROM } },
      phoneNumber: { number: '+15557770302' },
    };
    const response = await world.agent
      .post(`/providers/vapi/${accountId}/inbound`)
      .set('x-vapi-secret', VAPI_SECRET)
      .send({ message });
    expect(JSON.stringify(response.body)).not.toMatch(/Ada|assistantId/);
    expect(
      await world.db.selectFrom('inbound_calls').select('id').where('provider_call_id', '=', 'c2').execute(),
    ).toEqual([]);
  });

  test('finds no contact of another organization', async () => {
    const other = await addOrganization(world.db);
    await world.db
      .updateTable('phone_numbers')
      .set({ number: '+15550100009' })
      .where('id', '=', other.phoneNumberId)
      .execute();
    const response = await askSimulated({ call_id: 'sim_4', from: FROM, to: '+15550100009' });
    expect(response.body).toMatchObject({ accept: true, variables: {} });
    expect(await newestCall()).toMatchObject({ organization_id: other.organizationId, line_id: null });
  });
});

function twilioSignature(url: string, form: Record<string, string>): string {
  const names = Object.keys(form).sort();
  const text = url + names.map((name) => `${name}${form[name]}`).join('');
  return createHmac('sha1', TOKEN).update(text).digest('base64');
}

function retellSignature(body: string): string {
  const at = Date.now();
  const digest = createHmac('sha256', 'key_of_retell').update(`${body}${at}`).digest('hex');
  return `v=${at},d=${digest}`;
}
