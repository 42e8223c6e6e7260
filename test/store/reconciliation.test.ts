import { MockActivityEnvironment } from '@temporalio/testing';
import { createCallActivities } from '../../activities/call-activities';
import { reconcileCall } from '../../activities/call-reconciliation';
import { hastenDeadline, recordPlaced, storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import { takeOverdueAttempts } from '../../infra/db/attempts/overdue-attempts';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import type { AttemptRow } from '../../infra/db/line-tables';
import { createLogger } from '../../infra/observability/logger';
import type { CallLookup, CallToFind } from '../../infra/telephony/provider';
import { attemptToPlace, createAttemptStore } from '../../services/wiring/attempt-store';
import { OverdueCalls } from '../../services/worker-calls/overdue-calls';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd, FakeProvider, SIMULATOR, telephonyOf } from '../setup/fake-provider';

const NOW = Date.UTC(2026, 4, 11, 12);
const MINUTE_MS = 60_000;
const MAX_CALL_MS = 60 * MINUTE_MS;
/** The longest call and its margin. */
const LAST_MS = MAX_CALL_MS + 30_000;

let world: ClaimWorld;
let now: number;
let told: number[];
/** What the provider says of a call, by our reference. */
let answer: (call: CallToFind) => CallLookup | Promise<CallLookup>;
let lookUps: string[];
let provider: FakeProvider;
let lease = 1_000_000;

beforeEach(async () => {
  world = await createClaimWorld();
  now = NOW;
  told = [];
  lookUps = [];
  answer = () => UNKNOWN;
  provider = new FakeProvider();
  provider.lookUpCall = async (call) => {
    const found = call as CallToFind;
    lookUps.push(found.reference);
    return answer(found);
  };
});

afterEach(() => world.drop());

const UNKNOWN = { kind: 'unknown', rawCode: 'not_sure_yet' } as const;
const ABSENT = { kind: 'absent' } as const;
const LIVE = { kind: 'live', providerCallId: 'p-1' } as const;
const ENDED = { kind: 'ended', providerCallId: 'p-1', end: callEnd({ disposition: 'busy' }) } as const;

const store = () => createAttemptStore(world.db, { maxCallMs: MAX_CALL_MS, clock: () => now });

function overdueCalls(): OverdueCalls {
  return new OverdueCalls({
    db: world.db,
    attempts: store(),
    telephony: telephonyOf(provider, MAX_CALL_MS),
    contacts: { callEnded: (_campaign, _line, attemptId) => Promise.resolve(told.push(attemptId) > 0) },
    logger: createLogger('test', 'silent'),
    maxCallMs: MAX_CALL_MS,
  });
}

/** Lets so much time pass, and overdue calls be asked about. */
async function ask(afterMs = 0): Promise<number> {
  now += afterMs;
  const calls = overdueCalls();
  const taken = await calls.ask();
  await calls.idle();
  return taken;
}

async function newCall(): Promise<AttemptRow> {
  const { id } = await world.newCampaign();
  const lineId = await world.newLine(id, { timezone: 'UTC' });
  const { attempt } = claimedCall(await world.claim(id, lineId, now));
  const deadline_at = new Date(now + LAST_MS);
  await world.db.updateTable('attempts').set({ deadline_at }).where('id', '=', attempt.id).execute();
  return { ...attempt, deadline_at };
}

const read = ({ id }: Pick<AttemptRow, 'id'>): Promise<AttemptRow> =>
  world.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const tell = ({ reference }: AttemptRow, type: 'ringing' | 'answered' | 'ending') =>
  storeProviderEvent(world.db, { type, reference, providerCallId: 'p-1' }, SIMULATOR, now);

/** A call that was asked for without a clear answer, as the look-ups right after it have left it. */
async function ambiguousCall(): Promise<AttemptRow> {
  const call = await newCall();
  await hastenDeadline(world.db, call.id, 2 * MINUTE_MS);
  return call;
}

