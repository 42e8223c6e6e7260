import type { AttemptRow } from '../../infra/db/line-tables';
import { createLogger } from '../../infra/observability/logger';
import type { CallRequest, CallToFind, ReceivedWebhook, TelephonyProvider } from '../../infra/telephony/provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { ProviderEvents, type EventSource } from '../../services/wiring/provider-events';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import type { DoubleCall, ProviderUnderTest, VendorDouble } from './vendor-double';

/** As a provider that keeps numbers by ids of its own would know ours. */
const NUMBER_REFERENCE = '8d2f4a66-6a3b-4a52-9d6f-0a6a1c2b3d4e';
const FROM = '+14155550100';

/** What connecting to the double may differ in. */
export interface ConnectOptions {
  /** With the credentials of somebody else. */
  readonly asAnother?: boolean;
  readonly timeoutMs?: number;
}

/** Everything that the end of a call leaves in its attempt, but for times. */
export type EndState = Pick<
  AttemptRow,
  'status' | 'disposition' | 'raw_code' | 'provider_call_id' | 'duration_s' | 'answered_by' | 'outcome'
>;

/** One provider before its double, beside a database of its own. */
export interface Bench {
  readonly double: VendorDouble;
  readonly provider: TelephonyProvider;
  readonly world: ClaimWorld;
  /** Ids of the attempts whose contacts were told of the end of a call. */
  readonly told: readonly number[];
  connect(options: ConnectOptions): TelephonyProvider;
  /** An attempt in Postgres that is about to be placed. */
  newAttempt(): Promise<AttemptRow>;
  requestFor(attempt: AttemptRow): CallRequest;
  /** Asks for a call that is taken. */
  newCall(): Promise<{ readonly attempt: AttemptRow; readonly call: DoubleCall }>;
  find(attempt: AttemptRow, more?: Partial<CallToFind>): CallToFind;
  /** Reads webhooks as the API does, and stores what they tell. */
  receive(attempt: AttemptRow, webhooks: readonly ReceivedWebhook[]): Promise<void>;
  /** As if nobody had heard of the call yet. */
  forget(attempt: AttemptRow): Promise<void>;
  endState(attempt: AttemptRow): Promise<EndState>;
  /** The whole row, times too. */
  row(attempt: AttemptRow): Promise<AttemptRow>;
  stopDouble(): Promise<void>;
  close(): Promise<void>;
}

/** A campaign of a provider's number, for all tests of one provider. */
export interface BenchWorld {
  readonly world: ClaimWorld;
  readonly campaignId: number;
}

/** @param agentReference of the agent that speaks. */
export async function createBenchWorld({ adapter, agentReference }: ProviderUnderTest): Promise<BenchWorld> {
  const world = await createClaimWorld();
  const phoneNumberId = await world.newNumber(FROM, { provider: adapter.name });
  await world.db
    .updateTable('phone_numbers')
    .set({ provider_reference: NUMBER_REFERENCE })
    .where('id', '=', phoneNumberId)
    .execute();
  await world.db
    .updateTable('agents')
    .set({ provider_reference: agentReference, welcome_message: 'Hello {{ name }}', prompt: 'Be kind to {{ name }}.' })
    .where('id', '=', world.agentId)
    .execute();
  const { id: campaignId } = await world.newCampaign(
    {},
    { phone_number_id: phoneNumberId, timezone: zoneAtNoon(new Date()) },
  );
  return { world, campaignId };
}

/** Where people may be called at any time that the tests run. */
function zoneAtNoon(now: Date): string {
  const eastH = 12 - now.getUTCHours();
  return eastH < 0 ? `Etc/GMT+${-eastH}` : `Etc/GMT-${eastH}`;
}

