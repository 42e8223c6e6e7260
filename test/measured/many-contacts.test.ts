import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { recordedRuns } from '../setup/histories';
import { openLines } from '../setup/open-lines';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

const CONTACTS = 10_000;
const CONCURRENCY = 100;

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

test('10,000 contacts over several runs: each called once, none lost, no slot too many', async () => {
  const settings = { pacing: { ...DEFAULT_SETTINGS.pacing, concurrency: CONCURRENCY } };
  const { id } = await world.startCampaign({ settings });
  await world.addLines(id, CONTACTS);
  await eventually(async () => expect(await openLines(world.db, id)).toBe(0), {
    timeoutMs: 24 * 60_000,
    intervalMs: 1_000,
  });

  const statuses = new Set((await world.lines(id)).map((line) => line.call_status));
  expect([...statuses]).toEqual(['completed']);
  expect(world.provider.calls).toHaveLength(CONTACTS);
  expect(new Set(world.provider.calls.map((call) => call.request.to)).size).toBe(CONTACTS);
  expect(world.provider.mostLive).toBeLessThanOrEqual(CONCURRENCY);
  await eventually(async () => {
    const snapshot = await world.snapshot(id);
    expect(snapshot).toMatchObject({ status: 'waiting', slotsTaken: 0 });
    expect(snapshot.counts).toMatchObject({ slotsGranted: CONTACTS, callsEnded: CONTACTS, contactsClosed: CONTACTS });
  });

  const runs = await recordedRuns(world.client, campaignWorkflowId(id));
  expect(runs.length).toBeGreaterThanOrEqual(3);
  for (const { history } of runs) {
    expect(history.events!.length).toBeLessThan(4_096);
    const started = history.events![0]!.workflowExecutionStartedEventAttributes!;
    expect(started.input!.payloads![0]!.data!.length).toBeLessThan(50 * 1024);
  }
});
