import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Response } from 'supertest';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { apiRoutes } from '../../services/api/api-routes';
import type { ApiDependencies } from '../../services/api/dependencies';
import { EXAMPLES, examplesOf } from '../../services/api/examples/examples';
import { EXAMPLE_IDS, EXAMPLE_TIMES, type RequestExample } from '../../services/api/examples/request-example';
import type { AnyOperation } from '../../services/api/http/operation';
import { adapterWorld } from '../../services/wiring/providers';
import { startVendorServer, type VendorServer } from '../setup/vendor-server';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { ExampleStage, inDays, PREPARATIONS, type ExampleIds } from './example-stage';

const operations = apiRoutes({} as ApiDependencies).map(({ operation }) => operation);

let vendor: VendorServer;
let api: ApiWorld;

beforeAll(async () => {
  vendor = await startVendorServer();
  const { url } = vendor;
  vendor.answerWith(({ path }) => ({
    status: 200,
    body: path.includes('/IncomingPhoneNumbers') ? OWNED : { status: 'active' },
  }));
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const world = adapterWorld({ TWILIO_BASE_URL: url, RETELL_BASE_URL: url, VAPI_BASE_URL: url }, sender);
  api = await createApiWorld({ adapterWorld: world });
});

afterAll(async () => {
  await api.close();
  await vendor.close();
});

/** What the account of the examples owns at Twilio. */
const OWNED = {
  incoming_phone_numbers: [
    { sid: 'PN1', phone_number: '+14155550100', friendly_name: 'Sales', capabilities: { voice: true } },
  ],
  next_page_uri: null,
};

/** The example with the ids that things have here, and with times that lie ahead whenever this runs. */
function asSent(example: RequestExample, ids: ExampleIds): RequestExample {
  const real = new Map(Object.entries(EXAMPLE_IDS).map(([kind, id]) => [String(id), ids[kind as keyof ExampleIds]]));
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'number') return real.get(String(value)) ?? value;
    if (typeof value === 'string') {
      return real.get(value)?.toString() ?? value.replace(new RegExp(`^${EXAMPLE_TIMES.date}`), inDays(30));
    }
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner)]));
  };
  return replaced(example) as RequestExample;
}

function addressOf({ path }: AnyOperation, { path: parameters = {}, query = {} }: RequestExample): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? `no ${name}`));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
}

async function send(operation: AnyOperation, example: RequestExample, stage: ExampleStage): Promise<Response> {
  const { call } = api;
  const key =
    operation.scope === 'leads'
      ? (await stage.call('post', '/webhook_token/reveal', {})).webhook_token
      : stage.organization.key;
  const headers: Record<string, string> = operation.upload ? { 'Content-Type': operation.upload } : {};
  return call(operation.method, addressOf(operation, example), { key, headers, body: example.body });
}

/** What a stream begins with, which never ends by itself. */
async function beginningOf(
  address: string,
  key: string,
): Promise<{ status: number; type: string | null; text: string }> {
  const server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = new AbortController();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1${address}`;
    const response = await fetch(url, { headers: { Authorization: `Bearer ${key}` }, signal: stop.signal });
    const { value = new Uint8Array() } = await response.body!.getReader().read();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: Buffer.from(value).toString(),
    };
  } finally {
    stop.abort();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: object;
}

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly value: unknown }>;
}

interface DescribedOperation {
  readonly parameters?: ReadonlyArray<{ readonly name: string; readonly example?: unknown }>;
  readonly requestBody?: { readonly content: Record<string, Media> };
}

/** As much of the OpenAPI document as is looked at. */
interface Document {
  readonly paths: Record<string, Record<string, DescribedOperation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

const cases = operations.flatMap((operation) =>
  examplesOf(operation.id).map((example): [string, AnyOperation, RequestExample] => [
    [operation.id, example.summary].filter(Boolean).join(': '),
    operation,
    example,
  ]),
);

describe('the examples', () => {
  it('are there for every operation, and for no other', () => {
    expect(operations.length).toBeGreaterThan(80);
    expect(Object.keys(EXAMPLES).sort()).toEqual(operations.map(({ id }) => id).sort());
    expect(Object.keys(PREPARATIONS).filter((id) => !(id in EXAMPLES))).toEqual([]);
  });

  it('say what they do where there are several', () => {
    for (const given of Object.values(EXAMPLES)) {
      if ('map' in given) expect(given.map(({ summary }) => summary)).not.toContain(undefined);
    }
  });

  it('fill every parameter of their paths, and have a body where one is taken', () => {
    const wanting = cases.filter(
      ([, operation, { path = {}, body }]) =>
        [...operation.path.matchAll(/\{(\w+)\}/g)].some(([, name]) => path[name!] === undefined) ||
        (body !== undefined) !== (operation.body !== undefined || operation.upload !== undefined),
    );
    expect(wanting.map(([name]) => name)).toEqual([]);
  });

  it('are in the OpenAPI document, and hold by its schemas, without fields that these do not know', async () => {
    const document = (await api.agent.get('/openapi.json')).body as Document;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema({ $id: 'api', components: document.components });
    for (const [name, operation, example] of cases) {
      const described = document.paths[`/api/v1${operation.path}`]![operation.method]!;
      const isOnly = examplesOf(operation.id).length === 1;
      for (const [parameter, value] of Object.entries({ ...example.path, ...example.query })) {
        const shown = described.parameters?.find((candidate) => candidate.name === parameter)?.example;
        expect([name, parameter, shown]).toEqual([name, parameter, isOnly ? value : expect.anything()]);
      }
      if (example.body === undefined) continue;
      const [media] = Object.values(described.requestBody!.content);
      const shown = isOnly ? [media!.example] : Object.values(media!.examples!).map(({ value }) => value);
      expect(shown).toContainEqual(example.body);
      if (operation.upload) continue;
      const schema = JSON.parse(
        JSON.stringify(media!.schema).replaceAll('"#/components/', '"api#/components/'),
      ) as object;
      expect([name, ajv.validate(schema, example.body) ? null : ajv.errorsText()]).toEqual([name, null]);
      const { $ref, properties } = media!.schema;
      const known = $ref ? document.components.schemas[$ref.split('/').at(-1)!]!.properties : properties;
      const unknown = Object.keys(example.body as object).filter((field) => !(field in (known ?? {})));
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it.each(cases)('work: %s', async (_name, operation, example) => {
    const stage = new ExampleStage(api, await addOrganization(api.db));
    await stage.createCampaign();
    await stage.addLine();
    await PREPARATIONS[operation.id]?.(stage);
    const real = asSent(example, stage.ids);
    if (operation.streams === 'text/event-stream') {
      const begun = await beginningOf(addressOf(operation, real), stage.organization.key);
      expect(begun).toEqual({
        status: 200,
        type: 'text/event-stream; charset=utf-8',
        text: expect.stringMatching(/\n\n$/),
      });
      return;
    }
    const response = await send(operation, real, stage);
    expect([response.status, response.body.code, response.body.errors]).toEqual([
      operation.successStatus ?? 200,
      undefined,
      undefined,
    ]);
  });
});
