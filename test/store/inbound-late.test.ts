import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { endLookedUpCall, UNTOLD } from '../../infra/db/inbound/inbound-end';
import { storeInboundEvent } from '../../infra/db/inbound/inbound-events';
import type { Disposition } from '../../domain/disposition';
import { callLine } from '../setup/called-lines';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd } from '../setup/fake-provider';
import { createInboundDesk } from '../setup/inbound-desk';
import { heardBy, newEndpoint } from '../setup/listening-endpoints';

const RETRY = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, schedule: 'scheduled_time' as const };

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

const newPerson = (): string => `+1555999${String((people += 1)).padStart(4, '0')}`;

async function contact(settings: Partial<CampaignSettings> = {}, from = newPerson()) {
  const { id: campaignId } = await world.newCampaign({ retry: RETRY, ...settings });
  return { campaignId, lineId: await world.newLine(campaignId, { toNumber: from }), from };
}

async function isSuppressed(number: string): Promise<boolean> {
  const found = world.db.selectFrom('suppressions').select('number').where('number', '=', number);
  return (await found.executeTakeFirst()) !== undefined;
}

describe('an end that is told after a look-up has found the call over', () => {
  test('still keeps everybody from calling one who asked for that, and ends what waits for them', async () => {
    const { from, lineId } = await contact({ inbound: 'ignore' });
    const other = await contact({ inbound: 'ignore' }, from);
    const call = await desk.callIn({ from });
    await endLookedUpCall(world.db, call.id, callEnd(), Date.now());
    const told = await desk.end(call, { outcome: { do_not_call: true, summary: 'Angry' } });
    expect(await isSuppressed(from)).toBe(true);
    for (const id of [lineId, other.lineId]) expect(await world.line(id)).toMatchObject({ call_status: 'suppressed' });
    expect(told).toMatchObject({
      disposition: 'completed',
      outcome: { do_not_call: true, summary: 'Angry' },
      decision: { kind: 'close', reason: 'the caller asked not to be called again' },
      settled_at: expect.any(Date),
    });
  });

  test('suppresses once: a number that is taken off the list stays off it when the end is told again', async () => {
    const { from } = await contact();
    const call = await desk.callIn({ from });
    await endLookedUpCall(world.db, call.id, callEnd(), Date.now());
    await desk.end(call, { outcome: { do_not_call: true } });
    await world.db.deleteFrom('suppressions').where('number', '=', from).execute();
    await desk.end(call, { outcome: { do_not_call: true } });
    expect(await isSuppressed(from)).toBe(false);
  });

  test('adds what nobody has told, a wish to be called back among it, and moves nothing', async () => {
    const endpointId = await newEndpoint(world.db, { events: ['call.ended', 'conversation.transcript'] });
    const { from, lineId } = await contact({ callback: { ...DEFAULT_SETTINGS.callback, enabled: true } });
    const call = await desk.callIn({ from });
    await endLookedUpCall(world.db, call.id, callEnd({ outcome: { summary: 'First' } }), Date.now());
    const line = await world.line(lineId);
    const outcome = { callback_text: 'tomorrow at 3pm', summary: 'Second', transcript: 'Hello' };
    for (const disposition of ['failed', 'completed'] as const) {
      const { outcome: stored, ...told } = await desk.end(call, { disposition, outcome });
      expect(told).toMatchObject({ disposition: 'completed' });
      expect(stored).toEqual({ ...outcome, summary: 'First' });
    }
    expect(await world.line(lineId)).toEqual(line);
    const heard = await heardBy(world.db, endpointId);
    expect(heard.map(({ type }) => type)).toEqual(['call.ended', 'conversation.transcript']);
  });

  test('puts the transcript of the provider in the place of one that was put together from turns', async () => {
    const call = await desk.callIn({ from: newPerson() });
    const transcript = { text: 'Hello?', speaker: 'contact', complete: false, atS: 1 } as const;
    await desk.tell(call, { type: 'transcript', eventId: '1', transcript });
    await endLookedUpCall(world.db, call.id, callEnd(), Date.now());
    expect(await desk.end(call)).toMatchObject({ outcome: { transcript: 'contact: Hello?' } });
    const told = await desk.end(call, { outcome: { transcript: 'User: Hello?' } });
    expect(told).toMatchObject({ outcome: { transcript: 'User: Hello?' } });
  });

  test('counts as the first one where the call had been given up', async () => {
    const { from, lineId } = await contact();
    const call = await desk.callIn({ from });
    await endLookedUpCall(world.db, call.id, UNTOLD, Date.now());
    const told = await desk.end(call, { outcome: { summary: 'All well' } });
    expect(told).toMatchObject({ disposition: 'completed', outcome: { summary: 'All well' } });
    expect(await world.line(lineId)).toMatchObject({ call_status: 'completed' });
  });
});

