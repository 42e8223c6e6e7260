import { eventually } from '../setup/eventually';
import { ownServices, portInContainer } from './addresses-of-containers';
import { ComposedStack } from './composed-stack';

const READY_WITHIN_MS = 60_000;
const CALLED_WITHIN_MS = 30_000;
/** Ends in a script of the simulator: answered, completed. */
const NUMBER = '+15550109001';

let stack: ComposedStack;
let services: string[];

beforeAll(async () => {
  stack = await ComposedStack.create();
  services = ownServices(stack.file)
    .filter(([, service]) => portInContainer(service) !== undefined)
    .map(([name]) => name);
});

afterAll(() => stack?.close());

async function api<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${stack.urlOf('api')}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${stack.variables.EVERDIAL_API_KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

// In this order: each test goes on from where the one before it has stopped, as `docker compose up` and `down` do.

test('every service of ours is here: one for each process, and a worker for each queue', () => {
  expect([...services].sort()).toEqual(['api', 'simulator', 'worker-calls', 'worker-campaigns', 'worker-webhooks']);
});

test('the migrate job ends well, and changes nothing the second time', async () => {
  await stack.runJob('migrate');
  await stack.runJob('migrate');
});

test('each service becomes ready by its own health check, and is not before it runs', async () => {
  for (const name of services) await expect(stack.checkHealth(name)).rejects.toThrow();
  for (const name of services) stack.start(name);
  for (const name of services) {
    await eventually(() => stack.checkHealth(name), { timeoutMs: READY_WITHIN_MS, intervalMs: 500, what: name });
  }
});

test('a contact that is posted to the composed API is called by the composed simulator, and completes', async () => {
  const { records } = await api<{ records: Array<{ id: number }> }>('/phone_numbers');
  const campaign = await api<{ id: number }>('/calls/bulk_call/create', {
    name: 'Composed',
    phone_number_id: records[0]?.id,
    is_dynamic: true,
  });
  const base = `/calls/bulk_call/${campaign.id}`;
  const { line_id } = await api<{ line_id: number }>(`${base}/add_contact`, { to_number: NUMBER });

  await eventually(
    async () => {
      const { line } = await api<{ line: { call_status: string } }>(`${base}/lines/${line_id}`);
      expect(line.call_status).toBe('completed');
    },
    { timeoutMs: CALLED_WITHIN_MS, what: 'the line to complete' },
  );
  const ledger = await fetch(`${stack.urlOf('simulator')}/v1/ledger`);
  const asked = ((await ledger.json()) as Array<{ kind: string; to: string }>).filter(({ kind }) => kind === 'asked');
  expect(asked.map(({ to }) => to)).toEqual([NUMBER]);
});

test('each service drains on SIGTERM, and ends with 0', async () => {
  const codes = await Promise.all(services.map(async (name) => [name, await stack.stop(name)] as const));
  expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(services.map((name) => [name, 0])));
});
