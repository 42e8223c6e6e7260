import { DEFAULT_BREAKER, type CircuitBreaker } from '../../domain/circuit-breaker';
import type { Disposition } from '../../domain/disposition';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { tripCircuitBreaker } from '../../infra/db/attempts/circuit-breaker';
import { noteProviderAnswer } from '../../infra/db/attempts/credentials';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const HOUR_MS = 60 * 60_000;

/** A campaign that was opened long ago, so that its calls may be dated back. */
async function newCampaign(breaker: CircuitBreaker | null = DEFAULT_BREAKER): Promise<CampaignRow> {
  const { id } = await world.newCampaign({ breaker });
  const since = new Date(Date.now() - 24 * HOUR_MS);
  await world.db.updateTable('campaigns').set({ breaker_since: since }).where('id', '=', id).execute();
  return world.campaign(id);
}

/** One call that ends so; answers whether it has paused the campaign. */
async function endCall(campaignId: number, disposition: Disposition, { rawCode = 'test', at = Date.now() } = {}) {
  await world.db.updateTable('campaigns').set({ halt_requested: null }).where('id', '=', campaignId).execute();
  const { attempt } = claimedCall(await world.claimNew(campaignId));
  await recordEnd(world.db, attempt.id, { disposition, rawCode, durationS: null, outcome: {} }, at);
  const campaign = await world.campaign(campaignId);
  return world.db
    .transaction()
    .execute((trx) => tripCircuitBreaker(trx, campaign, { disposition, endedAt: new Date(at) }));
}

async function endCalls(campaignId: number, dispositions: readonly Disposition[]): Promise<boolean[]> {
  const tripped: boolean[] = [];
  for (const disposition of dispositions) tripped.push(await endCall(campaignId, disposition));
  return tripped;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test('the call that makes it enough failures trips it, with the figures as the reason, and no call before', async () => {
  const { id } = await newCampaign();
  const tripped = await endCalls(id, [...times<Disposition>(5, 'completed'), ...times<Disposition>(5, 'failed')]);
  expect(tripped).toEqual([...times(9, false), true]);
  expect(await world.campaign(id)).toMatchObject({
    halt_requested: 'pause',
    halt_reason: { code: 'circuit_breaker', until: null, text: expect.stringMatching(/^5 of 10 calls/) },
  });
  expect(await world.claimNew(id)).toEqual({ kind: 'held', halt: null });
});

test('a campaign that is halted already is not halted again', async () => {
  const { id } = await newCampaign();
  await endCalls(id, times<Disposition>(10, 'failed'));
  const campaign = await world.campaign(id);
  const ended = { disposition: 'failed', endedAt: new Date() } as const;
  expect(await world.db.transaction().execute((trx) => tripCircuitBreaker(trx, campaign, ended))).toBe(false);
});

test.each<Disposition>(['busy', 'no_answer', 'voicemail', 'declined', 'completed', 'invalid_number', 'unknown'])(
  'never trips on %s, however often',
  async (disposition) => {
    const { id } = await newCampaign();
    expect(await endCalls(id, times(15, disposition))).toEqual(times(15, false));
  },
);

test('calls that never were one count neither as failures nor as calls', async () => {
  const { id } = await newCampaign();
  expect(await endCalls(id, times<Disposition>(20, 'no_capacity'))).toEqual(times(20, false));
  expect(await endCalls(id, times<Disposition>(9, 'failed'))).toEqual(times(9, false));
  expect(await endCall(id, 'failed')).toBe(true);
});

test('a customer’s pre-call webhook that fails is no failure of the provider', async () => {
  const { id } = await newCampaign();
  for (let call = 0; call < 15; call += 1) {
    expect(await endCall(id, 'failed', { rawCode: 'pre_call_webhook' })).toBe(false);
  }
});

test('failures before the window no longer count', async () => {
  const { id } = await newCampaign();
  const old = Date.now() - (DEFAULT_BREAKER.windowS + 1) * 1_000;
  for (let call = 0; call < 9; call += 1) await endCall(id, 'failed', { at: old });
  expect(await endCall(id, 'failed')).toBe(false);
});

test('a resume starts the count anew', async () => {
  const { id } = await newCampaign();
  await endCalls(id, times<Disposition>(10, 'failed'));
  await world.reopen(id);
  // Later than the resume by more than the clock's own step.
  const at = Date.now() + 1_000;
  for (let call = 0; call < 9; call += 1) expect(await endCall(id, 'failed', { at })).toBe(false);
  expect(await endCall(id, 'failed', { at })).toBe(true);
});

test('only a call that failed trips it, however many have failed before', async () => {
  const { id } = await newCampaign();
  await endCalls(id, times<Disposition>(9, 'failed'));
  expect(await endCalls(id, times<Disposition>(3, 'busy'))).toEqual(times(3, false));
  expect(await endCall(id, 'failed')).toBe(true);
});

test('switched off, it never trips', async () => {
  const { id } = await newCampaign(null);
  expect(await endCalls(id, times<Disposition>(12, 'failed'))).toEqual(times(12, false));
});

describe('refused credentials', () => {
  const now = Date.UTC(2026, 4, 10);

  test.each([
    ['dynamic', 'pause'],
    ['finite', 'fail'],
  ] as const)('end a %s campaign after 24 hours with %s', async (type, halt) => {
    const { id } = await world.newCampaign({}, { type });
    expect(await noteProviderAnswer(world.db, id, 'credentials_refused', now)).toBeNull();
    expect(await noteProviderAnswer(world.db, id, 'credentials_refused', now + 24 * HOUR_MS - 1)).toBeNull();
    expect(await noteProviderAnswer(world.db, id, 'credentials_refused', now + 24 * HOUR_MS)).toMatchObject({
      kind: halt,
      reason: { code: 'credentials_refused' },
    });
    expect((await world.campaign(id)).halt_requested).toBe(halt);
  });

  test('are forgotten once a call is accepted', async () => {
    const { id } = await world.newCampaign();
    await noteProviderAnswer(world.db, id, 'credentials_refused', now);
    expect(claimedCall(await world.claimNew(id)).credentialsRefused).toBe(true);
    await noteProviderAnswer(world.db, id, 'accepted', now + 1);
    expect(claimedCall(await world.claimNew(id)).credentialsRefused).toBe(false);
    expect(await noteProviderAnswer(world.db, id, 'credentials_refused', now + 48 * HOUR_MS)).toBeNull();
  });
});
