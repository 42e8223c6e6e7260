import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { lockCampaign } from '../../infra/db/campaigns/campaigns';
import { recordCampaignEvent } from '../../infra/db/campaigns/campaign-events';
import { insertLines } from '../../infra/db/lines/line-insertion';
import {
  campaignsWithForgottenLines,
  QUEUE_BATCH,
  queueOverdueLines,
  whileHaltStands,
} from '../../infra/db/lines/sweep';
import { createLogger } from '../../infra/observability/logger';
import { CampaignMessenger } from '../../services/wiring/campaign-messenger';
import { announceQueued, queueDueContacts } from '../../services/worker-campaigns/due-contacts';
import { NudgeRound } from '../../services/worker-campaigns/nudge-round';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';

// What the loops of worker-campaigns find in Postgres, and what they tell campaigns of it.

const MINUTE_MS = 60_000;

let world: ClaimWorld;
/** Signals that have reached Temporal. */
let sent: Array<{ readonly workflowId: string; readonly name: string; readonly argument: unknown }>;

beforeEach(async () => {
  world = await createClaimWorld();
  sent = [];
});

afterEach(() => world.drop());

/** The real messenger, with Temporal's client replaced by one that notes what it is to send. */
function messenger(): CampaignMessenger {
  const client = {
    withDeadline: (_: number, send: () => Promise<void>) => send(),
    workflow: {
      getHandle: (workflowId: string) => ({
        signal: async ({ name }: { readonly name: string }, argument: unknown) => {
          sent.push({ workflowId, name, argument });
        },
      }),
    },
  } as unknown as Client;
  return new CampaignMessenger({ client, db: world.db, logger: createLogger('test', 'silent'), maxCallMs: MINUTE_MS });
}

/** Contacts that wait for a time, which is a minute ago unless given. */
async function addWaiting(campaignId: number, count: number, columns: object = {}): Promise<void> {
  const line = {
    organization_id: 1,
    campaign_id: campaignId,
    to_number: '+15551234567',
    external_id: null,
    timezone: null,
    custom_variables: '{}',
    metadata: '{}',
    interaction_status: null,
    next_attempt_reason: null,
    closing_reason: null,
    ready: false,
    ready_at: null,
    next_attempt_at: new Date(Date.now() - MINUTE_MS),
    ...columns,
  };
  await world.db
    .insertInto('lines')
    .values(Array.from({ length: count }, () => line))
    .execute();
}

const readyLines = async (campaignId: number): Promise<number> => {
  const lines = await world.db
    .selectFrom('lines')
    .select(['ready', 'ready_at'])
    .where('campaign_id', '=', campaignId)
    .execute();
  expect(lines.every((line) => line.ready === (line.ready_at !== null))).toBe(true);
  return lines.filter(({ ready }) => ready).length;
};

async function queue(now: number = Date.now()): Promise<number> {
  const campaigns = messenger();
  const queued = await queueDueContacts({
    db: world.db,
    campaigns,
    logger: createLogger('test', 'silent'),
    clock: () => now,
  });
  await campaigns.flush();
  return queued;
}

describe('a contact that nobody sleeps for', () => {
  test('stands in the queue as soon as its time has come, and not before', async () => {
    const { id } = await world.newCampaign();
    const at = Date.now() + 60 * MINUTE_MS;
    await addWaiting(id, 1, { next_attempt_at: new Date(at), priority: 8 });
    expect(await queue(at - 1)).toBe(0);
    expect(await readyLines(id)).toBe(0);
    expect(await queue(at)).toBe(1);
    expect(await readyLines(id)).toBe(1);
    expect(sent).toMatchObject([{ name: 'contactsAdded', argument: { priorities: [8] } }]);
  });

  test('is announced with all others of its campaign at once', async () => {
    const [many, one] = [await world.newCampaign(), await world.newCampaign()];
    await addWaiting(many.id, QUEUE_BATCH - 1);
    await addWaiting(one.id, 1);
    expect(await queue()).toBe(QUEUE_BATCH);
    const told = sent.map(({ workflowId, argument }) => [
      workflowId,
      (argument as { lineIds: number[] }).lineIds.length,
    ]);
    expect(Object.fromEntries(told)).toEqual({ [`campaign-${many.id}`]: QUEUE_BATCH - 1, [`campaign-${one.id}`]: 1 });
    expect(sent).toHaveLength(2);
  });
});

