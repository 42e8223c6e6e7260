import { storeConversationEvent } from '../../infra/db/attempts/conversation-events';
import { pruneWebhookLog } from '../../infra/db/deliveries/pruning';
import { callEventData } from '../../infra/db/deliveries/event-data';
import type { AttemptRow } from '../../infra/db/line-tables';
import type { NewDelivery } from '../../infra/db/webhook-tables';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { SIMULATOR } from '../setup/fake-provider';

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOW = Date.now();
const OLD = new Date(NOW - 30 * DAY_MS - 1_000);
const YOUNG = new Date(NOW - 30 * DAY_MS + 60_000);

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterAll(() => world.drop());

/** With one try; `key` tells it from others. */
async function newDelivery(key: string, columns: Partial<NewDelivery>): Promise<void> {
  const { id } = await world.db
    .insertInto('deliveries')
    .values({
      organization_id: 1,
      kind: 'event',
      dedupe_key: key,
      webhook_id: `msg_${key}`,
      url: 'https://hooks.example/all',
      body: '{}',
      updated_at: OLD,
      ...columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await world.db
    .insertInto('delivery_tries')
    .values({
      delivery_id: id,
      try_no: 1,
      method: 'POST',
      url: 'https://hooks.example/all',
      request_headers: '{}',
      duration_ms: 1,
    })
    .execute();
}

async function newCall(): Promise<AttemptRow> {
  const campaign = await world.newCampaign();
  return claimedCall(await world.claimNew(campaign.id)).attempt;
}

async function say({ id, reference }: AttemptRow, text: string, at: Date): Promise<void> {
  const transcript = { text, speaker: 'agent' as const, complete: false, atS: null };
  await storeConversationEvent(world.db, { reference, eventId: text, type: 'transcript', transcript }, SIMULATOR);
  await world.db.updateTable('conversation_events').set({ created_at: at }).where('attempt_id', '=', id).execute();
}

test('what has ended thirty days ago goes with its tries; what is still to be delivered stays', async () => {
  await newDelivery('old-delivered', { status: 'delivered' });
  await newDelivery('old-failed-event', { status: 'failed' });
  await newDelivery('old-delivered-callback', { status: 'delivered', kind: 'call_status' });
  await newDelivery('old-failed-callback', { status: 'failed', kind: 'call_status' });
  await newDelivery('old-pending', { status: 'pending' });
  await newDelivery('young-delivered', { status: 'delivered', updated_at: YOUNG });
  expect(await pruneWebhookLog(world.db, NOW, 2)).toBe(true);
  expect(await pruneWebhookLog(world.db, NOW, 2)).toBe(false);
  const left = await world.db
    .selectFrom('deliveries')
    .innerJoin('delivery_tries', 'delivery_tries.delivery_id', 'deliveries.id')
    .select('dedupe_key')
    .orderBy('deliveries.id')
    .execute();
  expect(left.map(({ dedupe_key }) => dedupe_key)).toEqual(['old-failed-callback', 'old-pending', 'young-delivered']);
  const tries = await world.db.selectFrom('delivery_tries').select('id').execute();
  expect(tries).toHaveLength(3);
});

test('old pieces of conversations go, and their calls keep what was said', async () => {
  const [old, young, whole] = [await newCall(), await newCall(), await newCall()];
  for (const call of [old, whole]) {
    await say(call, 'Hello.', OLD);
    await say(call, 'Bye.', OLD);
  }
  await world.db
    .updateTable('attempts')
    .set({ outcome: JSON.stringify({ transcript: 'all of it' }) })
    .where('id', '=', whole.id)
    .execute();
  await say(young, 'Hi.', YOUNG);
  while (await pruneWebhookLog(world.db, NOW, 3));
  const left = await world.db.selectFrom('conversation_events').select('attempt_id').execute();
  expect(left).toEqual([{ attempt_id: young.id }]);
  const transcriptOf = async ({ id }: AttemptRow) => (await callEventData(world.db, id)).call!['transcript'];
  expect(await transcriptOf(old)).toBe('agent: Hello.\nagent: Bye.');
  expect(await transcriptOf(young)).toBe('agent: Hi.');
  expect(await transcriptOf(whole)).toBe('all of it');
});
