import { MockActivityEnvironment } from '@temporalio/testing';
import { createCallActivities } from '../../activities/call-activities';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { FakeProvider, telephonyOf } from '../setup/fake-provider';

const CALLS_PER_SECOND = 10;
/** What two processes and the way between them and the provider may bring together into one second. */
const TOLERANCE = 2;
const CALLS = 36;

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

test('two processes that dial on one account keep its calls per second together, as counted at the provider', async () => {
  await world.db.updateTable('provider_accounts').set({ calls_per_second: CALLS_PER_SECOND }).execute();
  const provider = new FakeProvider();
  const askedAt: number[] = [];
  const { placeCall } = provider;
  provider.placeCall = (request) => {
    askedAt.push(performance.now());
    return placeCall.call(provider, request);
  };
  const processes = [0, 1].map(() =>
    createCallActivities({
      attempts: createAttemptStore(world.db, { maxCallMs: 60_000 }),
      preCall: { ask: async () => null },
      telephony: telephonyOf(provider),
      campaigns: { report: () => Promise.resolve(), signal: () => Promise.resolve() },
    }),
  );
  const campaigns = [await world.newCampaign(), await world.newCampaign()];
  const asked: Array<Promise<unknown>> = [];
  for (let lease = 1; lease <= CALLS; lease += 1) {
    const { id: campaignId } = campaigns[lease % 2]!;
    const lineId = await world.newLine(campaignId);
    const activities = processes[Math.floor(lease / 2) % 2]!;
    const environment = new MockActivityEnvironment();
    asked.push(environment.run(activities.placeCall, { campaignId, lineId, lease }));
  }
  await Promise.all(asked);
  expect(askedAt).toHaveLength(CALLS);
  const inSecondFrom = (start: number) => askedAt.filter((at) => at >= start && at < start + 1_000).length;
  expect(Math.max(...askedAt.map(inSecondFrom))).toBeLessThanOrEqual(CALLS_PER_SECOND + TOLERANCE);
});
