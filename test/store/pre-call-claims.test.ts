import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { NO_LIMITS } from '../../domain/campaign-limits';
import type { AskedPreCall, PreCallResult } from '../../domain/pre-call';
import { claimAttempt, type Claim } from '../../infra/db/attempts/attempt-claim';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import { findPreCallTarget } from '../../infra/db/attempts/pre-call-target';
import { setCampaignNumbers } from '../../infra/db/numbers/caller-numbers';
import { countHeldLines, readLineFacts } from '../../infra/db/lines/line-explanation';
import { replanLines } from '../../infra/db/lines/replan';
import { explainLine } from '../../domain/line-explanation';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';

const NOW = Date.UTC(2026, 4, 11, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TAKEN = { tries: 3, durationMs: 12_000 };
const URL = 'https://example.com/pre-call';

let world: ClaimWorld;
let lease = 5_000_000;

beforeAll(async () => {
  world = await createClaimWorld();
});

beforeEach(() => setAgent({ pre_call_webhook_url: URL, webhook_direction: 'outbound' }));

afterEach(() => world.endCalls('completed', NOW));

afterAll(() => world.drop());

async function setAgent(fields: object, id = world.agentId): Promise<void> {
  await world.db.updateTable('agents').set(fields).where('id', '=', id).execute();
}

async function newAgent(fields: object): Promise<number> {
  const { id: _, ...like } = await world.db.selectFrom('agents').selectAll().executeTakeFirstOrThrow();
  const { id } = await world.db
    .insertInto('agents')
    .values({ ...like, name: `Agent ${lease++}`, ...fields })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const asked = (result: Partial<PreCallResult>, more: Partial<AskedPreCall> = {}): AskedPreCall => ({
  fromNumber: '+15550001111',
  campaignNumberId: null,
  result: { ...TAKEN, ...result } as PreCallResult,
  ...more,
});
const answered = (variables: Record<string, unknown>) => asked({ kind: 'answered', variables, tries: 1 });
const failed = asked({ kind: 'failed', error: 'timeout' });
const no = (retryAt: number | null = null) =>
  asked({ kind: 'not_eligible', reason: 'out of stock', retryAt, tries: 1 });

function claim(campaignId: number, lineId: number, answer: AskedPreCall | null, now = NOW): Promise<Claim> {
  return claimAttempt(world.db, { campaignId, lineId, lease: lease++, maxCallMs: 60_000, now, asked: answer });
}

async function newContact(settings: Partial<CampaignSettings> = {}, variables: object = {}) {
  const { id } = await world.newCampaign(settings);
  const lineId = await world.newLine(id);
  const custom_variables = JSON.stringify(variables);
  await world.db.updateTable('lines').set({ custom_variables }).where('id', '=', lineId).execute();
  return { id, lineId };
}

async function putBack(lineId: number): Promise<void> {
  await world.db.updateTable('lines').set({ ready: true, next_attempt_at: null }).where('id', '=', lineId).execute();
}

describe('who is asked', () => {
  test('the webhook of the agent is told the number that is called from, and signed with the organization’s secret', async () => {
    const { lineId } = await newContact();
    const { callback_secret } = await world.db.selectFrom('organizations').selectAll().executeTakeFirstOrThrow();
    const { number } = await world.db.selectFrom('phone_numbers').selectAll().executeTakeFirstOrThrow();
    expect(await findPreCallTarget(world.db, lineId, NOW)).toEqual({
      organizationId: 1,
      url: URL,
      agentId: world.agentId,
      fromNumber: number,
      toNumber: (await world.line(lineId)).to_number,
      campaignNumberId: null,
      secrets: [callback_secret],
    });
  });

  test('while the secret rotates there are two, the new one first, and one once the old one has ended', async () => {
    const { lineId } = await newContact();
    const until = new Date(NOW + HOUR_MS);
    const rotating = { previous_callback_secret: 'whsec_before', previous_callback_secret_until: until };
    await world.db.updateTable('organizations').set(rotating).execute();
    expect((await findPreCallTarget(world.db, lineId, NOW))?.secrets).toEqual([expect.any(String), 'whsec_before']);
    expect((await findPreCallTarget(world.db, lineId, NOW + HOUR_MS))?.secrets).toHaveLength(1);
    await world.db.updateTable('organizations').set({ previous_callback_secret: null }).execute();
  });

  test.each([
    ['without a URL', { pre_call_webhook_url: null }],
    ['for inbound calls only', { webhook_direction: 'inbound' }],
  ])('an agent %s is not', async (_, fields) => {
    const { id, lineId } = await newContact();
    await setAgent(fields);
    expect(await findPreCallTarget(world.db, lineId, NOW)).toBeNull();
    expect((await claim(id, lineId, null)).kind).toBe('claimed');
  });

  test('nobody is, while the campaign is paused or the contact does not stand in the queue', async () => {
    const { id, lineId } = await newContact();
    await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
    expect(await findPreCallTarget(world.db, lineId, NOW)).toBeNull();
    await world.reopen(id);
    expect(await findPreCallTarget(world.db, lineId, NOW)).not.toBeNull();
    await world.db.updateTable('lines').set({ ready: false }).where('id', '=', lineId).execute();
    expect(await findPreCallTarget(world.db, lineId, NOW)).toBeNull();
  });

  test('a webhook that has come up meanwhile is not passed over', async () => {
    const { id, lineId } = await newContact();
    expect(await claim(id, lineId, null)).toEqual({ kind: 'unasked' });
    expect(await world.line(lineId)).toMatchObject({ call_status: 'queued', ready: true, attempts: 0 });
  });
});

describe('with rotation', () => {
  /** @param agents of the numbers in their order; the first agent has the webhook, null takes the one of the campaign's number. */
  async function rotating(...agents: (number | null)[]) {
    const { id } = await world.newCampaign({
      rotation: { strategy: 'round_robin', callsPerNumber: 1, healthThreshold: null, fallback: 'pause' },
    });
    const numbers: number[] = [];
    for (const agent of agents) numbers.push(await world.newNumber(`+1646555${lease++}`, { agent }));
    const choices = numbers.map((phoneNumberId, sequence) => ({ phoneNumberId, sequence }));
    await world.db.transaction().execute((trx) => setCampaignNumbers(trx, id, choices));
    return id;
  }
  const silentAgent = () => newAgent({ pre_call_webhook_url: null });
  const toldFor = async (lineId: number) => {
    const target = await findPreCallTarget(world.db, lineId, NOW);
    if (target === null) throw new Error('nobody is asked');
    return { lineId, from: target.fromNumber, answer: asked({ kind: 'answered', variables: {} }, target) };
  };

  test('calls asked about at once are told different numbers, and come from the numbers that were told', async () => {
    const id = await rotating(world.agentId, world.agentId, world.agentId);
    const told = [];
    for (let n = 0; n < 3; n += 1) told.push(await toldFor(await world.newLine(id)));
    expect(new Set(told.map(({ from }) => from)).size).toBe(3);
    for (const { lineId, from, answer } of told.reverse()) {
      expect(claimedCall(await claim(id, lineId, answer)).attempt.from_number).toBe(from);
    }
    const rows = await world.db.selectFrom('campaign_numbers').selectAll().where('campaign_id', '=', id).execute();
    expect(rows.map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });

  test('a number that cannot be used any more is passed over, and the attempt tells which one was told', async () => {
    const id = await rotating(world.agentId, world.agentId);
    const { lineId, from, answer } = await toldFor(await world.newLine(id));
    await world.db
      .updateTable('campaign_numbers')
      .set({ is_active: false })
      .where('id', '=', answer.campaignNumberId)
      .execute();
    const { attempt } = claimedCall(await claim(id, lineId, answer));
    expect(attempt.from_number).not.toBe(from);
    expect(attempt.pre_call).toMatchObject({ fromNumber: from });
  });

  test('the agent of the campaign’s own number is not asked about calls that come from the others', async () => {
    const id = await rotating(await silentAgent(), await silentAgent());
    const lineId = await world.newLine(id);
    expect(await findPreCallTarget(world.db, lineId, NOW)).toBeNull();
    expect(claimedCall(await claim(id, lineId, null)).attempt).toMatchObject({ pre_call: null });
  });

  test('the agent of the campaign’s own number is asked where the others have none, or there are no others', async () => {
    const borrowing = await world.newLine(await rotating(null, await silentAgent()));
    expect(await findPreCallTarget(world.db, borrowing, NOW)).toMatchObject({ url: URL, agentId: world.agentId });
    const alone = await world.newLine(await rotating());
    expect(await findPreCallTarget(world.db, alone, NOW)).toMatchObject({ url: URL, campaignNumberId: null });
  });

  test('where only some agents have a webhook, calls at once take turns, and all of them are made', async () => {
    const id = await rotating(await silentAgent(), world.agentId);
    const found = [];
    for (let n = 0; n < 6; n += 1) {
      const lineId = await world.newLine(id);
      const target = await findPreCallTarget(world.db, lineId, NOW);
      if (target === null) throw new Error('no number was chosen');
      found.push({ lineId, target });
    }
    expect(found.map(({ target }) => target.url)).toEqual([null, URL, null, URL, null, URL]);
    for (const { lineId, target } of found.reverse()) {
      const { url, fromNumber, campaignNumberId } = target;
      const result = url === null ? null : { ...TAKEN, kind: 'answered' as const, variables: {} };
      const { attempt } = claimedCall(await claim(id, lineId, { fromNumber, campaignNumberId, result }));
      expect(attempt.from_number).toBe(fromNumber);
      expect(attempt.pre_call).toEqual(url === null ? null : expect.objectContaining({ fromNumber }));
    }
  });

  test('a call that was to come from a number without webhook is not made unasked from one that has it', async () => {
    const id = await rotating(await silentAgent(), world.agentId);
    const lineId = await world.newLine(id);
    const target = await findPreCallTarget(world.db, lineId, NOW);
    await world.db
      .updateTable('campaign_numbers')
      .set({ is_active: false })
      .where('id', '=', target!.campaignNumberId)
      .execute();
    const { fromNumber, campaignNumberId } = target!;
    expect(await claim(id, lineId, { fromNumber, campaignNumberId, result: null })).toEqual({ kind: 'unasked' });
  });
});

describe('an answer', () => {
  test('joins the contact’s variables and wins; both texts are filled, and what is missing is kept', async () => {
    await setAgent({
      welcome_message: 'Hi {{ name }}, {{ plan }}',
      prompt: '{{ to_number }} {{ company }} {{ plan }}',
    });
    const { id, lineId } = await newContact({}, { name: 'Ada', plan: 'free' });
    const call = claimedCall(await claim(id, lineId, answered({ plan: 'pro', seats: 3 })));
    const { to_number } = await world.line(lineId);
    expect(call.variables).toEqual({ name: 'Ada', plan: 'pro', seats: 3 });
    expect(call.agent).toMatchObject({
      welcomeMessage: 'Hi Ada, pro',
      prompt: `${to_number} {{ company }} pro`,
    });
    expect(await world.attempts(id)).toMatchObject([
      {
        agent_id: world.agentId,
        variables: { name: 'Ada', plan: 'pro', seats: 3 },
        unresolved_variables: ['company'],
        pre_call: { outcome: 'answered', tries: 1, error: null, durationMs: 12_000, fromNumber: '+15550001111' },
      },
    ]);
  });

  test('without one the contact’s own variables are given and kept', async () => {
    await setAgent({ pre_call_webhook_url: null, welcome_message: 'Hi {{ name }}', prompt: '' });
    const { id, lineId } = await newContact({}, { name: 'Ada' });
    expect(claimedCall(await claim(id, lineId, null)).agent.welcomeMessage).toBe('Hi Ada');
    const made = { variables: { name: 'Ada' }, unresolved_variables: [], pre_call: null, agent_id: world.agentId };
    expect(await world.attempts(id)).toMatchObject([made]);
  });
});

describe('a webhook that fails', () => {
  test('fails the call by default: an attempt that is over, no call, a retry used up', async () => {
    const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 1 };
    const { id, lineId } = await newContact({ retry });
    const claimed = await claim(id, lineId, failed);
    if (claimed.kind !== 'failed') throw new Error(claimed.kind);
    expect(claimed.attempt).toMatchObject({
      status: 'ended',
      disposition: 'failed',
      raw_code: 'pre_call_webhook',
      placed_at: null,
      ended_at: new Date(NOW),
      pre_call: { outcome: 'failed', tries: 3, error: 'timeout' },
    });
    const { step } = await recordOutcome(world.db, { attemptId: claimed.attempt.id, now: NOW });
    expect(step).toMatchObject({ kind: 'wait', status: 'retry_scheduled', reason: 'failed: retry 1 of 1' });
    expect(await world.line(lineId)).toMatchObject({ attempts: 1, retries_used: 1, held_off_in_a_row: 0 });
  });

  test('and counts for no limit, since nobody was called', async () => {
    const { id, lineId } = await newContact({ limits: { ...NO_LIMITS, callsTotal: 1 } });
    await claim(id, lineId, failed);
    expect((await claim(id, await world.newLine(id), answered({}))).kind).toBe('claimed');
    expect((await claim(id, await world.newLine(id), answered({}))).kind).toBe('held');
  });

  test.each([
    ['calls in total', { callsTotal: 1 }],
    ['calls in a day', { callsPerDay: 1 }],
    ['a last day', { endDate: '2026-05-10' }],
  ])('and is not tried past a limit: %s', async (_, limits) => {
    const { id, lineId } = await newContact({ limits: { ...NO_LIMITS, ...limits } });
    const isOver = 'endDate' in limits;
    if (!isOver) claimedCall(await claim(id, await world.newLine(id), answered({})));
    const before = await world.attempts(id);
    const halt = { reason: { code: 'quota_reached' } };
    expect(await claim(id, lineId, failed)).toMatchObject({ kind: 'held', halt });
    expect(await world.attempts(id)).toEqual(before);
    expect(await world.line(lineId)).toMatchObject({ call_status: 'queued', ready: true, attempts: 0 });
  });

  test('nor against the calls that the number may get in a day', async () => {
    const numberCaps = { enabled: true, attemptsPerDay: 1, connectedPerDay: 1, onSimulator: true };
    const rules = (calling_rules: object) =>
      world.db
        .updateTable('organizations')
        .set({ calling_rules: JSON.stringify(calling_rules) })
        .execute();
    await rules({ numberCaps });
    const { id, lineId } = await newContact();
    const { to_number: toNumber } = await world.line(lineId);
    expect((await claim(id, lineId, failed)).kind).toBe('failed');
    expect((await claim(id, await world.newLine(id, { toNumber }), answered({}))).kind).toBe('claimed');
    expect((await claim(id, await world.newLine(id, { toNumber }), answered({}))).kind).toBe('deferred');
    await rules({});
  });

  test('is gone without where the campaign says so', async () => {
    const { id, lineId } = await newContact({ preCallFailure: 'proceed' }, { name: 'Ada' });
    expect(claimedCall(await claim(id, lineId, failed)).variables).toEqual({ name: 'Ada' });
    expect(await world.attempts(id)).toMatchObject([{ status: 'placing', pre_call: { outcome: 'failed' } }]);
  });

  test('puts the call off by five minutes where the campaign says so, ten times at most', async () => {
    const { id, lineId } = await newContact({ preCallFailure: 'requeue' });
    for (let time = 1; time <= 10; time += 1) {
      expect(await claim(id, lineId, failed)).toMatchObject({ kind: 'deferred', until: NOW + 5 * MINUTE_MS });
      expect(await world.line(lineId)).toMatchObject({ attempts: 0, held_off_in_a_row: time, ready: false });
      await putBack(lineId);
    }
    expect((await claim(id, lineId, failed)).kind).toBe('failed');
    expect(await world.line(lineId)).toMatchObject({ attempts: 1, held_off_in_a_row: 0 });
  });
});

describe('a call that is held off', () => {
  test('uses no attempt, and the line tells until when and why', async () => {
    const { id, lineId } = await newContact();
    const until = NOW + 3 * HOUR_MS;
    const reason = 'the pre-call webhook holds it off: out of stock';
    expect(await claim(id, lineId, no(until))).toEqual({ kind: 'deferred', until, reason });
    const line = await world.line(lineId);
    expect(line).toMatchObject({
      call_status: 'queued',
      ready: false,
      attempts: 0,
      next_attempt_at: new Date(until),
      next_attempt_reason: reason,
    });
    expect(await world.attempts(id)).toEqual([]);
    const facts = await readLineFacts(world.db, await world.campaign(id), line, NOW);
    expect(explainLine(facts)).toMatchObject({
      code: 'held_off',
      text: 'The pre-call webhook holds it off: out of stock.',
      until,
    });
    expect(await countHeldLines(world.db, id, NOW)).toEqual([{ rule: 'held_off', lines: 1, nextAt: until }]);
  });

  test('comes back inside the hours', async () => {
    const contactHours = { enabled: true, startMinute: null, endMinute: null, strict: null };
    const { id } = await world.newCampaign({ contactHours });
    const lineId = await world.newLine(id, { timezone: 'UTC' });
    const held = await claim(id, lineId, no(Date.UTC(2026, 4, 11, 23)));
    expect(held).toMatchObject({ kind: 'deferred', until: Date.UTC(2026, 4, 12, 8) });
  });

  test('is not brought forward by a change of settings', async () => {
    const { id, lineId } = await newContact();
    const until = NOW + 3 * HOUR_MS;
    await claim(id, lineId, no(until));
    await replanLines(world.db, id, 0, NOW);
    expect(await world.line(lineId)).toMatchObject({ ready: false, next_attempt_at: new Date(until) });
  });

  test('fails after ten times in a row, and is never called instead', async () => {
    const { id, lineId } = await newContact({ preCallFailure: 'proceed' });
    for (let time = 1; time <= 10; time += 1) {
      expect((await claim(id, lineId, no())).kind).toBe('deferred');
      await putBack(lineId);
    }
    expect((await claim(id, lineId, no())).kind).toBe('failed');
    const error = expect.stringContaining('held off 10 times in a row');
    expect(await world.attempts(id)).toMatchObject([{ pre_call: { outcome: 'not_eligible', error } }]);
  });

  test('is counted anew after a call', async () => {
    const { id, lineId } = await newContact();
    await claim(id, lineId, no());
    await putBack(lineId);
    claimedCall(await claim(id, lineId, answered({})));
    expect(await world.line(lineId)).toMatchObject({ held_off_in_a_row: 0 });
  });
});

describe('what has changed while it was asked holds', () => {
  test.each([
    ['answered', answered({})],
    ['failed', failed],
    ['not eligible', no()],
  ])('a pause, a cancel, a suppression: %s', async (_, answer) => {
    const { id, lineId } = await newContact();
    await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
    expect((await claim(id, lineId, answer)).kind).toBe('held');
    await world.db.updateTable('campaigns').set({ halt_requested: 'cancel' }).where('id', '=', id).execute();
    expect((await claim(id, lineId, answer)).kind).toBe('held');
    await world.reopen(id);
    const { to_number: number } = await world.line(lineId);
    await world.db
      .insertInto('suppressions')
      .values({ organization_id: 1, number, reason: 'test', source: 'api' })
      .execute();
    expect(await claim(id, lineId, answer)).toEqual({ kind: 'gone', status: 'suppressed' });
    expect(await world.attempts(id)).toEqual([]);
  });

  test('a full number is waited for, also after a second look', async () => {
    const { id, lineId } = await newContact();
    await world.db.updateTable('provider_accounts').set({ concurrency_limit: 1 }).execute();
    claimedCall(await claim(id, await world.newLine(id), answered({})));
    expect((await claim(id, lineId, answered({}))).kind).toBe('full');
    expect((await claim(id, lineId, failed)).kind).toBe('failed');
    await world.db.updateTable('provider_accounts').set({ concurrency_limit: null }).execute();
  });
});
