import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { encryptSecret } from '../../infra/db/organizations/secrets';
import { createLogger } from '../../infra/observability/logger';
import type { AdapterWorld, ProviderAdapter } from '../../infra/telephony/adapter';
import type { TelephonyProvider } from '../../infra/telephony/provider';
import { AccountProviders } from '../../services/wiring/providers';
import { warnOfUnreadableCredentials } from '../../services/wiring/stored-credentials';
import { createTestDatabase } from '../setup/database';

const KEY = randomBytes(32);
const PLANTED = 'PLANTED_TOKEN';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let organizationId: number;
let logged: string[];
/** Tokens of the connections that were made, and of those that were closed. */
let connected: string[];
let closed: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const organization = { name: 'Test', callback_secret: 'whsec_dGVzdA==' };
  const { id } = await database.db
    .insertInto('organizations')
    .values(organization)
    .returning('id')
    .executeTakeFirstOrThrow();
  organizationId = id;
});
beforeEach(async () => {
  [logged, connected, closed] = [[], [], []];
  await database.db.deleteFrom('provider_accounts').execute();
});
afterEach(() => jest.useRealTimers());
afterAll(() => database.drop());

/** A provider that does nothing but be connected. */
const adapter: ProviderAdapter<{ token: string }, Record<string, never>> = {
  name: 'parrot',
  title: 'Parrot',
  credentials: z.strictObject({ token: z.string() }),
  settings: z.strictObject({}),
  features: {
    lookUp: 'none',
    endsCalls: false,
    detectsMachines: 'no',
    leavesMessages: false,
    inbound: false,
    transcripts: false,
    replayProtection: 'idempotence',
  },
  defaults: { concurrencyLimit: null, callsPerSecond: null },
  identityOf: ({ token }) => token.slice(0, 3),
  agentFaults: () => [],
  connect: ({ credentials: { token } }) => {
    connected.push(token);
    const close = async (): Promise<void> => void closed.push(token);
    return { name: 'parrot', close } as TelephonyProvider;
  },
};

const logger = () => createLogger('test', 'trace', { write: (line) => void logged.push(line) });

const providers = (secretKey: Buffer | null = KEY, ...others: readonly (typeof adapter)[]) =>
  new AccountProviders({
    db: database.db,
    adapters: new Map([adapter, ...others].map((each) => [each.name, each])),
    installed: new Map(),
    secretKey,
    world: () => ({}) as AdapterWorld,
    logger: logger(),
  });

async function addAccount(credentials: unknown, key = KEY): Promise<number> {
  const values = {
    organization_id: organizationId,
    provider: 'parrot',
    name: 'Account',
    credentials: encryptSecret(JSON.stringify(credentials), key),
  };
  const account = await database.db
    .insertInto('provider_accounts')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow();
  return account.id;
}

const rotate = (id: number, token: string) =>
  database.db
    .updateTable('provider_accounts')
    .set({ credentials: encryptSecret(JSON.stringify({ token }), KEY) })
    .where('id', '=', id)
    .execute();

test('an account is connected once, however many ask for it at the same time', async () => {
  const id = await addAccount({ token: PLANTED });
  const all = providers();
  const found = await Promise.all(Array.from({ length: 5 }, () => all.ofAccount('parrot', id)));
  expect(new Set(found).size).toBe(1);
  expect(connected).toEqual([PLANTED]);
  await all.close();
  expect(closed).toEqual([PLANTED]);
});

test('new credentials are used five seconds later, and what is under way with the old ones is finished', async () => {
  const id = await addAccount({ token: 'old' });
  const all = providers();
  const old = await all.ofAccount('parrot', id);
  await rotate(id, 'new');
  expect(await all.ofAccount('parrot', id)).toBe(old);
  jest.useFakeTimers({ now: Date.now() + 5_001, doNotFake: ['nextTick', 'setImmediate', 'setInterval'] });
  expect(await all.ofAccount('parrot', id)).not.toBe(old);
  expect([connected, closed]).toEqual([['old', 'new'], []]);
  jest.advanceTimersByTime(60_000);
  expect(closed).toEqual(['old']);
  await all.close();
  expect(closed).toEqual(['old', 'new']);
});

test('an account is none of another provider, and stays connected to its own', async () => {
  const id = await addAccount({ token: 'own' });
  const all = providers(KEY, { ...adapter, name: 'magpie' });
  const own = await all.ofAccount('parrot', id);
  expect(await all.ofAccount('magpie', id)).toBeNull();
  expect(await all.ofAccount('parrot', id)).toBe(own);
  await all.close();
  expect([connected, closed]).toEqual([['own'], ['own']]);
});

test('an account that is gone is closed, once what is under way with it is finished', async () => {
  const id = await addAccount({ token: 'old' });
  const all = providers();
  await all.ofAccount('parrot', id);
  await database.db.deleteFrom('provider_accounts').execute();
  jest.useFakeTimers({ now: Date.now() + 5_001, doNotFake: ['nextTick', 'setImmediate', 'setInterval'] });
  expect(await all.ofAccount('parrot', id)).toBeNull();
  expect(closed).toEqual([]);
  jest.advanceTimersByTime(60_000);
  expect(closed).toEqual(['old']);
  await all.close();
  expect(closed).toEqual(['old']);
});

test('an account whose credentials cannot be read is none, and the log does not say what they are', async () => {
  const otherKey = await addAccount({ token: PLANTED }, randomBytes(32));
  const all = providers();
  expect(await all.ofAccount('parrot', otherKey)).toBeNull();
  await database.db.deleteFrom('provider_accounts').execute();
  const otherShape = await addAccount({ [PLANTED]: PLANTED });
  expect(await all.ofAccount('parrot', otherShape)).toBeNull();
  expect(await providers(null).ofAccount('parrot', otherShape)).toBeNull();
  expect(connected).toEqual([]);
  expect(logged).toHaveLength(2);
  expect(logged.join('')).not.toContain(PLANTED);
});

describe('at its start a process warns of accounts that it cannot use', () => {
  const warn = async (secretKey: Buffer | null) => {
    await warnOfUnreadableCredentials(database.db, secretKey, logger());
    return logged.map((line) => JSON.parse(line) as { msg: string; accountIds: number[]; accounts: number });
  };

  test('because it has no key', async () => {
    const id = await addAccount({ token: PLANTED });
    const [line] = await warn(null);
    expect(line).toMatchObject({ accountIds: [id], accounts: 1, msg: expect.stringContaining('EVERDIAL_SECRET_KEY') });
    expect(logged.join('')).not.toContain(PLANTED);
  });

  test('because it has another key', async () => {
    const id = await addAccount({ token: PLANTED });
    expect(await warn(randomBytes(32))).toMatchObject([{ accountIds: [id] }]);
  });

  test('and says nothing where all is well', async () => {
    expect(await warn(null)).toEqual([]);
    await addAccount({ token: PLANTED });
    expect(await warn(KEY)).toEqual([]);
  });
});