describe('a call whose request was answered ambiguously', () => {
  test('is asked about two minutes after it was asked for, and not before', async () => {
    const call = await ambiguousCall();
    expect((await read(call)).deadline_at).toEqual(new Date(NOW + 2 * MINUTE_MS));
    expect(await ask(2 * MINUTE_MS - 1)).toBe(0);
    expect(await ask(1)).toBe(1);
    expect(lookUps).toEqual([call.reference]);
  });

  test('that nobody has heard of, and the provider cannot tell of, is asked about every minute, and ends as unknown with the longest call', async () => {
    const call = await ambiguousCall();
    await ask(MINUTE_MS);
    for (let minute = 2; minute <= 60; minute += 1) {
      expect(await ask(MINUTE_MS)).toBe(1);
      expect(await read(call)).toMatchObject({ status: 'placing', ended_at: null });
    }
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'unknown', raw_code: 'no_report' });
    expect(told).toEqual([call.id]);
    expect(provider.calls).toEqual([]);
  });

  test('is told of by the next look-up, where one could not be asked', async () => {
    const call = await ambiguousCall();
    await ask(2 * MINUTE_MS);
    answer = () => ENDED;
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
  });

  test('that is heard of while the last look-up is made is a call, and goes on', async () => {
    const call = await newCall();
    answer = async () => {
      await tell(call, 'ringing');
      return UNKNOWN;
    };
    await ask(LAST_MS);
    expect(await read(call)).toMatchObject({ status: 'ringing', ended_at: null });
    expect(told).toEqual([]);
  });

  test('keeps the id that an event gives while another call between its numbers is found', async () => {
    const call = await ambiguousCall();
    answer = async () => {
      await tell(call, 'ringing');
      return { ...ENDED, providerCallId: 'p-2' };
    };
    await ask(2 * MINUTE_MS);
    expect(await read(call)).toMatchObject({ status: 'ringing', provider_call_id: 'p-1', ended_at: null });
    const ids: unknown[] = [];
    answer = ({ providerCallId }) => {
      ids.push(providerCallId);
      return ENDED;
    };
    await ask(MINUTE_MS);
    expect(ids).toEqual(['p-1']);
    expect(await read(call)).toMatchObject({ disposition: 'busy', provider_call_id: 'p-1' });
  });

  test('that the provider is sure never to have taken was none', async () => {
    const call = await ambiguousCall();
    answer = () => ABSENT;
    await ask(2 * MINUTE_MS);
    expect(await read(call)).toMatchObject({
      disposition: 'no_capacity',
      raw_code: 'never_taken',
      provider_call_id: null,
    });
    expect(told).toEqual([call.id]);
  });

  test('that was heard of meanwhile is a call, whatever the provider says of it', async () => {
    const call = await ambiguousCall();
    answer = async () => {
      await tell(call, 'ringing');
      return ABSENT;
    };
    await ask(2 * MINUTE_MS);
    expect(await read(call)).toMatchObject({ status: 'ringing', ended_at: null });
    expect(told).toEqual([]);
  });

  test('that is live goes on, and is known by its id from then on', async () => {
    const call = await ambiguousCall();
    answer = () => LIVE;
    await ask(2 * MINUTE_MS);
    expect(await read(call)).toMatchObject({
      status: 'placed',
      provider_call_id: 'p-1',
      deadline_at: new Date(now + MINUTE_MS),
    });
    answer = () => ENDED;
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
  });

  test('keeps its deadline when it was heard of before the look-ups gave up', async () => {
    const call = await newCall();
    await tell(call, 'ringing');
    expect(await hastenDeadline(world.db, call.id, 2 * MINUTE_MS)).toEqual(call.deadline_at);
  });
});

describe('a call that is over, and whose report never comes', () => {
  test('is looked up a minute later, and ends as the provider says', async () => {
    const call = await newCall();
    await recordPlaced(world.db, call.id, 'p-1');
    await tell(call, 'answered');
    await tell(call, 'ending');
    answer = () => ENDED;
    expect(await ask(MINUTE_MS - 1)).toBe(0);
    expect(await ask(1)).toBe(1);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
    expect(told).toEqual([call.id]);
  });

  test.each([
    ['cannot tell', UNKNOWN],
    ['knows nothing of', ABSENT],
  ])(
    'is asked about every minute while the provider %s it, until the longest call is over; then it is unknown',
    async (_, says) => {
      const call = await newCall();
      await tell(call, 'ending');
      answer = () => says;
      for (let minute = 1; minute <= 60; minute += 1) {
        expect(await ask(MINUTE_MS)).toBe(1);
        expect((await read(call)).status).not.toBe('ended');
      }
      await ask(MINUTE_MS);
      expect(await read(call)).toMatchObject({ disposition: 'unknown', raw_code: 'no_report' });
      expect([lookUps.length, told]).toEqual([61, [call.id]]);
    },
  );

  test('is taken by its report, should that come while the provider is asked', async () => {
    const call = await newCall();
    await tell(call, 'ending');
    answer = async () => {
      const { reference } = call;
      const end = callEnd({ outcome: { summary: 'Wants a demo.' } });
      await storeProviderEvent(world.db, { type: 'ended', reference, providerCallId: 'p-1', end }, SIMULATOR, now);
      return ENDED;
    };
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ disposition: 'completed', outcome: { summary: 'Wants a demo.' } });
  });
});

