import type { CapacityPart } from '../../domain/capacity-parts';
import { reserveDialMoment } from '../../infra/db/attempts/dial-moment';
import { createLogger } from '../../infra/observability/logger';
import { shareCapacity } from '../../services/worker-campaigns/capacity-shares';
import { claimedCall, createClaimWorld, kindsOf, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;

beforeEach(async () => {
  world = await createClaimWorld();
});

afterEach(() => world.drop());

async function limitAccount(limits: { concurrency_limit?: number | null; calls_per_second?: number | null }) {
  await world.db.updateTable('provider_accounts').set(limits).execute();
}

async function claimMany(campaignIds: readonly number[], each: number) {
  const wanted: Array<{ id: number; line: number }> = [];
  for (const id of campaignIds) {
    for (let n = 0; n < each; n += 1) wanted.push({ id, line: await world.newLine(id) });
  }
  return Promise.all(wanted.map(({ id, line }) => world.claim(id, line)));
}

describe('limits of concurrency', () => {
  test('an account never has more calls in flight than allowed, over all campaigns and however many ask at once', async () => {
    await limitAccount({ concurrency_limit: 3 });
    const campaigns = [await world.newCampaign(), await world.newCampaign()].map(({ id }) => id);
    expect(kindsOf(await claimMany(campaigns, 15))).toEqual({ claimed: 3, full: 27 });
  });

  test('a number never has more calls in flight than allowed, and another one is not held up by it', async () => {
    const narrow = await world.newNumber('+12125550100', { limit: 2 });
    const { id } = await world.newCampaign({}, { phone_number_id: narrow });
    expect(kindsOf(await claimMany([id], 40))).toEqual({ claimed: 2, full: 38 });
    expect(kindsOf(await claimMany([(await world.newCampaign()).id], 4))).toEqual({ claimed: 4 });
  });

  test('a call that has ended makes room for the next one', async () => {
    await limitAccount({ concurrency_limit: 1 });
    const { id } = await world.newCampaign();
    const line = await world.newLine(id);
    claimedCall(await world.claimNew(id));
    expect(await world.claim(id, line)).toEqual({ kind: 'full' });
    expect(await world.line(line)).toMatchObject({ ready: true, attempts: 0 });
    await world.endCalls('busy');
    claimedCall(await world.claim(id, line));
  });

  test('a claim that found no room uses up nothing of the campaign’s limits', async () => {
    await limitAccount({ concurrency_limit: 1 });
    const { id } = await world.newCampaign({
      limits: { callsTotal: 2, callsPerDay: null, connectedMinutes: null, endDate: null },
    });
    expect(kindsOf(await claimMany([id], 10))).toEqual({ claimed: 1, full: 9 });
    await world.endCalls('busy');
    expect(kindsOf(await claimMany([id], 1))).toEqual({ claimed: 1 });
  });
});

describe('the pace of an account', () => {
  test('is one queue of moments for all campaigns on it', async () => {
    await limitAccount({ calls_per_second: 10 });
    const [one, other] = [await world.newCampaign(), await world.newCampaign()];
    const moments: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const { waitMs, paces } = await reserveDialMoment(world.db, n % 2 === 0 ? one.id : other.id, 60_000);
      expect(waitMs).not.toBeNull();
      expect(paces).toEqual([{ key: expect.stringMatching(/^account:\d+$/), callsPerSecond: 10 }]);
      const { next_at } = await world.db.selectFrom('dial_pace').select('next_at').executeTakeFirstOrThrow();
      moments.push(next_at.getTime());
    }
    const gaps = moments.slice(1).map((moment, index) => moment - moments[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    // What was reserved reaches no further ahead than twenty calls at this pace do.
    expect(moments.at(-1)! - 19 * 100 * 1.02).toBeLessThanOrEqual(Date.now());
  });

  test('costs an account no moment while a campaign waits for its own', async () => {
    await limitAccount({ calls_per_second: 100 });
    const slow = await world.newCampaign({ pacing: { concurrency: 5, callsPerSecond: 0.1 } });
    const moments = [];
    for (let n = 0; n < 5; n += 1) moments.push(await reserveDialMoment(world.db, slow.id, 1_000));
    expect(moments.map(({ waitMs }) => waitMs !== null)).toEqual([true, false, false, false, false]);
    expect(moments[0]?.paces.map(({ callsPerSecond }) => callsPerSecond).sort()).toEqual([0.1, 100]);
    const before = await world.db.selectFrom('dial_pace').select('next_at').where('key', 'like', 'account:%').execute();
    await reserveDialMoment(world.db, slow.id, 1_000);
    const after = await world.db.selectFrom('dial_pace').select('next_at').where('key', 'like', 'account:%').execute();
    expect(after).toEqual(before);
  });

  test('is asked of every account that a rotating campaign may use', async () => {
    await limitAccount({ calls_per_second: 10 });
    const elsewhere = await world.newNumber('+12125550100', { provider: 'carrier' });
    await world.db
      .updateTable('provider_accounts')
      .set({ calls_per_second: 5 })
      .where('provider', '=', 'carrier')
      .execute();
    const rotation = { strategy: 'round_robin', callsPerNumber: 1, healthThreshold: null, fallback: 'pause' } as const;
    const { id } = await world.newCampaign({ rotation });
    await world.db.insertInto('campaign_numbers').values({ campaign_id: id, phone_number_id: elsewhere }).execute();
    const { paces } = await reserveDialMoment(world.db, id, 1_000);
    expect(paces.map(({ callsPerSecond }) => callsPerSecond).sort()).toEqual([10, 5]);
  });

  test('without one, nothing is reserved', async () => {
    const { id } = await world.newCampaign();
    expect(await reserveDialMoment(world.db, id, 1_000)).toEqual({ waitMs: 0, paces: [] });
    expect(await world.db.selectFrom('dial_pace').selectAll().execute()).toEqual([]);
  });
});

describe('shares', () => {
  const told: Array<{ campaignId: number; share: CapacityPart }> = [];
  const logger = createLogger('test', 'silent');
  let away = false;
  let answersLate = false;
  const campaigns = {
    shareCapacity: async (campaignId: number, share: CapacityPart) => {
      if (away) throw new Error('Temporal is away');
      told.push({ campaignId, share });
      if (answersLate) throw new Error('Temporal has taken it, and did not answer in time');
    },
  };
  const NOW = Date.UTC(2026, 4, 11);

  beforeEach(() => {
    told.length = 0;
    away = false;
    answersLate = false;
  });

  async function share(now = NOW): Promise<Array<[number, number | null]>> {
    told.length = 0;
    await shareCapacity({ db: world.db, campaigns, logger }, now);
    return told.map(({ campaignId, share: part }) => [campaignId, part.concurrency]);
  }

  async function busyCampaign(lines: number, concurrency = 20): Promise<number> {
    const { id } = await world.newCampaign({ pacing: { concurrency, callsPerSecond: null } });
    for (let n = 0; n < lines; n += 1) await world.newLine(id);
    return id;
  }

  test('campaigns that together want more than there is are told their parts, once', async () => {
    await limitAccount({ concurrency_limit: 10 });
    const [small, big, wide] = [await busyCampaign(2), await busyCampaign(15), await busyCampaign(30)];
    expect(await share()).toEqual([
      [small, 2],
      [big, 4],
      [wide, 4],
    ]);
    expect(await share(NOW + 2_000)).toEqual([]);
  });

  test('calls in flight count as wanted, and a campaign wants no more than its own concurrency', async () => {
    await limitAccount({ concurrency_limit: 6 });
    const [narrow, wide] = [await busyCampaign(5, 1), await busyCampaign(0)];
    for (let n = 0; n < 6; n += 1) claimedCall(await world.claimNew(wide));
    expect(await share()).toEqual([
      [narrow, 1],
      [wide, 5],
    ]);
  });

  test('a campaign that nothing binds any more is told so', async () => {
    await limitAccount({ concurrency_limit: 3 });
    const id = await busyCampaign(5);
    expect(await share()).toEqual([[id, 3]]);
    await limitAccount({ concurrency_limit: null });
    expect(await share()).toEqual([[id, null]]);
    expect(await share()).toEqual([]);
  });

  test('one that was not reached is told again, and so is everybody from time to time', async () => {
    await limitAccount({ concurrency_limit: 3 });
    const id = await busyCampaign(5);
    away = true;
    expect(await share()).toEqual([]);
    away = false;
    expect(await share(NOW + 2_000)).toEqual([[id, 3]]);
    expect(await share(NOW + 61_999)).toEqual([]);
    expect(await share(NOW + 62_000)).toEqual([[id, 3]]);
  });

  test('a part that arrived although telling it failed is taken back when nothing binds the campaign any more', async () => {
    await limitAccount({ concurrency_limit: 3 });
    const id = await busyCampaign(5);
    answersLate = true;
    expect(await share()).toEqual([[id, 3]]);
    await limitAccount({ concurrency_limit: null });
    expect(await share(NOW + 2_000)).toEqual([[id, null]]);
    answersLate = false;
    expect(await share(NOW + 4_000)).toEqual([[id, null]]);
    expect(await share(NOW + 6_000)).toEqual([]);
  });

  test('campaigns that are paused, closed or on other accounts take no part', async () => {
    await limitAccount({ concurrency_limit: 4 });
    const [one, paused, closed] = [await busyCampaign(9), await busyCampaign(9), await busyCampaign(9)];
    await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', paused).execute();
    await world.db.updateTable('campaigns').set({ status: 'auto_paused' }).where('id', '=', closed).execute();
    const phone_number_id = await world.newNumber('+12125550100', { provider: 'carrier' });
    const { id: other } = await world.newCampaign({}, { phone_number_id });
    await world.newLine(other);
    expect(await share()).toEqual([[one, 4]]);
  });

  test('where there are fewer slots than campaigns, they take turns', async () => {
    await limitAccount({ concurrency_limit: 1 });
    const ids = [await busyCampaign(3), await busyCampaign(3)];
    const having = async (now: number) => {
      await share(now);
      const rows = await world.db.selectFrom('campaigns').select(['id', 'capacity_share']).orderBy('id').execute();
      return rows.map(({ capacity_share }) => capacity_share?.concurrency);
    };
    const first = await having(NOW);
    expect([...first].sort()).toEqual([0, 1]);
    expect(await having(NOW + 10_000)).toEqual([...first].reverse());
    expect(ids).toHaveLength(2);
  });

  test('an account’s calls per second are divided too', async () => {
    await limitAccount({ calls_per_second: 4 });
    const [one, other] = [await busyCampaign(3), await busyCampaign(3)];
    await share();
    expect(told).toEqual(
      [one, other].map((campaignId) => ({ campaignId, share: { concurrency: null, callsPerSecond: 2 } })),
    );
  });

  test('without a limit anywhere nobody is told anything', async () => {
    await busyCampaign(50, 1);
    expect(await share()).toEqual([]);
  });
});
