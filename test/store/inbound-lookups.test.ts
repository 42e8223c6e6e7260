import { createLogger } from '../../infra/observability/logger';
import type { CallLookup } from '../../infra/telephony/provider';
import { reconcileInboundCalls } from '../../services/wiring/inbound-reconciler';
import { onlyProviders } from '../../services/wiring/providers';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd, FakeProvider } from '../setup/fake-provider';
import { createInboundDesk } from '../setup/inbound-desk';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.UTC(2027, 4, 11, 9);

const LIVE: CallLookup = { kind: 'live', providerCallId: 'x' };
const OVER: CallLookup = { kind: 'ended', providerCallId: 'x', end: callEnd() };
const UNKNOWN: CallLookup = { kind: 'unknown', rawCode: 'http_503' };
const NO_LOOK_UP: CallLookup = { kind: 'unknown', rawCode: 'no_look_up' };
const NOT_ANALYZED: CallLookup = { kind: 'unknown', rawCode: 'not_analyzed' };

let world: ClaimWorld;
let desk: ReturnType<typeof createInboundDesk>;
let people = 0;
let provider: FakeProvider | null;
let answer: CallLookup;
/** Done while the provider is asked. */
let meanwhile: () => Promise<unknown>;

beforeAll(async () => {
  world = await createClaimWorld();
  desk = createInboundDesk(world.db);
});

beforeEach(async () => {
  provider = new FakeProvider();
  meanwhile = () => Promise.resolve();
  const over = { ended_at: new Date(), status: 'ended' } as const;
  await world.db.updateTable('inbound_calls').set(over).where('ended_at', 'is', null).execute();
});

afterAll(async () => {
  await desk.close();
  await world.drop();
});

function reconcile(now: number): Promise<number> {
  const lookUpCall = async (): Promise<CallLookup> => {
    await meanwhile();
    return answer;
  };
  const providers = provider ? onlyProviders(Object.assign(provider, { lookUpCall })) : onlyProviders();
  const logger = createLogger('test', 'silent');
  return reconcileInboundCalls({ db: world.db, providers, logger, clock: () => Promise.resolve(now) });
}

/** Looks the call up whenever it is due, as the worker does, until a moment. */
async function reconcileUntil(until: number): Promise<void> {
  for (let now = NOW; now <= until; now += MINUTE_MS / 2) await reconcile(now);
}

/** Somebody calls whom a campaign waits to reach. */
async function callIn({ answered = false } = {}) {
  const from = `+1555888${String((people += 1)).padStart(4, '0')}`;
  const { id: campaignId } = await world.newCampaign();
  const lineId = await world.newLine(campaignId, { toNumber: from });
  const call = await desk.callIn({ from, now: NOW });
  if (answered) await desk.tell(call, { type: 'answered' }, NOW);
  return { ...call, campaignId, lineId };
}

const statusOf = async (call: { readonly reference: string }) => (await desk.find(call.reference)).status;

test('a call that reports no end is looked up at its deadline, and settles the contact by what the provider knows', async () => {
  const call = await callIn();
  answer = OVER;
  expect(await reconcile(NOW + MINUTE_MS)).toBe(0);
  expect(await reconcile(NOW + 2 * MINUTE_MS)).toBe(1);
  expect(await desk.find(call.reference)).toMatchObject({ disposition: 'completed' });
  expect(await world.line(call.lineId)).toMatchObject({ call_status: 'completed' });
});

test.each([
  ['lasts', LIVE],
  ['cannot be asked about at this moment', UNKNOWN],
])('the caller of a call that %s is called by nobody, also where its answer was not told', async (_which, known) => {
  const { campaignId, lineId, ...call } = await callIn();
  answer = known;
  await reconcileUntil(NOW + 10 * MINUTE_MS);
  expect(await statusOf(call)).toBe('ringing');
  expect(await world.claim(campaignId, lineId, NOW + 10 * MINUTE_MS)).toMatchObject({ kind: 'deferred' });
  answer = OVER;
  await reconcileUntil(NOW + 16 * MINUTE_MS);
  expect(await world.line(lineId)).toMatchObject({ call_status: 'completed' });
});

test.each([
  ['only rang, and nobody can tell, 15 minutes', false, UNKNOWN, 15 * MINUTE_MS],
  ['only rang, with a provider that tells nothing, 5 minutes', false, NO_LOOK_UP, 5 * MINUTE_MS],
  ['was answered, and nobody can tell, 2 hours', true, UNKNOWN, 2 * HOUR_MS],
  ['only rang, and always lasts, 4 hours', false, LIVE, 4 * HOUR_MS],
  ['was answered, and always lasts, 4 hours', true, LIVE, 4 * HOUR_MS],
] as const)('a call is believed in that %s, and settles nobody', async (_which, answered, known, forMs) => {
  const call = await callIn({ answered });
  answer = known;
  await reconcileUntil(NOW + forMs - MINUTE_MS);
  expect(await statusOf(call)).toBe(answered ? 'answered' : 'ringing');
  await reconcileUntil(NOW + forMs);
  expect(await desk.find(call.reference)).toMatchObject({ disposition: 'unknown', raw_code: 'no_report' });
  expect(await world.line(call.lineId)).toMatchObject({ call_status: 'queued' });
});

test('a call whose account is gone is believed in for 5 minutes', async () => {
  const call = await callIn();
  provider = null;
  await reconcileUntil(NOW + 4 * MINUTE_MS);
  expect(await statusOf(call)).toBe('ringing');
  await reconcileUntil(NOW + 5 * MINUTE_MS);
  expect(await statusOf(call)).toBe('ended');
});

test('a call that its provider does not know has ended', async () => {
  const call = await callIn({ answered: true });
  answer = { kind: 'absent' };
  await reconcile(NOW + 15 * MINUTE_MS);
  expect(await desk.find(call.reference)).toMatchObject({ disposition: 'unknown' });
});

test('a call that is over is asked about every minute until its agent has reported, for ten minutes', async () => {
  const [told, untold] = [await callIn({ answered: true }), await callIn({ answered: true })];
  answer = NOT_ANALYZED;
  await reconcileUntil(NOW + 20 * MINUTE_MS);
  expect(await statusOf(told)).toBe('answered');
  expect((await desk.find(told.reference)).deadline_at.getTime()).toBeLessThanOrEqual(NOW + 21 * MINUTE_MS);
  await desk.end(told, {}, NOW + 20 * MINUTE_MS);
  await reconcileUntil(NOW + 26 * MINUTE_MS);
  expect(await desk.find(told.reference)).toMatchObject({ disposition: 'completed' });
  expect(await desk.find(untold.reference)).toMatchObject({ disposition: 'unknown' });
});

test('a call of which is told that it is over while it is looked up is asked about within a minute all the same', async () => {
  const call = await callIn({ answered: true });
  answer = LIVE;
  const now = NOW + 15 * MINUTE_MS;
  meanwhile = () => desk.tell(call, { type: 'ending' }, now);
  await reconcile(now);
  expect(await desk.find(call.reference)).toMatchObject({ deadline_at: new Date(now + MINUTE_MS) });
});

test('an answer that is told after the end brings no look-up later', async () => {
  const call = await callIn();
  await desk.tell(call, { type: 'ending' }, NOW + 1_000);
  const { deadline_at, status } = await desk.tell(call, { type: 'answered' }, NOW + 2_000);
  expect([status, deadline_at]).toEqual(['answered', new Date(NOW + 61_000)]);
});
