import { campaignWorkflowId, contactsAddedSignal } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { recordedRuns } from '../setup/histories';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

const ARRIVING = 20_000;
/** As many as the processes of a large installation would have in flight together. */
const SENDERS = 16;
const CALLED_AFTERWARDS = 300;

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

test('20,000 contacts, a signal each, reach a paused campaign: it continues as new, refuses none and calls none', async () => {
  const { id } = await world.startCampaign();
  const handle = world.client.workflow.getHandle(campaignWorkflowId(id));
  await handle.signal('pause');
  const lineIds = await world.storeLines(id, ARRIVING);

  const waiting = [...lineIds];
  const send = async (): Promise<void> => {
    for (let lineId = waiting.pop(); lineId !== undefined; lineId = waiting.pop()) {
      await handle.signal(contactsAddedSignal, { lineIds: [lineId] });
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));

  const snapshot = await eventually(() => world.snapshot(id));
  expect(snapshot.status).toBe('paused');
  expect(snapshot.mailbox).toMatchObject({ fresh: 1_000, moreInStore: true });
  expect(snapshot.runs).toBeGreaterThanOrEqual(3);
  expect(await world.attempts(id)).toHaveLength(0);
  const runs = await recordedRuns(world.client, campaignWorkflowId(id));
  for (const { history } of runs.slice(1)) expect(history.events!.length).toBeLessThan(10_000);
});

test('after a resume the mailbox refills from Postgres, also with lines that were never in it', async () => {
  const [campaign] = await world.db.selectFrom('campaigns').selectAll().execute();
  const id = campaign!.id;
  // Leaves a sample from both ends of the queue, so that the test does not have to make 20,000 calls.
  const lines = await world.lines(id);
  const kept = new Set(
    [...lines.slice(0, CALLED_AFTERWARDS / 2), ...lines.slice(-CALLED_AFTERWARDS / 2)].map((l) => l.id),
  );
  await world.db
    .updateTable('lines')
    .set({ call_status: 'skipped', ready: false, closed_at: new Date() })
    .where('campaign_id', '=', id)
    .where('id', 'not in', [...kept])
    .execute();
  await world.client.workflow.getHandle(campaignWorkflowId(id)).signal('resume');
  await eventually(async () => expect(await countCompleted(id)).toBe(CALLED_AFTERWARDS), {
    timeoutMs: 5 * 60_000,
    intervalMs: 500,
  });
  expect(world.provider.calls).toHaveLength(CALLED_AFTERWARDS);
});

async function countCompleted(campaignId: number): Promise<number> {
  const { completed } = await world.db
    .selectFrom('lines')
    .select((eb) => eb.fn.countAll<number>().as('completed'))
    .where('campaign_id', '=', campaignId)
    .where('call_status', '=', 'completed')
    .executeTakeFirstOrThrow();
  return completed;
}
