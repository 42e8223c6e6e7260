import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import type { Disposition } from '../../domain/disposition';
import { endUnheardOf, recordPlaced } from '../../infra/db/attempts/attempt-events';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import type { EventSource } from '../../infra/db/attempts/event-source';
import type { AttemptRow } from '../../infra/db/line-tables';
import { createLogger } from '../../infra/observability/logger';
import type { MachineHandling, ProviderEvent, TelephonyProvider } from '../../infra/telephony/provider';
import { createMachineHandler } from '../../services/wiring/machine-handler';
import { CallNotNamedYet, ProviderEvents } from '../../services/wiring/provider-events';
import { onlyProviders } from '../../services/wiring/providers';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd, FakeProvider, SIMULATOR } from '../setup/fake-provider';
import { heardBy, newEndpoint } from '../setup/listening-endpoints';

const NOW = Date.UTC(2026, 4, 11, 12);
const MINUTE_MS = 60_000;

let world: ClaimWorld;
let events: ProviderEvents;
let now: number;
let told: number[];
let handled: Array<{ id: string; handling: MachineHandling }>;
let provider: TelephonyProvider;

beforeAll(async () => {
  world = await createClaimWorld();
});

beforeEach(() => {
  now = NOW;
  told = [];
  handled = [];
  provider = Object.assign(new FakeProvider(), {
    handleMachine: async (id: string, handling: MachineHandling) => void handled.push({ id, handling }),
  });
  const contacts = {
    callEnded: (_campaign: number, _line: number, attemptId: number) => Promise.resolve(told.push(attemptId) > 0),
  };
  const machines = createMachineHandler({ db: world.db, providers: onlyProviders(provider) });
  events = new ProviderEvents(world.db, contacts, createLogger('test', 'silent'), { machines, clock: () => now });
});

afterEach(() => world.endCalls('completed'));

afterAll(() => world.drop());

async function newCall(settings: Partial<CampaignSettings> = {}, at = NOW): Promise<AttemptRow> {
  const { id } = await world.newCampaign(settings);
  return claimedCall(await world.claimNew(id, at, { timezone: 'UTC' })).attempt;
}

const read = ({ id }: AttemptRow): Promise<AttemptRow> =>
  world.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

type Happening = {
  [Type in ProviderEvent['type']]: Omit<Extract<ProviderEvent, { type: Type }>, 'reference' | 'providerCallId'>;
};

async function tell(
  { reference }: Pick<AttemptRow, 'reference'>,
  happening: Happening['taken' | 'ringing' | 'answered' | 'machine_detected' | 'ending' | 'ended' | 'intent'],
  source: EventSource = SIMULATOR,
): Promise<void> {
  await events.ingest({ reference, providerCallId: 'p-1', ...happening }, source);
}

const ended = (disposition: Disposition = 'completed') => ({ type: 'ended', end: callEnd({ disposition }) }) as const;
const detected = { type: 'machine_detected' } as const;
const LISTENING: Partial<CampaignSettings> = { voicemail: { detection: 'detect', timeoutS: 20, message: null } };

