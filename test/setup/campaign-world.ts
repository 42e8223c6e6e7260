import path from 'node:path';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type NativeConnection } from '@temporalio/worker';
import { createCallActivities } from '../../activities/call-activities';
import { createWebhookActivities } from '../../activities/webhook-activities';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { storeSettings } from '../../infra/db/campaigns/campaigns';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { LineRow } from '../../infra/db/line-tables';
import { createLogger } from '../../infra/observability/logger';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { CampaignMessenger } from '../../services/wiring/campaign-messenger';
import { campaignsWorkerOptions } from '../../services/wiring/campaigns-worker';
import { ContactMessenger } from '../../services/wiring/contact-messenger';
import { createPreCall } from '../../services/wiring/pre-call';
import { ProviderEvents } from '../../services/wiring/provider-events';
import { settingsChangeOf } from '../../services/wiring/settings-change';
import { createDeliverer } from '../../services/wiring/webhook-delivery';
import { startWaker, wakeNext } from '../../services/worker-campaigns/waker';
import { createEndpointGate } from '../../services/worker-webhooks/endpoint-gate';
import { campaignWorkflowId, snapshotQuery, type CampaignSnapshot } from '../../workflows/campaign/contract';
import { CALLS_TASK_QUEUE, WEBHOOKS_TASK_QUEUE } from '../../workflows/task-queues';
import { createTestDatabase, type TestDatabase } from './database';
import { FakeProvider, type AskedCall, telephonyOf } from './fake-provider';
import { replayHistories } from './histories';

export interface CampaignWorldOptions {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
  readonly namespace?: string;
  readonly maxCallMs?: number;
  /** Judges whether a call is allowed; the system's own unless given. */
  readonly clock?: Clock;
}

/** How a test's campaign differs from the default one. */
export interface TestCampaign {
  readonly settings?: Partial<CampaignSettings>;
  readonly type?: 'dynamic' | 'finite';
  readonly startsAt?: Date;
  readonly timezone?: string;
}

export type CampaignWorld = Awaited<ReturnType<typeof createCampaignWorld>>;

let bundle: ReturnType<typeof bundleWorkflowCode> | null = null;

/** The workflow code, bundled once for a test file. */
export function workflowBundle(): ReturnType<typeof bundleWorkflowCode> {
  const workflowsPath = path.resolve(__dirname, '../../workflows/index.ts');
  return (bundle ??= bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }));
}

/** Keeps Temporal's core quiet in tests; call before anything of it is used. */
export function quietTemporal(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}

