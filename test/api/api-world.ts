import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import pino from 'pino';
import { Registry } from 'prom-client';
import supertest, { type Response } from 'supertest';
import { hashKey } from '../../infra/db/organizations/callers';
import type { Database } from '../../infra/db/database';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import type { ApiScope } from '../../infra/db/organization-tables';
import { ADAPTERS } from '../../infra/telephony/adapters';
import type { ProviderEvent, TelephonyProvider } from '../../infra/telephony/provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { adapterWorld, onlyProviders } from '../../services/wiring/providers';
import { createApp } from '../../services/api/app';
import type { ApiDependencies } from '../../services/api/dependencies';
import { createTemporalLinks } from '../../services/api/temporal-links';
import { createTestDatabase } from '../setup/database';
import { createOpenApiMatcher, type OpenApiMatcher } from './openapi-matcher';
import { RecordingMessenger } from './recording-messenger';

/** Encrypts webhook tokens. */
export const SECRET_KEY = randomBytes(32);
const ALL_SCOPES: ApiScope[] = ['campaigns:admin', 'contacts:write', 'read'];

/** An organization with its key, agent and number. */
export interface TestOrganization {
  readonly organizationId: number;
  readonly key: string;
  readonly agentId: number;
  readonly phoneNumberId: number;
}

/** What a test may say about a request. */
export interface Options {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  /** A text is sent as it is. */
  readonly body?: unknown;
}

export interface ApiWorld extends TestOrganization {
  readonly db: Database;
  readonly campaigns: RecordingMessenger;
  readonly events: ProviderEvent[];
  /** Sends a request below `/api/v1`, and holds the answer against the OpenAPI document. */
  call(method: 'get' | 'post' | 'put' | 'delete', path: string, options?: Options): Promise<Response>;
  /** Creates a campaign, dynamic unless told, and answers its id. */
  createCampaign(fields?: Record<string, unknown>): Promise<number>;
  readonly agent: ReturnType<typeof supertest>;
  /** For tests that need a server of their own. */
  readonly app: Express;
  /** One more instance on the same database. */
  anotherApp(more?: Partial<ApiDependencies>): Express;
  close(): Promise<void>;
}

/** The API on a database of its own; only what would be Temporal is a recording. */
export async function createApiWorld(changes: Partial<ApiDependencies> = {}): Promise<ApiWorld> {
  const database = await createTestDatabase();
  const campaigns = new RecordingMessenger();
  const events: ProviderEvent[] = [];
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  const deps: ApiDependencies = {
    db: database.db,
    logger: pino({ level: 'silent' }),
    metrics: new Registry(),
    campaigns,
    providers: onlyProviders(signedProvider()),
    adapters: ADAPTERS,
    adapterWorld: adapterWorld({}, sender),
    providerEvents: { ingest: async (event) => void events.push(event) },
    addresses: createAddressFilter(''),
    sender,
    links: createTemporalLinks('http://temporal.test/', 'default'),
    publicUrl: 'https://everdial.test',
    providerUrl: 'https://providers.everdial.test',
    secretKey: SECRET_KEY,
    readiness: {},
    ...changes,
  };
  const app = createApp(deps);
  const agent = supertest(app);
  const document = (await agent.get('/openapi.json')).body;
  const organization = await addOrganization(database.db);
  const call = caller(agent, createOpenApiMatcher(document), organization.key);
  return {
    ...organization,
    db: database.db,
    campaigns,
    events,
    agent,
    app,
    anotherApp: (more = {}) => createApp({ ...deps, metrics: new Registry(), ...more }),
    call,
    createCampaign: async (fields = {}) => {
      const body = { name: 'Test', phone_number_id: organization.phoneNumberId, is_dynamic: true, ...fields };
      const response = await call('post', '/calls/bulk_call/create', { body });
      if (response.status !== 200) throw new Error(JSON.stringify(response.body));
      return response.body.id as number;
    },
    close: () => database.drop(),
  };
}

function caller(agent: ApiWorld['agent'], matcher: OpenApiMatcher, ownKey: string): ApiWorld['call'] {
  return async (method, path, { key = ownKey, headers = {}, body } = {}) => {
    const url = `/api/v1${path}`;
    const request = agent[method](url).set(headers);
    if (key !== null) void request.set('Authorization', `Bearer ${key}`);
    if (body !== undefined && !headers['Content-Type']) void request.set('Content-Type', 'application/json');
    const response = await (body === undefined ? request : request.send(asText(body)));
    matcher.check(method, url, response);
    return response;
  };
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Adds an organization with a simulated number and its agent. */
export async function addOrganization(db: Database): Promise<TestOrganization> {
  const organization = await db
    .insertInto('organizations')
    .values({ name: 'Test', callback_secret: 'whsec_dGVzdA==' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const key = await addKey(db, organization.id);
  const agent = await db
    .insertInto('agents')
    .values({ organization_id: organization.id, name: 'Agent' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const number = await db
    .insertInto('phone_numbers')
    .values({
      organization_id: organization.id,
      number: '+15550100001',
      name: 'Number',
      provider: 'simulator',
      account_id: await ensureProviderAccount(db, organization.id, 'simulator'),
      agent_id: agent.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { organizationId: organization.id, key, agentId: agent.id, phoneNumberId: number.id };
}

/** Makes a key of an organization. */
export async function addKey(db: Database, organizationId: number, scopes: ApiScope[] = ALL_SCOPES): Promise<string> {
  const key = `evd_${randomBytes(12).toString('hex')}`;
  await db
    .insertInto('api_keys')
    .values({
      organization_id: organizationId,
      name: 'Key',
      key_hash: hashKey(key),
      prefix: key.slice(0, 8),
      last_four: key.slice(-4),
      scopes,
    })
    .execute();
  return key;
}

/** A provider whose signature is the word "right". */
function signedProvider(): TelephonyProvider {
  const unused = (): never => {
    throw new Error('the API places no calls');
  };
  return {
    name: 'signed',
    placeCall: unused,
    lookUpCall: unused,
    endCall: unused,
    handleMachine: null,
    readEvents: ({ rawBody, headers }) =>
      headers['x-signature'] === 'right' ? [JSON.parse(rawBody.toString()) as ProviderEvent] : null,
    inbound: null,
    checkCredentials: unused,
    close: () => Promise.resolve(),
  };
}
