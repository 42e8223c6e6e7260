import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import type { InboundPolicy } from '../../domain/inbound-policy';
import { callbackFigures } from '../../infra/db/attempts/callbacks';
import { isGateOpen } from '../../infra/db/attempts/attempt-claim';
import { markLineDue } from '../../infra/db/lines/line-queue';
import { countHeldLines } from '../../infra/db/lines/line-explanation';
import { callbacksOf, callLine, makeReady } from '../setup/called-lines';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { createInboundDesk } from '../setup/inbound-desk';
import { deliveriesTo, heardBy, newEndpoint } from '../setup/listening-endpoints';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: ClaimWorld;
let desk: ReturnType<typeof createInboundDesk>;
let people = 0;

beforeAll(async () => {
  world = await createClaimWorld();
  desk = createInboundDesk(world.db);
});

afterEach(() => world.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());

afterAll(async () => {
  await desk.close();
  await world.drop();
});

const newPerson = (): string => `+1555666${String((people += 1)).padStart(4, '0')}`;

function policy(inbound: InboundPolicy, more: Partial<CampaignSettings> = {}): Partial<CampaignSettings> {
  return {
    inbound,
    retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time', scheduleHours: 4 },
    callback: { ...DEFAULT_SETTINGS.callback, enabled: true },
    ...more,
  };
}

interface Waiting {
  readonly campaignId: number;
  readonly lineId: number;
  readonly from: string;
}

/** A contact that was called once, in vain, and waits for its retry. */
async function waitingContact(settings = policy('settle'), from = newPerson()): Promise<Waiting> {
  const fresh = await freshContact(settings, from);
  await callLine(world, fresh, { disposition: 'no_answer' });
  return fresh;
}

/** A contact that was never called. */
async function freshContact(settings = policy('settle'), from = newPerson()): Promise<Waiting> {
  const { id: campaignId } = await world.newCampaign(settings);
  return { campaignId, lineId: await world.newLine(campaignId, { toNumber: from }), from };
}

describe('a waiting contact that calls by itself', () => {
  test('is done with when the call has ended, as one that was reached, and its contact is woken', async () => {
    const { from, lineId } = await waitingContact();
    const call = await desk.callIn({ from });
    expect(await world.line(lineId)).toMatchObject({ call_status: 'retry_scheduled' });
    const ended = await desk.end(call, { durationS: 41.6, outcome: { summary: 'All well' } });
    expect(ended).toMatchObject({
      status: 'ended',
      disposition: 'completed',
      duration_s: 42,
      settled_at: expect.any(Date),
      decision: { kind: 'close', reason: 'called back by itself', at: null },
    });
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'completed',
      interaction_status: 'answered',
      closing_reason: 'called back by itself',
      ready: false,
      next_attempt_at: null,
      closed_at: expect.any(Date),
      wake_requested_at: expect.any(Date),
    });
  });

  test('leaves the queue when it was never called, and wakes nobody', async () => {
    const { from, campaignId, lineId } = await freshContact();
    await desk.end(await desk.callIn({ from }));
    expect(await world.line(lineId)).toMatchObject({ call_status: 'completed', ready: false, wake_requested_at: null });
    expect(await world.claim(campaignId, lineId)).toEqual({ kind: 'gone', status: 'completed' });
  });

  test('is told of once as a number that was reached, with every attempt', async () => {
    const { from, lineId } = await waitingContact(
      policy('settle', {
        callbacks: { callStatus: null, callSchedule: 'https://example.com/done', campaignStatus: null },
      }),
    );
    await desk.end(await desk.callIn({ from }));
    await markLineDue(world.db, { lineId, now: Date.now() });
    await markLineDue(world.db, { lineId, now: Date.now() });
    const deliveries = await world.db
      .selectFrom('deliveries')
      .selectAll()
      .where('line_id', '=', lineId)
      .where('kind', '=', 'call_schedule')
      .execute();
    expect(deliveries.map(({ body }) => body)).toMatchObject([{ to: from, status: 'completed' }]);
  });

  test.each(['no_answer', 'failed', 'unknown'] as const)(
    'stays as it was when its call ended as %s',
    async (disposition) => {
      const { from, lineId } = await waitingContact();
      const before = await world.line(lineId);
      const ended = await desk.end(await desk.callIn({ from }), { disposition });
      expect(ended).toMatchObject({ settled_at: null, decision: { kind: 'nothing' } });
      expect(await world.line(lineId)).toEqual(before);
    },
  );

  test('stays as it was in a campaign that ignores inbound calls', async () => {
    const { from, lineId } = await waitingContact(policy('ignore'));
    const before = await world.line(lineId);
    await desk.end(await desk.callIn({ from }), { outcome: { callback_text: 'tomorrow at 3pm' } });
    expect(await world.line(lineId)).toEqual(before);
  });

  test('is settled once, however often the end is told', async () => {
    const { from, campaignId, lineId } = await waitingContact();
    const call = await desk.callIn({ from });
    await desk.end(call);
    await world.db
      .updateTable('lines')
      .set({ call_status: 'retry_scheduled', closed_at: null, next_attempt_at: new Date(Date.now() + HOUR_MS) })
      .where('id', '=', lineId)
      .execute();
    await Promise.all([desk.end(call), desk.end(call)]);
    expect(await world.line(lineId)).toMatchObject({ call_status: 'retry_scheduled', campaign_id: campaignId });
  });

  test('is left to our own call while that is under way, and keeps its retry otherwise', async () => {
    const { from, campaignId, lineId } = await freshContact();
    claimedCall(await world.claim(campaignId, lineId));
    const ended = await desk.end(await desk.callIn({ from }));
    expect(ended).toMatchObject({
      line_id: lineId,
      decision: { kind: 'nothing', reason: 'the contact was being called' },
    });
    expect(await world.line(lineId)).toMatchObject({ call_status: 'in_progress' });
  });

  test('whose campaign was cancelled meanwhile stays as that has left it', async () => {
    const { from, campaignId, lineId } = await waitingContact();
    const call = await desk.callIn({ from });
    await world.db
      .updateTable('lines')
      .set({ call_status: 'cancelled', closed_at: new Date() })
      .where('campaign_id', '=', campaignId)
      .execute();
    await desk.end(call);
    expect(await world.line(lineId)).toMatchObject({ call_status: 'cancelled' });
  });
});