/** Starts a double, and a provider that speaks to it. */
export async function startBench(underTest: ProviderUnderTest, { world, campaignId }: BenchWorld): Promise<Bench> {
  const double = await underTest.startDouble();
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const open: TelephonyProvider[] = [];
  const told: number[] = [];
  const contacts = {
    callEnded: (_campaign: number, _line: number, attemptId: number) => Promise.resolve(told.push(attemptId) > 0),
  };
  const events = new ProviderEvents(world.db, contacts, createLogger('conformance', 'silent'));
  let isStopped = false;

  const connect = ({ asAnother = false, timeoutMs }: ConnectOptions): TelephonyProvider => {
    const { credentials, settings } = underTest.account(double.url);
    const account = { credentials: asAnother ? otherThan(credentials) : credentials, settings };
    const ours = { sender, baseUrl: double.url, ...(timeoutMs !== undefined && { timeoutMs }) };
    const provider = underTest.adapter.connect(account, ours);
    open.push(provider);
    return provider;
  };
  const provider = connect({});
  const stopDouble = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await double.close();
  };

  const bench: Bench = {
    double,
    provider,
    world,
    told,
    connect,
    newAttempt: async () => claimedCall(await world.claimNew(campaignId)).attempt,
    requestFor: (attempt) => requestFor(attempt, underTest),
    async newCall() {
      const attempt = await bench.newAttempt();
      expect(await provider.placeCall(bench.requestFor(attempt))).toMatchObject({ kind: 'accepted' });
      return { attempt, call: double.calls.at(-1)! };
    },
    find: (attempt, more = {}) => ({
      reference: attempt.reference,
      providerCallId: null,
      from: attempt.from_number,
      to: attempt.to_number,
      askedAt: attempt.created_at.getTime(),
      otherCallIds: [],
      ...more,
    }),
    async receive(attempt, webhooks) {
      for (const webhook of webhooks) {
        const read = provider.readEvents(webhook);
        expect(read).not.toBeNull();
        for (const event of read!) await events.ingest(event, sourceOf(attempt));
      }
    },
    forget: (attempt) => forget(world, attempt),
    endState: async (attempt) => endStateOf(await bench.row(attempt)),
    row: ({ id }) => world.db.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    stopDouble,
    async close() {
      await Promise.all([...open.map((each) => each.close()), sender.close(), stopDouble()]);
      await world.endCalls('completed');
    },
  };
  return bench;
}

/** What any provider may be asked to do with a call; the types of the variables are those of contacts. */
function requestFor(attempt: AttemptRow, { agentReference, eventsUrl }: ProviderUnderTest): CallRequest {
  return {
    reference: attempt.reference,
    from: attempt.from_number,
    fromReference: NUMBER_REFERENCE,
    to: attempt.to_number,
    agentReference,
    welcomeMessage: 'Hello Ann & Bob <3, "friends"',
    prompt: 'Be kind.\nSay their names.',
    variables: { name: 'Ann', balance: 12.5, is_member: true, note: null, address: { city: 'Bengaluru' }, tags: ['a'] },
    timezone: 'Asia/Kolkata',
    machine: null,
    maxDurationS: 3_600,
    eventsUrl,
  };
}

function sourceOf({ provider, account_id }: AttemptRow): EventSource {
  return { provider, accountId: provider === 'simulator' ? null : account_id };
}

/** The same credentials with another last letter in each text. */
function otherThan<T>(credentials: T): T {
  const text = JSON.stringify(credentials, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (last) => (last === '7' ? '8' : '7')) : value,
  );
  return JSON.parse(text) as T;
}

async function forget({ db }: ClaimWorld, { id, deadline_at }: AttemptRow): Promise<void> {
  await db.deleteFrom('conversation_events').where('attempt_id', '=', id).execute();
  await db
    .updateTable('attempts')
    .set({
      status: 'placing',
      disposition: null,
      raw_code: null,
      outcome: null,
      answered_by: null,
      provider_call_id: null,
      duration_s: null,
      placed_at: null,
      answered_at: null,
      ended_at: null,
      deadline_at,
    })
    .where('id', '=', id)
    .execute();
}

function endStateOf(row: AttemptRow): EndState {
  const { status, disposition, raw_code, provider_call_id, duration_s, answered_by, outcome } = row;
  return { status, disposition, raw_code, provider_call_id, duration_s, answered_by, outcome: sorted(outcome) };
}

/** Lists in an order of their own: intents and entities are sets. */
function sorted(outcome: AttemptRow['outcome']): AttemptRow['outcome'] {
  if (outcome === null) return null;
  return Object.fromEntries(
    Object.entries(outcome).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? [...(value as unknown[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : value,
    ]),
  );
}
