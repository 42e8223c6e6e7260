import { DEFAULT_NUMBER_CAPS, type NumberCaps } from '../../domain/campaign-limits';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { storeOrganizationRules } from '../../infra/db/organizations/organization-rules';
import { DEFAULT_ORGANIZATION_RULES } from '../../domain/organization-rules';
import { claimedCall, createClaimWorld, kindsOf, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;
let called = 0;

beforeEach(async () => {
  world = await createClaimWorld();
});

afterEach(() => world.drop());

/** Noon in New York, in the middle of everybody's hours there. */
const NOON = Date.UTC(2026, 4, 11, 16);
const DAY_MS = 24 * 60 * 60_000;

async function cap(caps: Partial<NumberCaps>): Promise<void> {
  const numberCaps = { ...DEFAULT_NUMBER_CAPS, ...caps };
  await storeOrganizationRules(world.db, 1, { ...DEFAULT_ORGANIZATION_RULES, numberCaps });
}

const newYorker = () => `+1212555${String(1_000 + called++)}`;

async function realCampaign() {
  const phone_number_id = await world.newNumber(`+1646555${String(2_000 + called++)}`, { provider: 'carrier' });
  return world.newCampaign({}, { phone_number_id, timezone: 'America/New_York' });
}

test('a number is called no more often in a day than allowed, over all campaigns and however many ask at once', async () => {
  const [one, other] = [await realCampaign(), await realCampaign()];
  const toNumber = newYorker();
  const lines = [];
  for (let n = 0; n < 20; n += 1) {
    const { id } = n % 2 === 0 ? one : other;
    lines.push({ id, line: await world.newLine(id, { toNumber }) });
  }
  const claims = await Promise.all(lines.map(({ id, line }) => world.claim(id, line, NOON)));
  expect(kindsOf(claims)).toEqual({ claimed: 8, deferred: 12 });
});

test('it is put off to the next day’s opening where the person is, and called then', async () => {
  await cap({ attemptsPerDay: 1 });
  const { id } = await realCampaign();
  const toNumber = newYorker();
  claimedCall(await world.claimNew(id, NOON, { toNumber }));
  const line = await world.newLine(id, { toNumber });
  const opening = Date.UTC(2026, 4, 12, 12);
  expect(await world.claim(id, line, NOON)).toMatchObject({ kind: 'deferred', until: opening });
  expect(await world.line(line)).toMatchObject({
    ready: false,
    call_status: 'queued',
    next_attempt_at: new Date(opening),
    next_attempt_reason: expect.stringContaining('called 1 time today'),
  });
  await world.db.updateTable('lines').set({ ready: true }).where('id', '=', line).execute();
  expect(await world.claim(id, line, opening)).toMatchObject({ kind: 'claimed' });
});

test('the day is that of the zone given with the contact', async () => {
  await cap({ attemptsPerDay: 1 });
  const { id } = await realCampaign();
  const toNumber = newYorker();
  const timezone = 'Asia/Tokyo';
  // 20:00 in Tokyo, and 08:00 on the next day there: the same day in New York until midnight.
  const evening = Date.UTC(2026, 4, 11, 11);
  claimedCall(await world.claimNew(id, evening, { toNumber, timezone }));
  expect((await world.claimNew(id, evening + 1_000, { toNumber, timezone })).kind).toBe('deferred');
  claimedCall(await world.claimNew(id, evening + DAY_MS / 2, { toNumber, timezone }));
});

test('people who were reached are left alone sooner', async () => {
  await cap({ attemptsPerDay: 8, connectedPerDay: 2 });
  const { id } = await realCampaign();
  const toNumber = newYorker();
  const call = async (disposition: 'completed' | 'busy') => {
    const { attempt } = claimedCall(await world.claimNew(id, NOON, { toNumber }));
    await recordEnd(world.db, attempt.id, { disposition, rawCode: '', durationS: 1, outcome: {} }, NOON);
  };
  await call('completed');
  await call('busy');
  await call('completed');
  expect(await world.claimNew(id, NOON, { toNumber })).toMatchObject({
    kind: 'deferred',
    reason: expect.stringContaining('reached 2 times'),
  });
});

test('an attempt for which the provider had no room is not counted', async () => {
  await cap({ attemptsPerDay: 1 });
  const { id } = await realCampaign();
  const toNumber = newYorker();
  claimedCall(await world.claimNew(id, NOON, { toNumber }));
  await world.endCalls('no_capacity', NOON);
  claimedCall(await world.claimNew(id, NOON, { toNumber }));
});

test('simulated calls are counted only when asked, and never against real ones', async () => {
  await cap({ attemptsPerDay: 1 });
  const toNumber = newYorker();
  const { id } = await world.newCampaign();
  claimedCall(await world.claimNew(id, NOON, { toNumber }));
  claimedCall(await world.claimNew(id, NOON, { toNumber }));
  claimedCall(await world.claimNew((await realCampaign()).id, NOON, { toNumber }));
  await cap({ attemptsPerDay: 1, onSimulator: true });
  expect((await world.claimNew(id, NOON, { toNumber })).kind).toBe('deferred');
});

test('switched off, a number may be called as often as its campaigns like', async () => {
  await cap({ enabled: false, attemptsPerDay: 1 });
  const { id } = await realCampaign();
  const toNumber = newYorker();
  for (let n = 0; n < 3; n += 1) claimedCall(await world.claimNew(id, NOON, { toNumber }));
});