describe('what a provider tells in fields of any form', () => {
  test('ends the call: NUL, long codes and impossible durations are left out', async () => {
    const line = await contact({ callback: { ...DEFAULT_SETTINGS.callback, enabled: true } });
    const { from } = line;
    await callLine(world, line, { disposition: 'no_answer' });
    const call = await desk.callIn({ from, providerCallId: `CA\0odd${'x'.repeat(500)}` });
    const ended = await desk.end(
      { ...call, provider_call_id: `CA\0odd${'x'.repeat(500)}` },
      { rawCode: `hung\0up${'x'.repeat(5_000)}`, durationS: 3e12, outcome: { callback_text: 'tomorrow\0 at 3pm' } },
    );
    expect(ended).toMatchObject({ status: 'ended', disposition: 'completed', duration_s: null });
    expect(ended.raw_code).toMatch(/^hungupx+$/);
    expect(await world.line(line.lineId)).toMatchObject({ call_status: 'callback_scheduled' });
  });

  test('finds no call, and breaks nothing', async () => {
    expect(await desk.ask({ from: newPerson(), to: '+1555\0' })).toBeNull();
    const event = { type: 'answered', reference: null, providerCallId: 'a\0b' } as const;
    await expect(
      storeInboundEvent(world.db, event, { provider: 'simulator', accountId: null }),
    ).resolves.toBeUndefined();
  });
});

describe('who hangs up and calls again before anybody has told of the first call', () => {
  async function callTwice() {
    const { from, lineId } = await contact();
    const now = Date.now();
    const first = await desk.callIn({ from, providerCallId: null, now });
    expect((await desk.callIn({ from, providerCallId: null, now: now + 5_000 })).reference).toBe(first.reference);
    const tell = (id: string, event: Parameters<typeof desk.tell>[1]) =>
      desk.tell({ reference: first.reference, provider_call_id: from + id }, event, now + 10_000);
    const calls = () =>
      world.db.selectFrom('inbound_calls').selectAll().where('from_number', '=', from).orderBy('id').execute();
    return { from, lineId, tell, calls };
  }

  test('has two calls, each with what is told of it', async () => {
    const { from, lineId, tell, calls } = await callTwice();
    await tell('call_1', { type: 'answered' });
    await tell('call_1', { type: 'ended', end: callEnd({ disposition: 'failed' }) });
    await tell('call_2', { type: 'answered' });
    await tell('call_2', { type: 'ended', end: callEnd({ outcome: { do_not_call: true } }) });
    await tell('call_2', { type: 'answered' });
    expect(await calls()).toMatchObject([
      { provider_call_id: `${from}call_1`, disposition: 'failed' },
      { provider_call_id: `${from}call_2`, disposition: 'completed', line_id: lineId, variables: {} },
    ]);
    expect(await isSuppressed(from)).toBe(true);
    expect(await world.line(lineId)).toMatchObject({ call_status: 'suppressed' });
  });

  test('has no third one: of that nobody has asked', async () => {
    const { tell, calls } = await callTwice();
    for (const id of ['call_1', 'call_2', 'call_3']) await tell(id, { type: 'answered' });
    expect(await calls()).toHaveLength(2);
  });
});

describe('a contact that calls us while we call it', () => {
  async function crossing(ours: Disposition, theirs: Partial<Parameters<typeof callEnd>[0]>, inbound = 'settle') {
    const { from, campaignId, lineId } = await contact({ inbound: inbound as CampaignSettings['inbound'] });
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    const call = await desk.callIn({ from });
    const ended = await desk.end(call, theirs);
    expect(ended).toMatchObject({ settled_at: null, decision: { reason: 'the contact was being called' } });
    await recordEnd(world.db, attempt.id, callEnd({ disposition: ours, rawCode: ours }));
    const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    return { step, line: await world.line(lineId), call: await desk.find(call.reference), campaignId, lineId, from };
  }

  test.each(['busy', 'no_answer', 'declined'] as const)('has been reached when ours ends as %s', async (ours) => {
    const { step, line, call } = await crossing(ours, {});
    expect(step).toMatchObject({ kind: 'close', status: 'completed', reason: 'called back by itself' });
    expect(line).toMatchObject({ call_status: 'completed', interaction_status: 'answered' });
    expect(call).toMatchObject({ settled_at: expect.any(Date), decision: { kind: 'close' } });
  });

  test.each([
    ['nobody spoke to it', 'busy', { disposition: 'no_answer' }, 'settle'],
    ['its campaign ignores inbound calls', 'busy', {}, 'ignore'],
    ['ours went wrong otherwise', 'failed', {}, 'settle'],
  ] as const)('is called again when %s', async (_which, ours, theirs, inbound) => {
    const { step } = await crossing(ours, theirs, inbound);
    expect(step).toMatchObject({ kind: 'wait', status: 'retry_scheduled' });
  });

  test('is called again after a later call of ours that reaches nobody', async () => {
    const { from, campaignId, lineId } = await contact({ inbound: 'ignore' });
    await desk.end(await desk.callIn({ from, now: Date.now() - 60_000 }), {}, Date.now() - 30_000);
    await world.db
      .updateTable('campaigns')
      .set({ settings: JSON.stringify({ ...DEFAULT_SETTINGS, retry: RETRY, inbound: 'settle' }) })
      .where('id', '=', campaignId)
      .execute();
    const { attempt } = claimedCall(await world.claim(campaignId, lineId));
    await recordEnd(world.db, attempt.id, callEnd({ disposition: 'busy' }));
    const { step } = await recordOutcome(world.db, { attemptId: attempt.id, now: Date.now() });
    expect(step).toMatchObject({ kind: 'wait' });
  });
});