describe('a call that its provider says is live for ever', () => {
  let hungUp: string[];

  beforeEach(() => {
    hungUp = [];
    provider.endCall = (...[id]: string[]) => Promise.resolve(void hungUp.push(id!));
    answer = () => LIVE;
  });

  test('is hung up ten minutes after the longest one, and ends as its provider then says', async () => {
    const call = await newCall();
    await ask(LAST_MS);
    for (let minute = 1; minute < 10; minute += 1) await ask(MINUTE_MS);
    expect(hungUp).toEqual([]);
    await ask(MINUTE_MS);
    expect(hungUp).toEqual(['p-1']);
    expect((await read(call)).ended_at).toBeNull();
    answer = () => ENDED;
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ disposition: 'busy' });
  });

  test('is believed in for an hour, also where it cannot be hung up; then it is unknown', async () => {
    provider.endCall = () => Promise.reject(new Error('The provider ends no calls.'));
    const call = await newCall();
    await ask(LAST_MS);
    for (let minute = 1; minute < 60; minute += 1) await ask(MINUTE_MS);
    expect([(await read(call)).status, told]).toEqual(['placed', []]);
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ disposition: 'unknown', raw_code: 'still_live' });
    expect(told).toEqual([call.id]);
  });
});

describe('the end that a look-up tells', () => {
  test('suppresses at once the number of a person who asked for it', async () => {
    const call = await newCall();
    answer = () => ({ ...ENDED, end: callEnd({ outcome: { do_not_call: true } }) });
    await ask(LAST_MS);
    expect(await world.db.selectFrom('suppressions').select(['number', 'source', 'reason']).execute()).toEqual([
      { number: call.to_number, source: 'call', reason: 'asked_during_call' },
    ]);
  });

  test.each([1e300, 2 ** 31, -1, Number.NaN])(
    'is stored with a duration of %p s, and without it',
    async (durationS) => {
      const call = await newCall();
      const end = callEnd({ durationS, rawCode: `\0${'odd'.repeat(100)}` });
      answer = () => ({ kind: 'ended', providerCallId: `p\0-${'1'.repeat(5_000)}`, end });
      await ask(LAST_MS);
      const stored = await read(call);
      expect(stored).toMatchObject({ disposition: 'completed', duration_s: null });
      expect([stored.raw_code!.length, stored.provider_call_id!.length]).toEqual([200, 200]);
    },
  );

  test('is given up as unknown ten minutes after the longest call when it cannot be stored, and the contact hears of it', async () => {
    const call = await newCall();
    answer = () => ({ ...ENDED, end: callEnd({ outcome: { unstorable: 1n } }) });
    await ask(LAST_MS);
    for (let minute = 1; minute < 10; minute += 1) await ask(MINUTE_MS);
    expect([(await read(call)).ended_at, told]).toEqual([null, []]);
    await ask(MINUTE_MS);
    expect(await read(call)).toMatchObject({ disposition: 'unknown', raw_code: 'no_report' });
    expect(told).toEqual([call.id]);
  });
});

describe('asking about overdue calls', () => {
  test('each is taken by one process at a time, and is anybody’s again when that one does not come back', async () => {
    for (let calls = 0; calls < 10; calls += 1) await newCall();
    now += LAST_MS;
    const never = new Promise<CallLookup>(() => undefined);
    answer = () => never;
    const taken = await Promise.all(Array.from({ length: 8 }, () => overdueCalls().ask()));
    expect(taken.reduce((sum, calls) => sum + calls, 0)).toBe(10);
    expect(new Set(lookUps).size).toBe(lookUps.length);
    expect(await overdueCalls().ask()).toBe(0);
    now += MINUTE_MS;
    answer = () => ENDED;
    expect(await ask()).toBe(8);
    expect(await ask()).toBe(2);
  });

  test('nobody waits for those that another process is just taking', async () => {
    for (let calls = 0; calls < 10; calls += 1) await newCall();
    now += LAST_MS;
    const query = { now, leaseMs: MINUTE_MS, limit: 64, perAccount: 8, busyAccountIds: [] };
    await world.db.transaction().execute(async (trx) => {
      expect(await takeOverdueAttempts(trx, query)).toHaveLength(8);
      expect(await takeOverdueAttempts(world.db, query)).toEqual([]);
    });
    expect(await takeOverdueAttempts(world.db, query)).toHaveLength(2);
  });

  test('a provider that does not answer holds up the calls of no other', async () => {
    const deadAccount = await ensureProviderAccount(world.db, 1, 'dead');
    const dead: AttemptRow[] = [];
    for (let calls = 0; calls < 100; calls += 1) dead.push(await newCall());
    await world.db.updateTable('attempts').set({ account_id: deadAccount }).execute();
    const well = [await newCall(), await newCall()];
    now += LAST_MS;
    const deadReferences = new Set(dead.map(({ reference }) => reference));
    const never = new Promise<CallLookup>(() => undefined);
    answer = ({ reference }) => (deadReferences.has(reference) ? never : ENDED);
    const calls = overdueCalls();
    expect(await calls.ask()).toBe(8 + 2);
    for (const call of well) await eventuallyEnded(call);
    expect(await calls.ask()).toBe(0);
    const late = await newCall();
    now += LAST_MS;
    expect(await calls.ask()).toBe(1);
    await eventuallyEnded(late);
  });

  test('a look-up that fails is made again', async () => {
    const call = await newCall();
    answer = () => Promise.reject(new Error('a fault of ours'));
    await ask(LAST_MS);
    expect((await read(call)).status).toBe('placing');
    answer = () => ENDED;
    expect(await ask(MINUTE_MS)).toBe(1);
    expect((await read(call)).disposition).toBe('busy');
  });

  test('the contact may ask at the same time: the end is stored once', async () => {
    const call = await newCall();
    await recordPlaced(world.db, call.id, 'p-1');
    const ends = [callEnd({ disposition: 'busy' }), callEnd({ disposition: 'no_answer' })];
    answer = () => ({ kind: 'ended', providerCallId: 'p-1', end: ends.shift()! });
    now += LAST_MS;
    const contact = reconcileCall(
      { attempts: store(), telephony: telephonyOf(provider, MAX_CALL_MS) },
      attemptToPlace(await read(call), MAX_CALL_MS),
    );
    await ask();
    expect((await contact).live).toBe(false);
    const first = await read(call);
    await ask(MINUTE_MS);
    expect(await read(call)).toEqual(first);
    expect(['busy', 'no_answer']).toContain(first.disposition);
  });
});