describe('an event says nothing about calls of others', () => {
  const everything = [
    { type: 'taken' },
    { type: 'ringing' },
    { type: 'answered' },
    detected,
    { type: 'ending' },
    { type: 'intent', intent: { name: 'buy', confidence: null }, eventId: null },
    { type: 'ended', end: callEnd({ outcome: { do_not_call: true } }) },
  ] as const;

  test.each([
    ['another account', (own: number | null) => ({ provider: 'simulator', accountId: (own ?? 0) + 1 })],
    ['another provider', () => ({ provider: 'carrier', accountId: null })],
  ])('of %s', async (_, sourceOf) => {
    const call = await newCall(LISTENING);
    for (const event of everything) await tell(call, event, sourceOf(call.account_id));
    await events.flush();
    expect(await read(call)).toEqual(call);
    expect(await world.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
    expect(await world.db.selectFrom('conversation_events').selectAll().execute()).toEqual([]);
    expect([told, handled]).toEqual([[], []]);
  });

  test('its own account may say everything', async () => {
    const call = await newCall();
    await tell(call, ended('busy'), { provider: 'simulator', accountId: call.account_id });
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
    expect(told).toEqual([call.id]);
  });

  test('without our reference it is told by the provider’s own id, within its account', async () => {
    const call = await newCall();
    const head = { reference: call.reference, providerCallId: 'own-id' };
    await events.ingest({ ...head, type: 'ringing' }, SIMULATOR);
    const end = { ...head, reference: null, ...ended('busy') };
    await events.ingest(end, { provider: 'simulator', accountId: 4711 });
    expect((await read(call)).status).toBe('ringing');
    await events.ingest(end, { provider: 'simulator', accountId: call.account_id });
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
  });

  test('with whatever ids and codes, it is stored, and told of later by the same id', async () => {
    const call = await newCall();
    const own = { provider: 'simulator', accountId: call.account_id };
    const providerCallId = `\0odd-${'1'.repeat(5_000)}`;
    await events.ingest({ reference: call.reference, providerCallId, type: 'ringing' }, own);
    const end = callEnd({ disposition: 'busy', rawCode: `\0${'odd'.repeat(100)}`, durationS: 1e300 });
    await events.ingest({ reference: null, providerCallId, type: 'ended', end }, own);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy', duration_s: null });
    const other = await newCall(LISTENING);
    await events.ingest({ reference: other.reference, providerCallId, ...detected }, SIMULATOR);
    await events.ingest({ reference: other.reference, providerCallId, ...ended() }, SIMULATOR);
    expect(await read(other)).toMatchObject({ disposition: 'voicemail' });
  });

  test('told by an id that no call has yet it is to be sent again, while a call waits for its own', async () => {
    const call = await newCall();
    const own = { provider: 'simulator', accountId: call.account_id };
    const early = { reference: null, providerCallId: 'early-id', ...ended('busy') };
    await expect(events.ingest(early, own)).rejects.toThrow(CallNotNamedYet);
    await expect(events.ingest({ ...early, providerCallId: null }, own)).resolves.toBeUndefined();
    await expect(events.ingest(early, { provider: 'simulator', accountId: 4711 })).resolves.toBeUndefined();
    await recordPlaced(world.db, call.id, 'early-id');
    await events.ingest(early, own);
    expect(await read(call)).toMatchObject({ status: 'ended', disposition: 'busy' });
  });

  test('told by an id that no call has it is taken once nothing waits for its own any more', async () => {
    const call = await newCall();
    const own = { provider: 'simulator', accountId: call.account_id };
    const foreign = { reference: null, providerCallId: 'foreign', ...ended('busy') };
    now += 2 * MINUTE_MS;
    await events.ingest(foreign, own);
    now = NOW;
    await recordPlaced(world.db, call.id, 'own-call');
    await events.ingest(foreign, own);
    expect((await read(call)).status).toBe('placed');
  });

  test.each(['in_1', 'mine', '', randomUUID(), `${randomUUID()}'`])(
    'the reference %j, which no attempt has, is taken and changes nothing',
    async (reference) => {
      await tell({ reference }, ended());
      await tell({ reference }, detected);
      expect(told).toEqual([]);
    },
  );
});

test('a call that the provider has taken is known by its id, and nobody may say that there is none', async () => {
  const call = await newCall();
  await tell(call, { type: 'taken' });
  expect(await read(call)).toMatchObject({ status: 'placing', provider_call_id: 'p-1', placed_at: null });
  const never = callEnd({ disposition: 'failed' });
  expect(await endUnheardOf(world.db, call.id, never, now)).toBe(false);
  await tell(call, ended('busy'));
  const over = await read(call);
  await events.ingest({ type: 'taken', reference: call.reference, providerCallId: 'p-2' }, SIMULATOR);
  expect(await read(call)).toEqual(over);
});

describe('a call that is over, and whose report is to come', () => {
  test('is asked about after a minute, and its answer stays known', async () => {
    const call = await newCall();
    await tell(call, { type: 'answered' });
    now += 5_000;
    await tell(call, { type: 'ending' });
    expect(await read(call)).toMatchObject({
      status: 'answered',
      answered_at: new Date(NOW),
      ended_at: null,
      deadline_at: new Date(NOW + 5_000 + MINUTE_MS),
    });
    now += 30_000;
    await tell(call, { type: 'ending' });
    expect((await read(call)).deadline_at).toEqual(new Date(NOW + 5_000 + MINUTE_MS));
    expect(told).toEqual([]);
  });

  test('keeps a deadline that comes sooner, and one that has ended is left alone', async () => {
    const call = await newCall({}, NOW - 60_000);
    await tell(call, { type: 'ending' });
    expect((await read(call)).deadline_at).toEqual(call.deadline_at);
    await tell(call, ended());
    const before = await read(call);
    await tell(call, { type: 'ending' });
    expect(await read(call)).toEqual(before);
  });
});

describe('a machine that answers', () => {
  test.each<[string, ReadonlyArray<Happening['ringing' | 'answered' | 'machine_detected' | 'ended']>]>([
    ['before the answer', [detected, { type: 'answered' }, ended()]],
    ['after the answer', [{ type: 'answered' }, detected, ended()]],
    ['after the end', [{ type: 'answered' }, ended(), detected]],
    ['twice, and with the end', [detected, detected, ended('voicemail')]],
    ['with the end only', [ended('voicemail')]],
  ])('makes the call one to a voicemail, told %s, which is announced once', async (_, happenings) => {
    const endpointId = await newEndpoint(world.db, { events: ['call.voicemail_detected'] });
    const call = await newCall(LISTENING);
    for (const happening of happenings) await tell(call, happening);
    expect(await read(call)).toMatchObject({ answered_by: 'machine', disposition: 'voicemail' });
    await recordOutcome(world.db, { attemptId: call.id, now: NOW });
    await tell(call, detected);
    await recordOutcome(world.db, { attemptId: call.id, now: NOW });
    expect((await heardBy(world.db, endpointId)).map(({ type }) => type)).toEqual(['call.voicemail_detected']);
  });

  test('changes nothing once the outcome is recorded, nor what was no conversation', async () => {
    const recorded = await newCall(LISTENING);
    await tell(recorded, ended());
    await recordOutcome(world.db, { attemptId: recorded.id, now: NOW });
    const before = await read(recorded);
    await tell(recorded, detected);
    expect(await read(recorded)).toEqual(before);

    const busy = await newCall(LISTENING);
    await tell(busy, ended('busy'));
    await tell(busy, detected);
    expect(await read(busy)).toMatchObject({ disposition: 'busy', answered_by: null });
  });

  test('in whatever order events come, the end is the same', async () => {
    const happenings = fc.shuffledSubarray(
      [detected, detected, { type: 'ringing' }, { type: 'answered' }, ended()] as const,
      {
        minLength: 5,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(happenings, async (order) => {
        const call = await newCall(LISTENING);
        for (const happening of order) await tell(call, happening);
        expect(await read(call)).toMatchObject({ status: 'ended', answered_by: 'machine', disposition: 'voicemail' });
      }),
      { numRuns: 25 },
    );
  });

  test('is hung up on, once, after the event is stored', async () => {
    const call = await newCall(LISTENING);
    await tell(call, detected);
    expect(handled).toEqual([]);
    await events.flush();
    await tell(call, detected);
    await events.flush();
    expect(handled).toEqual([{ id: 'p-1', handling: { waitForBeep: false, timeoutS: 20, message: null } }]);
  });

  test('is acted on where it was heard, also when the attempt is known by another id', async () => {
    const call = await newCall(LISTENING);
    await recordPlaced(world.db, call.id, 'another');
    await tell(call, detected);
    await events.flush();
    expect(handled.map(({ id }) => id)).toEqual(['p-1']);
    expect((await read(call)).provider_call_id).toBe('another');
  });

  test('is left the message of the campaign as it is now, with the variables of the call', async () => {
    const message = 'Hello {{ name }}, call {{ phone_number }}.';
    const call = await newCall({ voicemail: { detection: 'wait_for_beep', timeoutS: 20, message } });
    const variables = JSON.stringify({ name: 'Ada' });
    await world.db.updateTable('attempts').set({ variables }).where('id', '=', call.id).execute();
    await tell(call, detected);
    await events.flush();
    expect(handled).toMatchObject([{ handling: { waitForBeep: true, message: `Hello Ada, call ${call.to_number}.` } }]);
  });

  test('is left alone where the campaign listens for none, where its call is over, and by a provider that acts by itself', async () => {
    const plain = await newCall();
    await tell(plain, detected);
    const over = await newCall(LISTENING);
    await tell(over, ended());
    await tell(over, detected);
    await events.flush();
    Object.assign(provider, { handleMachine: null });
    await tell(await newCall(LISTENING), detected);
    await events.flush();
    expect(handled).toEqual([]);
  });

  test('keeps the event stored although the provider refuses to act', async () => {
    Object.assign(provider, { handleMachine: () => Promise.reject(new Error('no such call')) });
    const call = await newCall(LISTENING);
    await tell(call, detected);
    await events.flush();
    expect(await read(call)).toMatchObject({ answered_by: 'machine', ended_at: null });
  });
});

describe('what a call is asked for with', () => {
  const machineOf = async (settings: Partial<CampaignSettings>) => {
    const { id } = await world.newCampaign(settings);
    const { machine, attempt } = claimedCall(await world.claimNew(id, NOW, { timezone: 'UTC' }));
    return { machine, unresolved: attempt.unresolved_variables };
  };

  test('nothing, where the campaign listens for no machine', async () => {
    expect(await machineOf({ voicemail: { ...DEFAULT_SETTINGS.voicemail, message: 'Hello' } })).toMatchObject({
      machine: null,
    });
  });

  test('how to listen, and the message as it is to be said; what it misses is noted', async () => {
    const voicemail = { detection: 'wait_for_beep', timeoutS: 15, message: 'Hi {{ name }}, {{ missing }}' } as const;
    expect(await machineOf({ voicemail })).toEqual({
      machine: { waitForBeep: true, timeoutS: 15, message: 'Hi {{ name }}, {{ missing }}' },
      unresolved: ['name', 'missing'],
    });
    expect(await machineOf({ voicemail: { ...voicemail, detection: 'detect', message: null } })).toMatchObject({
      machine: { waitForBeep: false, timeoutS: 15, message: null },
    });
  });
});
