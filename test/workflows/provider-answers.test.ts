import { ProviderEvents } from '../../services/wiring/provider-events';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import { OverdueCalls } from '../../services/worker-calls/overdue-calls';
import { shareCapacity } from '../../services/worker-campaigns/capacity-shares';
import { eventually } from '../setup/eventually';
import { callEnd, SIMULATOR, telephonyOf } from '../setup/fake-provider';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const MINUTE_MS = 60_000;
const MAX_CALL_MS = 60 * MINUTE_MS;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

afterAll(() => world.close());

/** What the worker that dials does in a loop. */
async function askAboutOverdueCalls(): Promise<number> {
  const { db, contacts, logger, provider } = world;
  const calls = new OverdueCalls({
    db,
    contacts,
    logger,
    attempts: createAttemptStore(db, { maxCallMs: MAX_CALL_MS, clock: () => world.now() }),
    telephony: telephonyOf(provider, MAX_CALL_MS),
    maxCallMs: MAX_CALL_MS,
  });
  const asked = await calls.ask();
  await calls.idle();
  return asked;
}

/** What the worker of the campaigns does in a loop. */
const share = async (): Promise<void> => shareCapacity(world, await world.now());

const statusOf = async (lineId: number): Promise<string> => (await world.line(lineId)).call_status;

test('a call that is over and never reported is looked up within a minute or so, and its contact is done with', async () => {
  world.provider.script = () => 'stays_live';
  const { id } = await world.startCampaign();
  const [lineId] = await world.addLines(id, 1);
  const call = await eventually(() => world.newestCall(id));
  await eventually(async () => expect((await world.attempts(id))[0]?.status).toBe('placed'));
  const events = new ProviderEvents(world.db, world.contacts, world.logger, { clock: () => world.now() });
  const { reference } = call.request;
  await events.ingest({ type: 'answered', reference, providerCallId: call.id }, SIMULATOR);
  await events.ingest({ type: 'ending', reference, providerCallId: call.id }, SIMULATOR);
  // The provider knows how it went, and says so only when it is asked.
  call.end = callEnd({ outcome: { summary: 'Wants a demo.' } });
  await world.sleep('55 seconds');
  expect(await askAboutOverdueCalls()).toBe(0);
  expect(await statusOf(lineId!)).toBe('in_progress');
  await world.sleep('10 seconds');
  expect(await askAboutOverdueCalls()).toBe(1);
  await eventually(async () => expect(await statusOf(lineId!)).toBe('completed'));
  expect(await world.attempts(id)).toMatchObject([{ disposition: 'completed', outcome: { summary: 'Wants a demo.' } }]);
  // Nor does the contact's own timer, at the end of the longest call, find anything left to do.
  await world.sleep('2 hours');
  expect(await world.attempts(id)).toHaveLength(1);
});

test('a provider that asks for quiet is called by nobody until it is over, and nobody has lost an attempt by it', async () => {
  world.provider.script = () => ({});
  world.provider.answer = () => ({
    kind: 'refused',
    disposition: 'no_capacity',
    rawCode: 'rate_limited',
    retryAfterS: 600,
  });
  const callsBefore = world.provider.calls.length;
  const { id } = await world.startCampaign();
  const [refused] = await world.addLines(id, 1);
  const waiting = await eventually(async () => {
    const line = await world.line(refused!);
    return line.call_status === 'retry_scheduled' && line;
  });
  const rest = await world.db.selectFrom('provider_accounts').select('rests_until').executeTakeFirstOrThrow();
  expect(waiting.next_attempt_at!.getTime()).toBeGreaterThanOrEqual(rest.rests_until!.getTime());
  world.provider.answer = null;
  const [other] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(other!)).ready).toBe(true));
  await share();
  await eventually(
    async () => expect(await world.snapshot(id)).toMatchObject({ share: { concurrency: 0 }, slotsTaken: 0 }),
    { timeoutMs: 20_000 },
  );
  await world.sleep('9 minutes');
  await share();
  expect(world.provider.calls).toHaveLength(callsBefore);
  expect(await world.line(other!)).toMatchObject({ call_status: 'queued', attempts: 0 });
  await world.sleep('2 minutes');
  await share();
  for (const lineId of [refused!, other!]) {
    await eventually(async () => expect(await statusOf(lineId)).toBe('completed'), { timeoutMs: 30_000 });
  }
  expect(world.provider.calls).toHaveLength(callsBefore + 2);
  expect(await world.line(refused!)).toMatchObject({ attempts: 2, retries_used: 0 });
});
