import type { Logger } from '../../infra/observability/logger';
import { CampaignMessenger } from '../../services/wiring/campaign-messenger';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { recordedRuns } from '../setup/histories';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

const ARRIVING = 20_000;
/** As many as a large installation has; each has one signal for a campaign in flight. */
const PROCESSES = 16;
/** Contacts that arrive at a process while its signal is in flight. */
const TOGETHER = 5;
const CALLED_AFTERWARDS = 300;

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

test('20,000 contacts, thousands of signals, reach a paused campaign: none is refused, and nobody is called', async () => {
  const { id } = await world.startCampaign();
  await world.campaigns.signal(id, 'pause');
  const waiting = await world.storeLines(id, ARRIVING);
  const refused: unknown[] = [];
  const logger = { ...world.logger, warn: (problem: unknown) => refused.push(problem) } as unknown as Logger;

  const announce = async (): Promise<void> => {
    const process = new CampaignMessenger({ client: world.client, db: world.db, logger, maxCallMs: 60_000 });
    while (waiting.length > 0) {
      process.announceContacts(id, waiting.splice(0, TOGETHER));
      await process.flush();
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, announce));

  expect(refused).toEqual([]);
  const snapshot = await eventually(() => world.snapshot(id));
  expect(snapshot.status).toBe('paused');
  expect(snapshot.mailbox).toMatchObject({ fresh: 1_000, moreInStore: true });
  expect(snapshot.runs).toBeGreaterThanOrEqual(3);
  expect(await world.attempts(id)).toHaveLength(0);
  const runs = await recordedRuns(world.client, campaignWorkflowId(id));
  const longest = Math.max(...runs.map(({ history }) => history.events!.length));
  process.stdout.write(`runs: ${runs.length}, events of the longest: ${longest}\n`);
  expect(longest).toBeLessThan(4_096);
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