describe('the next call', () => {
  test('comes at the time that the caller asked for, as a promise that uses up one callback', async () => {
    const { from, lineId, campaignId } = await waitingContact();
    const call = await desk.callIn({ from });
    const at = new Date(Date.now() + 2 * HOUR_MS);
    const outcome = { callback_at: at.toISOString(), callback_text: 'in two hours' };
    await desk.end(call, { outcome });
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'callback_scheduled',
      interaction_status: 'callback_requested',
      callbacks_used: 1,
      retries_used: 1,
      next_attempt_at: at,
      wake_requested_at: expect.any(Date),
    });
    expect(await callbacksOf(world, lineId)).toMatchObject([
      { attempt_id: null, inbound_call_id: call.id, status: 'pending', source: 'provider', text: 'in two hours' },
    ]);
    expect(await callbackFigures(world.db, campaignId)).toMatchObject({ pending: 1 });
  });

  test('that was promised is kept by a call of the contact, and a new one promised', async () => {
    const { from, campaignId, lineId } = await freshContact();
    await callLine(world, { campaignId, lineId }, { outcome: { callback_text: 'tomorrow at 3pm' } });
    await desk.end(await desk.callIn({ from }), { outcome: { callback_text: 'in two days' } });
    expect(await callbacksOf(world, lineId)).toMatchObject([{ status: 'kept' }, { status: 'pending' }]);
    await desk.end(await desk.callIn({ from }));
    expect(await callbacksOf(world, lineId)).toMatchObject([{ status: 'kept' }, { status: 'kept' }]);
    expect(await world.line(lineId)).toMatchObject({ call_status: 'completed' });
  });

  test('comes after the default delay where the campaign reschedules, and uses up no callback', async () => {
    const { from, lineId } = await waitingContact(policy('reschedule'));
    const now = Date.now();
    await desk.end(await desk.callIn({ from }), {}, now);
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'callback_scheduled',
      callbacks_used: 0,
      next_attempt_at: new Date(now + 2 * HOUR_MS),
    });
  });

  test('of a contact that was never called stays its first one', async () => {
    const { from, campaignId, lineId } = await freshContact();
    const at = Date.now() + 2 * HOUR_MS;
    await desk.end(await desk.callIn({ from }), { outcome: { callback_at: new Date(at).toISOString() } });
    expect(await world.line(lineId)).toMatchObject({
      call_status: 'queued',
      ready: false,
      next_attempt_at: new Date(at),
      wake_requested_at: null,
    });
    await makeReady(world, lineId);
    expect(await world.claim(campaignId, lineId)).toMatchObject({ kind: 'deferred', until: at });
    await makeReady(world, lineId);
    expect(await world.claim(campaignId, lineId, at + MINUTE_MS)).toMatchObject({ kind: 'claimed' });
  });

  test('lies inside the hours of the campaign', async () => {
    const hours = {
      zone: 'UTC',
      dailyStop: null,
      dailyStart: null,
      weekdays: null,
      windows: [{ startMinute: 540, endMinute: 1020 }],
      closedDates: [],
    };
    const { from, campaignId, lineId } = await waitingContact();
    const settings = JSON.stringify({ ...DEFAULT_SETTINGS, ...policy('settle'), hours });
    await world.db.updateTable('campaigns').set({ settings }).where('id', '=', campaignId).execute();
    const now = Date.UTC(2027, 4, 11, 18);
    const call = await desk.callIn({ from, now });
    await desk.end(call, { outcome: { callback_text: 'tonight at 9pm' } }, now);
    expect(await world.line(lineId)).toMatchObject({ next_attempt_at: new Date('2027-05-12T09:00:00Z') });
  });
});