/** Everything of ours for real (Postgres, workflows, activities, messengers), with a fake where the provider would be. */
export async function createCampaignWorld(options: CampaignWorldOptions) {
  const { client, nativeConnection, namespace = 'default', maxCallMs = 60_000, clock = systemClock } = options;
  const database: TestDatabase = await createTestDatabase();
  const { db } = database;
  const { phoneNumberId } = await ensureFirstOrganization(db, {
    apiKey: 'ed_test_key_0000000000000000',
    webhookToken: 'ed_test_token_000000000000',
    secretKey: Buffer.alloc(32, 7),
  });
  const logger = createLogger('test', process.env['TEST_LOG_LEVEL'] ?? 'silent');
  const contacts = new ContactMessenger(client);
  const campaigns = new CampaignMessenger({ client, db, logger, maxCallMs, clock });
  const events = new ProviderEvents(db, contacts, logger);
  const provider = new FakeProvider(clock);
  provider.events = events;
  const telephony = telephonyOf(provider, maxCallMs);
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const preCall = createPreCall({ db, sender, atOnce: 100, clock });
  const common = { connection: nativeConnection, namespace };
  const makeWorkers = async (): Promise<Worker[]> => [
    await Worker.create({
      ...common,
      ...campaignsWorkerOptions({ db, campaigns, contacts, clock }),
      workflowBundle: await workflowBundle(),
    }),
    await Worker.create({
      ...common,
      taskQueue: CALLS_TASK_QUEUE,
      activities: createCallActivities({
        attempts: createAttemptStore(db, { maxCallMs, clock }),
        preCall: {
          // The pauses between its tries, a hundred times as short.
          ask: (input, sleep) => preCall.ask(input, (ms) => sleep(ms / 100)),
        },
        telephony,
        campaigns,
      }),
    }),
    await Worker.create({
      ...common,
      taskQueue: WEBHOOKS_TASK_QUEUE,
      activities: createWebhookActivities(createDeliverer({ db, sender, gate: createEndpointGate(), logger, clock })),
    }),
  ];
  const workers = await makeWorkers();
  const running = workers.map((worker) => worker.run());
  const waker = startWaker({ db, contacts, logger });
  const created: number[] = [];

  async function createCampaign({ settings, type = 'dynamic', startsAt, timezone = 'UTC' }: TestCampaign = {}) {
    const campaign = await db
      .insertInto('campaigns')
      .values({
        organization_id: 1,
        name: 'Test',
        type,
        phone_number_id: phoneNumberId,
        timezone,
        starts_at: startsAt ?? null,
        opened_at: new Date(await clock()),
        settings: JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }),
        status: startsAt ? 'scheduled' : type === 'dynamic' ? 'waiting' : 'pending',
        status_reason: null,
        halt_requested: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    created.push(campaign.id);
    return campaign;
  }

  function readCampaign(id: number): Promise<CampaignRow> {
    return db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  return {
    database,
    db,
    client,
    campaigns,
    contacts,
    events,
    provider,
    logger,
    /** Stores a campaign without starting it. */
    createCampaign,
    /** Replays and ends a campaign, too, that the world has not created itself. */
    adoptCampaign: (campaignId: number): number => created.push(campaignId),
    async startCampaign(campaign: TestCampaign = {}): Promise<CampaignRow> {
      const row = await createCampaign(campaign);
      await campaigns.start(row);
      return row;
    },
    /** Changes settings as the API does: in Postgres first, then in the workflow. */
    async changeSettings(campaignId: number, changes: Partial<CampaignSettings>): Promise<CampaignRow> {
      const { settings } = await readCampaign(campaignId);
      const stored = await db
        .transaction()
        .execute((trx) => storeSettings(trx, campaignId, { ...settings, ...changes }));
      await campaigns.updateSettings(campaignId, settingsChangeOf(stored));
      return stored;
    },
    /** Wakes now the contacts whose lines were changed. The worker does so within a second, in which days may be skipped. */
    async wakeContacts(): Promise<void> {
      while ((await wakeNext({ db, contacts, logger })) > 0);
    },
    /** Stores contacts, each with a number of its own, as the API does before it answers. */
    storeLines: (campaignId: number, count: number, priority = 5): Promise<number[]> =>
      insertLines(db, campaignId, count, priority),
    /** Stores contacts and announces them. */
    async addLines(campaignId: number, count: number, priority = 5): Promise<number[]> {
      const ids = await insertLines(db, campaignId, count, priority);
      campaigns.announceContacts(
        campaignId,
        ids.map((lineId) => ({ lineId, priority })),
      );
      return ids;
    },
    line: (id: number): Promise<LineRow> =>
      db.selectFrom('lines').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    lines: (campaignId: number): Promise<LineRow[]> =>
      db.selectFrom('lines').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute(),
    /** The call of a campaign's newest attempt; null while the provider has not been asked for it. */
    async newestCall(campaignId: number): Promise<AskedCall | null> {
      const attempt = await db
        .selectFrom('attempts')
        .select('reference')
        .where('campaign_id', '=', campaignId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return provider.calls.find(({ request }) => request.reference === attempt?.reference) ?? null;
    },
    attempts: (campaignId: number) =>
      db.selectFrom('attempts').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute(),
    campaign: readCampaign,
    /** What was noted of a campaign as a whole, in order. */
    campaignEvents: (campaignId: number) =>
      db
        .selectFrom('campaign_events')
        .select(['type', 'data'])
        .where('campaign_id', '=', campaignId)
        .orderBy('id')
        .execute(),
    snapshot: (campaignId: number): Promise<CampaignSnapshot> =>
      client.workflow.getHandle(campaignWorkflowId(campaignId)).query(snapshotQuery),
    /** Replays every history of this world, then stops workers and drops the database. */
    async close(): Promise<void> {
      await waker.stop();
      await campaigns.flush();
      await contacts.flush();
      try {
        await replayHistories({ client, db, campaignIds: created, bundle: await workflowBundle() });
      } finally {
        for (const campaignId of created) {
          await client.workflow
            .getHandle(campaignWorkflowId(campaignId))
            .terminate('the test is over')
            .catch(() => undefined);
        }
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
        await campaigns.flush();
        await contacts.flush();
        await sender.close();
        await database.drop();
      }
    },
  };
}

let numbersGiven = 1_000_000;

async function insertLines(db: Database, campaignId: number, count: number, priority = 5): Promise<number[]> {
  const ids: number[] = [];
  for (let start = 0; start < count; start += 5_000) {
    const size = Math.min(5_000, count - start);
    const rows = await db
      .insertInto('lines')
      .values(
        Array.from({ length: size }, () => ({
          organization_id: 1,
          campaign_id: campaignId,
          to_number: `+1555${numbersGiven++}`,
          external_id: null,
          timezone: null,
          priority,
          custom_variables: '{}',
          metadata: '{}',
          interaction_status: null,
          next_attempt_reason: null,
          closing_reason: null,
        })),
      )
      .returning('id')
      .execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}