test('contacts that were called before are queued once whoever slept for them must be gone, with one signal', async () => {
  const { id } = await world.newCampaign();
  await addWaiting(id, 200, { attempts: 1, call_status: 'retry_scheduled' });
  const now = Date.now();
  expect(await queue(now)).toBe(0);
  expect(await queueOverdueLines(world.db, { now, graceMs: 2 * MINUTE_MS })).toEqual([]);
  const overdue = await queueOverdueLines(world.db, { now: now + MINUTE_MS + 1, graceMs: 2 * MINUTE_MS });
  expect(await readyLines(id)).toBe(200);
  await announceQueued(messenger(), overdue);
  expect(sent).toMatchObject([{ name: 'contactsDue' }]);
  expect((sent[0]!.argument as { lineIds: number[] }).lineIds).toHaveLength(200);
});

describe('campaigns that do not know of their contacts', () => {
  test('are told one after the other, however many there are, and each not too often', async () => {
    const { id: first } = await world.newCampaign();
    await sql`
      insert into campaigns (organization_id, name, type, phone_number_id, timezone, settings, status)
      select organization_id, name, type, phone_number_id, timezone, settings, status
      from campaigns, generate_series(1, 1100) where campaigns.id = ${first}
    `.execute(world.db);
    const ids = (await world.db.selectFrom('campaigns').select('id').orderBy('id').execute()).map(({ id }) => id);
    for (const id of ids) await world.newLine(id);
    await world.db
      .updateTable('lines')
      .set({ ready_at: new Date(Date.now() - MINUTE_MS) })
      .execute();

    const round = new NudgeRound(campaignsWithForgottenLines);
    const now = Date.now();
    const told: number[] = [];
    for (let sweep = 0; sweep < 5; sweep += 1) told.push(...(await round.next(world.db, 3_000, now + sweep * 2_000)));
    expect(told).toEqual(ids);
    // They still do not know: a while later they are told again, from the first on.
    expect((await round.next(world.db, 3_000, now + 60_000)).length).toBeGreaterThan(0);
  }, 60_000);
});

describe('whoever holds a campaign', () => {
  const waits = async (work: Promise<unknown>): Promise<boolean> => {
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 300));
    return (await Promise.race([work, late])) === 'late';
  };
  const contact = (campaignId: number) => ({
    organizationId: 1,
    campaignId,
    toNumber: '+15551234567',
    externalId: null,
    timezone: null,
    priority: 5,
    scheduleAt: null,
    expiresAt: null,
    customVariables: {},
    metadata: {},
  });

  test('to change it keeps contacts out, and neither calls nor notes about it', async () => {
    const campaign = await world.newCampaign();
    const lineId = await world.newLine(campaign.id);
    let inserted: Promise<unknown> = Promise.resolve();
    await world.db.transaction().execute(async (trx) => {
      await lockCampaign(trx, 1, campaign.id);
      expect(await waits(world.claim(campaign.id, lineId))).toBe(false);
      expect(await waits(recordCampaignEvent(world.db, campaign, 'campaign.waiting', {}))).toBe(false);
      inserted = insertLines(world.db, [contact(campaign.id)]);
      expect(await waits(inserted)).toBe(true);
    });
    await inserted;
  });

  test('to tell its halt keeps a resume back, and no contacts', async () => {
    const { id } = await world.newCampaign();
    await world.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
    let resume: Promise<unknown> = Promise.resolve();
    await whileHaltStands(world.db, id, async () => {
      expect(await waits(insertLines(world.db, [contact(id)]))).toBe(false);
      resume = world.db.transaction().execute((trx) => lockCampaign(trx, 1, id));
      expect(await waits(resume)).toBe(true);
    });
    await resume;
  });
});