describe('who asks not to be called again while calling', () => {
  test.each(['settle', 'ignore'] as const)(
    'is never called again by anybody, where the campaign says %s',
    async (inbound) => {
      const first = await waitingContact(policy(inbound));
      const second = await freshContact(policy(inbound), first.from);
      const ended = await desk.end(await desk.callIn({ from: first.from }), { outcome: { do_not_call: true } });
      expect(ended).toMatchObject({ decision: { kind: 'close' }, settled_at: expect.any(Date) });
      for (const { lineId } of [first, second]) {
        expect(await world.line(lineId)).toMatchObject({ call_status: 'suppressed' });
      }
      const suppressed = world.db
        .selectFrom('suppressions')
        .select(['reason', 'source'])
        .where('number', '=', first.from);
      expect(await suppressed.execute()).toEqual([{ reason: 'asked_during_call', source: 'call' }]);
    },
  );

  test('is suppressed also where no campaign knows the caller; a withheld number is not', async () => {
    const from = newPerson();
    await desk.end(await desk.callIn({ from }), { outcome: { do_not_call: true } });
    await desk.end(await desk.callIn({ from: 'anonymous' }), { outcome: { do_not_call: true } });
    const numbers = await world.db.selectFrom('suppressions').select('number').execute();
    expect(numbers).toContainEqual({ number: from });
    expect(numbers).not.toContainEqual({ number: 'anonymous' });
  });
});

