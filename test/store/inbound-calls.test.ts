import { randomUUID } from 'node:crypto';
import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { storeInboundEvent } from '../../infra/db/inbound/inbound-events';
import { callLine } from '../setup/called-lines';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd } from '../setup/fake-provider';
import { createInboundDesk } from '../setup/inbound-desk';
import { json, PreCallReceiver } from '../setup/pre-call-receiver';

const RETRYING = {
  retry: {
    ...DEFAULT_SETTINGS.retry,
    enabled: true,
    limit: 3,
    schedule: 'scheduled_time',
    scheduleHours: 4,
  },
} as const;

let world: ClaimWorld;
let desk: ReturnType<typeof createInboundDesk>;
let people = 0;

beforeAll(async () => {
  world = await createClaimWorld();
  desk = createInboundDesk(world.db);
});

afterAll(async () => {
  await desk.close();
  await world.drop();
});

const newPerson = (): string => `+1555777${String((people += 1)).padStart(4, '0')}`;

async function setLine(lineId: number, columns: Record<string, unknown>): Promise<void> {
  await world.db.updateTable('lines').set(columns).where('id', '=', lineId).execute();
}

/** A contact that waits for its retry. */
async function waitingContact(from: string, columns: Parameters<ClaimWorld['newCampaign']>[1] = {}) {
  const campaign = await world.newCampaign(RETRYING, columns);
  const lineId = await world.newLine(campaign.id, { toNumber: from });
  await callLine(world, { campaignId: campaign.id, lineId }, { disposition: 'no_answer' });
  return { campaignId: campaign.id, lineId };
}

