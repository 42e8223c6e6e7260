import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import { Registry } from 'prom-client';
import { DEFAULT_ORGANIZATION_RULES } from '../../domain/organization-rules';
import { migrateToLatest, openDatabase, type Database } from '../../infra/db/database';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { storeOrganizationRules } from '../../infra/db/organizations/organization-rules';
import { startSkippedClock, type SkippedClock } from '../../infra/local/skipped-clock';
import type { SkippedTime } from '../../infra/local/skipped-time';
import type { Logger } from '../../infra/observability/logger';
import type { Mix } from '../../infra/telephony/simulator/call-plan';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { CLOCKWORK_WORKFLOW_ID, earlierSignal } from '../../workflows/dry-run/contract';
import { createApp } from '../api/app';
import type { ApiDependencies } from '../api/dependencies';
import { listen } from '../api/listen';
import { createTemporalLinks } from '../api/temporal-links';
import { CampaignMessenger } from '../wiring/campaign-messenger';
import { ContactMessenger } from '../wiring/contact-messenger';
import { onlyProviders } from '../wiring/providers';
import { ProviderEvents } from '../wiring/provider-events';
import { createAgenda, type Agenda } from './agenda';
import type { DryRunApi } from './api-requests';
import { makeDatabase, NAMESPACE, openTime, type Ground } from './ground';
import { createSimulatedCalls, type SimulatedCalls } from './simulated-calls';
import { startWorkers, type Workers } from './workers';

export interface InstallationOptions {
  readonly mix: Mix | null;
  readonly talkS: number;
  /** Epoch milliseconds from which it runs; null: now. */
  readonly from: number | null;
  /** The number that it calls from, E.164; null: the first simulated one. */
  readonly number: string | null;
}

/** A whole installation in this process: everything of ours, and a provider that calls nobody. */
export interface Installation extends Furniture, Pick<Workers, 'setBeat' | 'timeKeeper' | 'failed'> {
  readonly logger: Logger;
  readonly db: Database;
  readonly client: Client;
  readonly time: SkippedTime;
  readonly clock: SkippedClock;
  readonly agenda: Agenda;
  readonly calls: SimulatedCalls;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
  readonly api: DryRunApi;
  close(): Promise<void>;
}

/** As the services have it by default. */
const MAX_CALL_MS = 3_600_000;
const MAX_CONNECTIONS = 20;
const LOOPBACK = '127.0.0.1';

type Closer = () => Promise<unknown>;

/**
 * Puts an installation together on the given ground.
 *
 * @throws what did not start; nothing is left then.
 */
export async function install(ground: Ground, options: InstallationOptions): Promise<Installation> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await assemble(ground, options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  { logger, postgresUrl, temporalAddress: address, workflowBundle }: Ground,
  options: InstallationOptions,
  closers: Closer[],
): Promise<Omit<Installation, 'close'>> {
  const time = await openTime(address, options.from);
  closers.push(() => time.close());
  const database = await makeDatabase(postgresUrl);
  closers.push(() => database.drop());
  const clock = await startSkippedClock(time, database.url);
  closers.push(() => clock.close());
  await clock.catchUp();
  const db = openDatabase(database.url, { maxConnections: MAX_CONNECTIONS });
  closers.push(() => db.destroy());
  await migrateToLatest(db);
  const { key, ...furniture } = await furnish(db, options.number);

  const client = new Client({ connection: time.connection, namespace: NAMESPACE });
  const contacts = new ContactMessenger(client);
  const campaigns = new CampaignMessenger({ client, db, logger, maxCallMs: MAX_CALL_MS, clock: clock.now });
  closers.push(() => Promise.all([campaigns.flush(), contacts.flush()]));
  const clockwork = client.workflow.getHandle(CLOCKWORK_WORKFLOW_ID);
  // Before it is started it needs no waking: it looks by itself.
  const agenda = createAgenda(() => clockwork.signal(earlierSignal).catch(() => undefined));
  const calls = createSimulatedCalls({ ...options, now: clock.now, onPlanned: agenda.plan });
  const world = { logger, db, client, time, clock, agenda, calls, campaigns, contacts };
  const server = await listen(createApp(apiDependencies(world)), LOOPBACK, 0);
  closers.push(() => server.drain());
  const workers = await startWorkers({
    ...world,
    address,
    namespace: NAMESPACE,
    workflowBundle,
    maxCallMs: MAX_CALL_MS,
  });
  closers.push(() => workers.close());
  const { setBeat, timeKeeper, failed } = workers;
  return {
    ...world,
    ...furniture,
    setBeat,
    timeKeeper,
    failed,
    api: { url: `http://${LOOPBACK}:${server.port}`, key },
  };
}

/** What a fresh installation has. */
interface Furniture {
  readonly organizationId: number;
  readonly phoneNumberId: number;
  readonly agentId: number;
}

/** The first organization, which calls by the rules for numbers that really dial. */
async function furnish(db: Database, number: string | null): Promise<Furniture & { readonly key: string }> {
  const key = `evd_${randomBytes(24).toString('base64url')}`;
  const { phoneNumberId } = await ensureFirstOrganization(db, {
    apiKey: key,
    webhookToken: randomBytes(24).toString('base64url'),
    secretKey: randomBytes(32),
  });
  const furnished = await db
    .updateTable('phone_numbers')
    .set((eb) => ({ number: number ?? eb.ref('number') }))
    .where('id', '=', phoneNumberId)
    .returning(['organization_id', 'agent_id'])
    .executeTakeFirstOrThrow();
  const { organization_id: organizationId, agent_id: agentId } = furnished;
  if (agentId === null) throw new Error('the first number of an installation has no agent');
  const { numberCaps } = DEFAULT_ORGANIZATION_RULES;
  await storeOrganizationRules(db, organizationId, {
    ...DEFAULT_ORGANIZATION_RULES,
    numberCaps: { ...numberCaps, onSimulator: true },
  });
  return { key, phoneNumberId, organizationId, agentId };
}

type ApiWorld = Pick<Installation, 'logger' | 'db' | 'clock' | 'calls' | 'campaigns' | 'contacts'>;

function apiDependencies({ logger, db, clock, calls, campaigns, contacts }: ApiWorld): ApiDependencies {
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  return {
    db,
    logger,
    metrics: new Registry(),
    campaigns: openedInTime(db, campaigns, clock.now),
    providers: onlyProviders(calls.provider),
    adapters: new Map(),
    adapterWorld: () => ({ sender }),
    providerEvents: new ProviderEvents(db, contacts, logger),
    addresses: createAddressFilter(''),
    sender,
    links: createTemporalLinks(undefined, NAMESPACE),
    publicUrl: `http://${LOOPBACK}`,
    providerUrl: `http://${LOOPBACK}`,
    secretKey: null,
    readiness: {},
  };
}

/** The API opens a campaign by the wall clock, from which the dry run may be far away. */
function openedInTime(db: Database, campaigns: CampaignMessenger, now: () => number): ApiDependencies['campaigns'] {
  return {
    announceContacts: (campaignId, lines) => campaigns.announceContacts(campaignId, lines),
    signal: (campaignId, signal) => campaigns.signal(campaignId, signal),
    resume: (campaignId) => campaigns.resume(campaignId, now()),
    updateSettings: (campaignId, change) => campaigns.updateSettings(campaignId, change),
    async start({ id }) {
      const openedAt = new Date(now());
      const campaign = await db
        .updateTable('campaigns')
        .set((eb) => ({
          opened_at: eb.fn<Date>('greatest', ['opened_at', eb.val(openedAt)]),
          breaker_since: openedAt,
        }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await campaigns.start(campaign);
    },
  };
}
