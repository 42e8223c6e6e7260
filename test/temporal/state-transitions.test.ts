import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

const CONTACTS = 200;
const CONCURRENCY = 40;

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

async function transitionsOf(workflowId: string): Promise<{ transitions: number; events: number }> {
  const { raw } = await world.client.workflow.getHandle(workflowId).describe();
  const info = raw.workflowExecutionInfo;
  return { transitions: Number(info?.stateTransitionCount), events: Number(info?.historyLength) };
}

async function measure(): Promise<{ transitions: number; campaignEvents: number }> {
  const settings = { pacing: { ...DEFAULT_SETTINGS.pacing, concurrency: CONCURRENCY } };
  const { id } = await world.startCampaign({ settings });
  await eventually(async () => expect((await world.campaign(id)).projected_revision).toBeGreaterThan(0));
  const before = await transitionsOf(campaignWorkflowId(id));
  // A call takes a moment, as it does in life: its end is an event of its own.
  world.provider.script = () => 'stays_live';
  const ending = setInterval(() => {
    for (const call of world.provider.calls.filter(({ end }) => end === null)) {
      void world.provider.end(call, { disposition: 'completed', rawCode: 'test', durationS: 1, outcome: {} });
    }
  }, 250);
  const lineIds = await world.addLines(id, CONTACTS);
  try {
    await eventually(
      async () => expect((await world.lines(id)).filter((line) => line.closed_at === null)).toHaveLength(0),
      { timeoutMs: 60_000, intervalMs: 200 },
    );
    await eventually(async () => expect((await world.campaign(id)).status).toBe('waiting'));
  } finally {
    clearInterval(ending);
  }
  const after = await transitionsOf(campaignWorkflowId(id));
  let transitions = after.transitions - before.transitions;
  for (const lineId of lineIds) transitions += (await transitionsOf(contactWorkflowId(id, lineId))).transitions;
  return { transitions: transitions / CONTACTS, campaignEvents: (after.events - before.events) / CONTACTS };
}

test('a contact costs at most the budgeted state transitions and campaign events', async () => {
  const measured = await measure();
  console.log(measured);
  expect(measured.transitions).toBeLessThanOrEqual(14);
  expect(measured.campaignEvents).toBeLessThanOrEqual(6);
});
