import { setTimeout as sleep } from 'node:timers/promises';
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
/** How many runs the campaign is to have. */
const RUNS = 3;
/** A run takes 10,000. */
const MOST_SIGNALS = 16_000;
const BUDGET_EVENTS = 4_096;
/** gRPC's own number. */
const RESOURCE_EXHAUSTED = 8;
/** On a machine that does not keep up a run has as many as came before it was heard, and still is far from its end. */
const MOST_EVENTS = 12_000;

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

test('thousands of signals reach a paused campaign: it continues as new, none is refused for good, and nobody is called', async () => {
  const { id } = await world.startCampaign();
  await world.campaigns.signal(id, 'pause');
  const lineIds = await world.storeLines(id, ARRIVING);
  const refused: Error[] = [];
  const warn = ({ err }: { readonly err: Error }): unknown => refused.push((err.cause ?? err) as Error);
  const logger = { ...world.logger, warn } as unknown as Logger;
  let sent = 0;
  let isThrough = false;

  const announce = async (): Promise<void> => {
    const process = new CampaignMessenger({ client: world.client, db: world.db, logger, maxCallMs: 60_000 });
    while (!isThrough && sent < MOST_SIGNALS) {
      // Beyond the last contact the first ones are announced again: a busy machine continues as new late.
      const from = (sent * TOGETHER) % ARRIVING;
      sent += 1;
      process.announceContacts(id, lineIds.slice(from, from + TOGETHER));
      await process.flush();
    }
  };
  const watch = async (): Promise<void> => {
    while (sent < MOST_SIGNALS && !(sent * TOGETHER >= ARRIVING && (await runsOf(id)) >= RUNS)) await sleep(250);
    isThrough = true;
  };
  await Promise.all([watch(), ...Array.from({ length: PROCESSES }, announce)]);

  // A signal that was not taken in time is left to the sweeper; a run that takes no more would never see one again.
  expect(refused.filter(isForGood)).toEqual([]);
  const snapshot = await eventually(
    async () => {
      const found = await world.snapshot(id);
      expect(found.mailbox).toMatchObject({ fresh: 1_000, moreInStore: true });
      return found;
    },
    { timeoutMs: 60_000 },
  );
  expect(snapshot.status).toBe('paused');
  expect(snapshot.runs).toBeGreaterThanOrEqual(RUNS);
  expect(await world.attempts(id)).toHaveLength(0);
  const runs = await recordedRuns(world.client, campaignWorkflowId(id));
  const lengths = runs.map(({ history }) => history.events!.length).sort((a, b) => a - b);
  process.stdout.write(`signals: ${sent}, events of each run: ${lengths.join(', ')}\n`);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(BUDGET_EVENTS);
  expect(lengths.at(-1)).toBeLessThan(MOST_EVENTS);
});

/** 0 while the campaign is too busy to say. */
async function runsOf(campaignId: number): Promise<number> {
  return world.snapshot(campaignId).then(
    ({ runs }) => runs,
    () => 0,
  );
}

function isForGood(error: Error): boolean {
  return 'code' in error && error.code === RESOURCE_EXHAUSTED && !/closing/.test(error.message);
}

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