describe('while somebody is on the line', () => {
  test('no line of the organization with that number is called, and all of them may be once the call has ended', async () => {
    const { from } = await waitingContact(policy('ignore'));
    const other = await freshContact(policy('ignore'), from);
    const now = Date.now();
    const call = await desk.callIn({ from, now });
    const claim = await world.claim(other.campaignId, other.lineId, now);
    expect(claim).toEqual({ kind: 'deferred', until: now + MINUTE_MS, reason: 'is calling us' });
    expect(await countHeldLines(world.db, other.campaignId, now)).toMatchObject([{ rule: 'calling_us', lines: 1 }]);
    await desk.end(call, {}, now + 1_000);
    await makeReady(world, other.lineId);
    expect(await world.claim(other.campaignId, other.lineId, now + MINUTE_MS)).toMatchObject({ kind: 'claimed' });
  });

  test('a call that was claimed a moment before is not started', async () => {
    const { from, campaignId, lineId } = await freshContact();
    const call = claimedCall(await world.claim(campaignId, lineId));
    expect(await isGateOpen(world.db, call, Date.now())).toBe(true);
    await desk.callIn({ from });
    expect(await isGateOpen(world.db, call, Date.now())).toBe(false);
  });

  test('others are called, and so is the same number by another organization', async () => {
    const { from } = await freshContact();
    const other = await freshContact();
    const call = await desk.callIn({ from });
    expect(await world.claim(other.campaignId, other.lineId)).toMatchObject({ kind: 'claimed' });
    const foreign = await world.db
      .insertInto('organizations')
      .values({ name: 'Other', callback_secret: 'whsec_dGVzdA==' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await world.db
      .updateTable('inbound_calls')
      .set({ organization_id: foreign.id })
      .where('id', '=', call.id)
      .execute();
    const same = await freshContact(policy('settle'), from);
    expect(await world.claim(same.campaignId, same.lineId)).toMatchObject({ kind: 'claimed' });
  });

  test('a call that nobody hears of any more keeps nobody from being called', async () => {
    const { from, campaignId, lineId } = await freshContact();
    const now = Date.now();
    await desk.callIn({ from, now });
    expect(await world.claim(campaignId, lineId, now + 2 * MINUTE_MS)).toMatchObject({ kind: 'deferred' });
    await makeReady(world, lineId);
    expect(await world.claim(campaignId, lineId, now + 4 * MINUTE_MS)).toMatchObject({ kind: 'claimed' });
  });
});

describe('what endpoints hear of an inbound call', () => {
  const EVENTS = [
    'call.started',
    'call.ended',
    'call.failed',
    'contact.rescheduled',
    'conversation.transcript',
  ] as const;

  test('is its beginning and its end, with every field of the call log, once each', async () => {
    const endpointId = await newEndpoint(world.db, { events: [...EVENTS] });
    const { from, campaignId, lineId } = await waitingContact(policy('settle'));
    const call = await desk.callIn({ from });
    await desk.tell(call, { type: 'answered' });
    await desk.end(call, { durationS: 30, outcome: { summary: 'Fine', rating: 5 } });
    await desk.end(call);
    const heard = (await deliveriesTo(world.db, endpointId)).filter(({ body }) => isInbound(body));
    expect(heard.map(({ event_type }) => event_type)).toEqual(['call.started', 'call.ended']);
    expect(heard[1]).toMatchObject({
      campaign_id: campaignId,
      line_id: lineId,
      attempt_id: call.id,
      due_at: expect.any(Date),
      body: {
        type: 'call.ended',
        data: {
          campaign: { id: campaignId },
          contact: { line_id: lineId, call_status: 'completed', closing_reason: 'called back by itself' },
          call: {
            call_id: call.id,
            call_sid: `call_${call.id}`,
            company_id: 1,
            campaign_id: campaignId,
            agent_id: world.agentId,
            contact_id: lineId,
            from_number: from,
            duration: 30,
            status: 'completed',
            direction: 'inbound',
            summary: 'Fine',
            rating: 5,
            post_call_outcomes: { summary: 'Fine', rating: 5 },
          },
        },
      },
    });
  });

  test('is a failed call where nobody spoke, and has no contact where the caller is none', async () => {
    const endpointId = await newEndpoint(world.db, { events: [...EVENTS] });
    await desk.end(await desk.callIn({ from: newPerson() }), { disposition: 'no_answer', rawCode: 'abandoned' });
    expect(await typesHeard(endpointId)).toEqual(['call.started', 'call.failed']);
    const [, failed] = await deliveriesTo(world.db, endpointId);
    expect(failed!.body).toMatchObject({ data: { campaign: null, contact: null, reason: 'abandoned' } });
  });

  test('is told to endpoints of its campaign, and to no other', async () => {
    const { from, campaignId } = await waitingContact();
    const { campaignId: other } = await waitingContact();
    const own = await newEndpoint(world.db, { events: ['call.ended'], campaignId });
    const foreign = await newEndpoint(world.db, { events: ['call.ended'], campaignId: other });
    await desk.end(await desk.callIn({ from }));
    expect(await typesHeard(own)).toEqual(['call.ended']);
    expect(await typesHeard(foreign)).toEqual([]);
  });

  test('has the conversation at its end, however it was told', async () => {
    const endpointId = await newEndpoint(world.db, {
      events: ['call.ended', 'conversation.transcript', 'conversation.intent_detected'],
    });
    const call = await desk.callIn({ from: newPerson() });
    const turn = (text: string, speaker: 'agent' | 'contact', atS: number) =>
      desk.tell(call, { eventId: text, type: 'transcript', transcript: { text, speaker, complete: false, atS } });
    await turn('Hello?', 'contact', 4);
    await turn('Good day', 'agent', 1);
    await turn('Hello?', 'contact', 4);
    await desk.tell(call, { eventId: null, type: 'intent', intent: { name: 'complain', confidence: 0.9 } });
    await desk.end(call);
    expect(await typesHeard(endpointId)).toEqual([
      'call.ended',
      'conversation.transcript',
      'conversation.intent_detected',
    ]);
    expect(await desk.find(call.reference)).toMatchObject({
      outcome: { transcript: 'agent: Good day\ncontact: Hello?', intents: ['complain'] },
    });
    await desk.tell(call, { eventId: null, type: 'intent', intent: { name: 'complain', confidence: 0.9 } });
    await desk.tell(call, { eventId: null, type: 'intent', intent: { name: 'cancel', confidence: 0.9 } });
    expect((await typesHeard(endpointId)).slice(3)).toEqual(['conversation.intent_detected']);
  });

  test('is that the contact was moved to another time', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['contact.rescheduled'] });
    const { from, lineId } = await waitingContact();
    await desk.end(await desk.callIn({ from }), { outcome: { callback_text: 'tomorrow at 3pm' } });
    const [moved] = await deliveriesTo(world.db, endpointId);
    expect(moved).toMatchObject({
      line_id: lineId,
      body: { data: { contact: { call_status: 'callback_scheduled' }, reschedule: { text: 'tomorrow at 3pm' } } },
    });
  });
});

async function typesHeard(endpointId: number): Promise<string[]> {
  return (await heardBy(world.db, endpointId)).map(({ type }) => type);
}

function isInbound(body: Record<string, unknown>): boolean {
  return (body['data'] as { call?: { direction?: string } }).call?.direction === 'inbound';
}
