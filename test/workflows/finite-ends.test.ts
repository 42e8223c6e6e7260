import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { endWaitingLinesOf, suppressNumbers } from '../../infra/db/lines/suppressions';
import { sweep } from '../../services/worker-campaigns/sweeper';
import { eventually } from '../setup/eventually';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

beforeEach(() => {
  world.provider.script = () => ({});
});

afterAll(() => world.close());

test('a finite campaign completes when its last contact, which sleeps, is suppressed from elsewhere', async () => {
  world.provider.script = () => ({ disposition: 'busy' });
  const rules = { busy: { delayS: 24 * 3600, backoff: 1, maxDelayS: 24 * 3600 } };
  const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 3, rules };
  const campaign = await world.createCampaign({ type: 'finite', settings: { retry } });
  const [lineId] = await world.storeLines(campaign.id, 1);
  await world.campaigns.start(campaign);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('retry_scheduled'));
  await eventually(async () => expect((await world.snapshot(campaign.id)).mailbox.moreInStore).toBe(false));
  const { to_number } = await world.line(lineId!);
  await world.db.transaction().execute(async (trx) => {
    await suppressNumbers(trx, 1, [to_number], { reason: 'asked by mail', source: 'api' });
    await endWaitingLinesOf(trx, 1, [to_number], 'the number was suppressed');
  });
  await world.wakeContacts();
  await eventually(
    async () => {
      await sweep({ ...world, clock: () => world.now() });
      expect((await world.campaign(campaign.id)).status).toBe('completed');
    },
    { timeoutMs: 30_000, intervalMs: 500 },
  );
});