describe('the caller', () => {
  test('is recognised as the contact that waits for a call to that number', async () => {
    const from = newPerson();
    const { campaignId, lineId } = await waitingContact(from);
    expect(await desk.callIn({ from })).toMatchObject({ campaign_id: campaignId, line_id: lineId, status: 'ringing' });
  });

  test('is answered as anybody where nobody waits', async () => {
    const call = await desk.callIn({ from: newPerson() });
    expect(call).toMatchObject({ campaign_id: null, line_id: null, agent_id: world.agentId, variables: {} });
  });

  test('is the contact of the campaign that calls from the number called, however long ago', async () => {
    const from = newPerson();
    const other = await world.newNumber('+15550109900');
    const own = await waitingContact(from, { phone_number_id: other });
    await waitingContact(from);
    expect(await desk.callIn({ from, to: '+15550109900' })).toMatchObject({ line_id: own.lineId });
  });

  test('is the contact of a campaign that rotates over the number called', async () => {
    const from = newPerson();
    const number = await world.newNumber('+15550109901');
    const rotation = { strategy: 'round_robin', healthThreshold: null, fallback: 'pause' } as never;
    const rotating = await world.newCampaign({ rotation });
    await world.db
      .insertInto('campaign_numbers')
      .values({ campaign_id: rotating.id, phone_number_id: number })
      .execute();
    const lineId = await world.newLine(rotating.id, { toNumber: from });
    await waitingContact(from);
    expect(await desk.callIn({ from, to: '+15550109901' })).toMatchObject({ line_id: lineId });
  });

  test('is the contact that was called last, before those that were never called', async () => {
    const from = newPerson();
    await waitingContact(from);
    const last = await waitingContact(from);
    const fresh = await world.newCampaign();
    await world.newLine(fresh.id, { toNumber: from });
    expect(await desk.callIn({ from })).toMatchObject({ line_id: last.lineId });
  });

  test.each([
    ['is the contact of a paused campaign', { status: 'paused' }, true],
    ['is the contact of a campaign whose start lies ahead', { status: 'scheduled' }, true],
    ['is nobody of a draft', { status: 'draft' }, false],
  ] as const)('%s', async (_which, columns, recognised) => {
    const from = newPerson();
    const campaign = await world.newCampaign({}, columns);
    const lineId = await world.newLine(campaign.id, { toNumber: from });
    expect(await desk.callIn({ from })).toMatchObject({ line_id: recognised ? lineId : null });
  });

  test('is nobody of a campaign that was cancelled, nor of a line that is done with', async () => {
    const from = newPerson();
    const { campaignId } = await waitingContact(from);
    await world.db.updateTable('campaigns').set({ halt_requested: 'cancel' }).where('id', '=', campaignId).execute();
    const done = await waitingContact(from);
    await setLine(done.lineId, { call_status: 'skipped', closed_at: new Date() });
    expect(await desk.callIn({ from })).toMatchObject({ line_id: null });
  });

  test('is nobody of another organization', async () => {
    const from = newPerson();
    const { lineId } = await waitingContact(from);
    const other = await world.db
      .insertInto('organizations')
      .values({ name: 'Other', callback_secret: 'whsec_dGVzdA==' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await setLine(lineId, { organization_id: other.id });
    expect(await desk.callIn({ from })).toMatchObject({ line_id: null });
  });

  test('who asked not to be called is answered all the same', async () => {
    const from = newPerson();
    await world.db
      .insertInto('suppressions')
      .values({ organization_id: 1, number: from, reason: 'asked', source: 'api' })
      .execute();
    expect(await desk.ask({ from })).not.toBeNull();
  });
});

describe('the answer', () => {
  const TEXTS = { welcome_message: 'Hello {{ name }}, plan {{ plan }}', prompt: 'Sell {{ plan }} to {{ to_number }}' };

  async function agentSays(fields: Record<string, unknown>): Promise<void> {
    await world.db.updateTable('agents').set(fields).where('id', '=', world.agentId).execute();
  }

  afterEach(() => agentSays({ welcome_message: '', prompt: '', pre_call_webhook_url: null, webhook_direction: null }));

  test("is filled with the contact's variables, and never with its metadata", async () => {
    const from = newPerson();
    const { lineId } = await waitingContact(from);
    await setLine(lineId, {
      custom_variables: JSON.stringify({ name: 'Ada' }),
      metadata: JSON.stringify({ plan: 'secret' }),
    });
    await agentSays(TEXTS);
    const answer = await desk.ask({ from });
    expect(answer).toMatchObject({
      welcomeMessage: 'Hello Ada, plan {{ plan }}',
      prompt: `Sell {{ plan }} to ${from}`,
      variables: { name: 'Ada' },
      eventsUrl: 'https://everdial.test/providers/simulator/events',
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  describe('of an agent with a pre-call webhook', () => {
    let webhook: PreCallReceiver;
    beforeAll(async () => {
      webhook = await PreCallReceiver.start();
    });
    beforeEach(() => {
      webhook.questions.length = 0;
      webhook.answer = json({});
    });
    afterAll(() => webhook.close());

    test('is asked for with the direction inbound, and its variables win', async () => {
      const from = newPerson();
      const { lineId } = await waitingContact(from);
      await setLine(lineId, { custom_variables: JSON.stringify({ name: 'Ada', plan: 'free' }) });
      await agentSays({ ...TEXTS, pre_call_webhook_url: webhook.url });
      webhook.answer = json({ call: { dynamic_variables: { plan: 'pro' } } });
      const answer = await desk.ask({ from, providerCallId: 'CA-asked' });
      expect(answer).toMatchObject({ welcomeMessage: 'Hello Ada, plan pro', variables: { name: 'Ada', plan: 'pro' } });
      const number = await world.db
        .selectFrom('phone_numbers')
        .select('number')
        .orderBy('id')
        .executeTakeFirstOrThrow();
      expect(JSON.parse(webhook.questions[0]!.body)).toEqual({
        event: 'call',
        call: {
          direction: 'inbound',
          bot_id: String(world.agentId),
          from_number: from,
          to_number: number.number,
          attempt: '1',
        },
      });
      expect(await desk.find(answer!.reference)).toMatchObject({
        variables: { name: 'Ada', plan: 'pro' },
        pre_call: { outcome: 'answered', tries: 1, error: null },
      });
    });

    test('is given without asking when the webhook is for outbound calls', async () => {
      await agentSays({ pre_call_webhook_url: webhook.url, webhook_direction: 'outbound' });
      expect(await desk.ask({ from: newPerson() })).not.toBeNull();
      expect(webhook.questions).toEqual([]);
    });

    test('is the same, and asked for once, when the provider asks again', async () => {
      const from = newPerson();
      await agentSays({ ...TEXTS, pre_call_webhook_url: webhook.url });
      webhook.answer = (response, question, count) =>
        json({ call: { dynamic_variables: { plan: `plan ${count}` } } })(response, question, count);
      const answers = [
        await desk.ask({ from, providerCallId: 'CA-twice' }),
        await desk.ask({ from, providerCallId: 'CA-twice' }),
      ];
      expect(answers[0]).toMatchObject({ variables: { plan: 'plan 1' } });
      expect(answers[1]).toEqual(answers[0]);
      expect(webhook.questions).toHaveLength(1);
    });

    test('is the same to two questions at the same moment, in one call', async () => {
      const from = newPerson();
      await agentSays({ ...TEXTS, pre_call_webhook_url: webhook.url });
      let release: () => void;
      const bothAsked = new Promise<void>((resolve) => (release = resolve));
      webhook.answer = async (response, question, count) => {
        if (count === 2) release();
        await bothAsked;
        await json({ call: { dynamic_variables: { plan: `plan ${count}` } } })(response, question, count);
      };
      const [first, second] = await Promise.all([
        desk.ask({ from, providerCallId: 'CA-both' }),
        desk.ask({ from, providerCallId: 'CA-both' }),
      ]);
      expect(first).not.toBeNull();
      expect(second).toEqual(first);
    });

    test('is a refusal when the webhook says no, again and again, and the call is over', async () => {
      const from = newPerson();
      await agentSays({ pre_call_webhook_url: webhook.url });
      webhook.answer = json({ call: { eligible: false, reason: 'Not today' } });
      expect(await desk.ask({ from, providerCallId: 'CA-no' })).toBeNull();
      webhook.answer = json({});
      expect(await desk.ask({ from, providerCallId: 'CA-no' })).toBeNull();
      const call = await world.db
        .selectFrom('inbound_calls')
        .selectAll()
        .where('provider_call_id', '=', 'CA-no')
        .executeTakeFirstOrThrow();
      expect(call).toMatchObject({ status: 'ended', disposition: 'declined', raw_code: 'not_eligible' });
      expect(call.pre_call).toMatchObject({ outcome: 'not_eligible', error: 'Not today' });
    });

    test('is given without variables when the webhook fails, whatever the campaign does about its own calls', async () => {
      const from = newPerson();
      await waitingContact(from);
      await agentSays({ pre_call_webhook_url: webhook.url });
      webhook.answer = json({}, 500);
      const answer = await desk.ask({ from });
      expect(answer).toMatchObject({ variables: {} });
      const { pre_call } = await desk.find(answer!.reference);
      expect(pre_call).toMatchObject({ outcome: 'failed', tries: 3, error: expect.stringContaining('500') });
      expect(pre_call!.durationMs).toBeLessThan(6_000);
    });
  });

  test('is a refusal where nobody speaks on the number, and the call is kept', async () => {
    await world.newNumber('+15550109902', { agent: null });
    expect(await desk.ask({ from: newPerson(), to: '+15550109902', providerCallId: 'CA-nobody' })).toBeNull();
    const calls = world.db.selectFrom('inbound_calls').selectAll().where('provider_call_id', '=', 'CA-nobody');
    expect(await calls.executeTakeFirst()).toMatchObject({ status: 'ended', raw_code: 'no_agent' });
  });

  test("is that of the campaign's agent where the number called has none of its own", async () => {
    const from = newPerson();
    await world.newNumber('+15550109903', { agent: null });
    await waitingContact(from);
    expect(await desk.callIn({ from, to: '+15550109903' })).toMatchObject({ agent_id: world.agentId });
  });

  test('is a refusal for a number that the account does not have', async () => {
    expect(await desk.ask({ from: newPerson(), to: '+15550109999' })).toBeNull();
    expect(await desk.ask({ from: newPerson(), accountId: 999_999 })).toBeNull();
  });
});

describe('a call whose provider tells its own id only later', () => {
  test('is the same one when it is asked about again within half a minute, and gets its id with its first event', async () => {
    const from = newPerson();
    const now = Date.now();
    const first = await desk.callIn({ from, providerCallId: null, now });
    const again = await desk.callIn({ from, providerCallId: null, now: now + 10_000 });
    expect(again.id).toBe(first.id);
    const told = { reference: first.reference, provider_call_id: 'call_1' };
    await desk.tell(told, { type: 'answered' }, now + 12_000);
    expect(await desk.find(first.reference)).toMatchObject({ provider_call_id: 'call_1', status: 'answered' });
    const later = await desk.callIn({ from, providerCallId: null, now: now + 15_000 });
    expect(later.id).not.toBe(first.id);
  });

  test('is another one later, and where somebody else calls', async () => {
    const [from, other] = [newPerson(), newPerson()];
    const now = Date.now();
    const first = await desk.callIn({ from, providerCallId: null, now });
    const others = await desk.callIn({ from: other, providerCallId: null, now });
    const later = await desk.callIn({ from, providerCallId: null, now: now + 40_000 });
    expect(new Set([first.id, others.id, later.id]).size).toBe(3);
  });
});

describe('events', () => {
  const events = ['answered', 'ended', 'ringing'] as const;
  const orders = events.flatMap((first) =>
    events
      .filter((e) => e !== first)
      .map((second) => [first, second, events.find((e) => e !== first && e !== second)!]),
  );

  test.each(orders)('%s, %s, %s, each of them twice, end in the same state', async (...order) => {
    const call = await desk.callIn({ from: newPerson() });
    for (const type of order) {
      for (const disposition of ['completed', 'failed'] as const) {
        if (type === 'ended') await desk.end(call, { disposition });
        else await desk.tell(call, { type });
      }
    }
    expect(await desk.find(call.reference)).toMatchObject({ status: 'ended', disposition: 'completed' });
  });

  test('without our reference go by the id of the provider', async () => {
    const call = await desk.callIn({ from: newPerson() });
    const event = { type: 'ended', reference: null, providerCallId: call.provider_call_id, end: callEnd() } as const;
    await storeInboundEvent(world.db, event, { provider: 'simulator', accountId: call.account_id });
    expect(await desk.find(call.reference)).toMatchObject({ status: 'ended' });
  });

  test('of another account, or of a call that is not known, change nothing', async () => {
    const call = await desk.callIn({ from: newPerson() });
    const event = { type: 'answered', reference: call.reference, providerCallId: call.provider_call_id } as const;
    await storeInboundEvent(world.db, event, { provider: 'twilio', accountId: call.account_id });
    await storeInboundEvent(world.db, event, { provider: 'simulator', accountId: call.account_id + 1 });
    await storeInboundEvent(
      world.db,
      { ...event, providerCallId: 'another' },
      { provider: 'simulator', accountId: null },
    );
    expect(await desk.find(call.reference)).toMatchObject({ status: 'ringing' });
    const unknown = { ...event, reference: `in_${randomUUID()}` };
    await expect(
      storeInboundEvent(world.db, unknown, { provider: 'simulator', accountId: null }),
    ).resolves.toBeUndefined();
  });

  test('of an end that is not reported yet bring its look-up nearer', async () => {
    const now = Date.now();
    const call = await desk.callIn({ from: newPerson(), now });
    const answered = await desk.tell(call, { type: 'answered' }, now);
    const ending = await desk.tell(call, { type: 'ending' }, now + 1_000);
    expect(answered.deadline_at.getTime()).toBeGreaterThan(now + 10 * 60_000);
    expect(ending.deadline_at.getTime()).toBe(now + 61_000);
    expect(ending.status).toBe('answered');
  });
});