describe('placing a call that the provider cannot tell of', () => {
  async function place(campaignId: number, lineId: number): Promise<unknown> {
    const activities = createCallActivities({
      attempts: store(),
      preCall: { ask: async () => null },
      telephony: telephonyOf(provider, MAX_CALL_MS),
      campaigns: { report: () => Promise.resolve(), signal: () => Promise.resolve() },
    });
    const environment = new MockActivityEnvironment();
    // The pauses between look-ups.
    Object.assign(environment.context, { sleep: () => Promise.resolve() });
    return environment.run(activities.placeCall, { campaignId, lineId, lease: lease++ });
  }

  test('is a call when an event tells of it while the provider denies it for the last time', async () => {
    provider.answer = () => ({ kind: 'ambiguous', rawCode: 'timeout' });
    provider.script = () => 'stays_live';
    now = Date.now() - MINUTE_MS;
    answer = async ({ reference }) => {
      if (lookUps.length === 3) {
        await storeProviderEvent(world.db, { type: 'ringing', reference, providerCallId: 'p-1' }, SIMULATOR, now);
      }
      return ABSENT;
    };
    const { id } = await world.newCampaign();
    expect(await place(id, await world.newLine(id, { timezone: 'UTC' }))).toMatchObject({ kind: 'placed' });
    expect(await world.attempts(id)).toMatchObject([{ status: 'ringing', ended_at: null }]);
    expect(lookUps).toHaveLength(3);
  });

  test('goes on with what an event tells meanwhile, whatever is found by its numbers', async () => {
    provider.answer = () => ({ kind: 'ambiguous', rawCode: 'timeout' });
    provider.script = () => 'stays_live';
    answer = async ({ reference }) => {
      await storeProviderEvent(world.db, { type: 'ending', reference, providerCallId: 'p-1' }, SIMULATOR, now);
      return { ...ENDED, providerCallId: 'p-2' };
    };
    const { id } = await world.newCampaign();
    expect(await place(id, await world.newLine(id, { timezone: 'UTC' }))).toMatchObject({ kind: 'placed' });
    expect(await world.attempts(id)).toMatchObject([{ status: 'placed', provider_call_id: 'p-1', ended_at: null }]);
    expect(lookUps).toHaveLength(1);
  });

  test('ends by itself, asks for one call, and has the contact look again two minutes later', async () => {
    provider.answer = () => ({ kind: 'ambiguous', rawCode: 'timeout' });
    provider.script = () => 'stays_live';
    const { id } = await world.newCampaign();
    const lineId = await world.newLine(id, { timezone: 'UTC' });
    expect(await place(id, lineId)).toMatchObject({ kind: 'placed', deadline: NOW + 2 * MINUTE_MS });
    expect(provider.calls).toHaveLength(1);
    // As a provider that is sure of nothing at first: it denies the call only now.
    answer = () => ABSENT;
    await ask(2 * MINUTE_MS);
    const [attempt] = await world.attempts(id);
    expect(attempt).toMatchObject({ disposition: 'no_capacity', raw_code: 'never_taken' });
    expect(provider.calls).toHaveLength(1);
  });
});

async function eventuallyEnded(call: AttemptRow): Promise<void> {
  for (let tries = 0; (await read(call)).status !== 'ended'; tries += 1) {
    if (tries > 1_000) throw new Error(`Attempt ${call.id} has not ended.`);
  }
}
