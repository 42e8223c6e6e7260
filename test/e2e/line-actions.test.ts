import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../setup/eventually';
import { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };
/** Longer than the waker and the sweeper take to do what they would have to do. */
const SETTLED_AFTER_MS = 4_000;
const HOUR_S = 3_600;

/** The last four digits say how the simulator's calls go. */
const NUMBERS = {
  calledNow: '+15550219013',
  skipped: '+15550229002',
  suppressed: '+15550239002',
  requeued: '+15550240001',
  reachedByHand: '+15550259013',
  reachedAtOnce: '+15550260001',
} as const;

interface Story {
  readonly line: { readonly call_status: string; readonly attempts: number };
  readonly attempts: ReadonlyArray<{ readonly reference: string }>;
}

let stack: RunningStack;

beforeAll(async () => {
  stack = await RunningStack.start();
});

afterAll(() => stack.stop());

const act = (campaignId: number, lineId: number, action: string) =>
  stack.api<Record<string, unknown>>('POST', `/calls/bulk_call/${campaignId}/lines/${lineId}/${action}`);

const storyOf = (campaignId: number, lineId: number) =>
  stack.api<Story>('GET', `/calls/bulk_call/${campaignId}/lines/${lineId}`);

async function expectStatus(lineId: number, status: string): Promise<void> {
  await eventually(async () => expect(await stack.statusOf(lineId)).toBe(status), PATIENTLY);
}

async function expectCampaign(campaignId: number, status: string): Promise<void> {
  await eventually(async () => {
    const { details } = await stack.api<{ details: { status: string } }>('GET', `/calls/bulk_call/${campaignId}`);
    expect(details.status).toBe(status);
  }, PATIENTLY);
}

async function callCounts(): Promise<Record<string, number>> {
  const ledger = await stack.ledger();
  const counts = Object.values(NUMBERS).map((number) => [number, ledger.filter(({ to }) => to === number).length]);
  return Object.fromEntries(counts) as Record<string, number>;
}

test('people act on contacts: the provider is asked once for each attempt, and never for whom they have ended', async () => {
  const rules = { busy: { delay_s: HOUR_S } };
  const patient = { retry_config: { auto_retry: true, retry_limit: 3, rules }, duplicates: { policy: 'requeue' } };
  const id = await stack.createCampaign(patient);
  const other = await stack.createCampaign(patient);
  const [calledNow, skipped, suppressed, requeued] = await Promise.all([
    stack.addContact(id, NUMBERS.calledNow),
    stack.addContact(id, NUMBERS.skipped),
    stack.addContact(id, NUMBERS.suppressed),
    stack.addContact(id, NUMBERS.requeued),
  ]);
  const suppressedToo = await stack.addContact(other, NUMBERS.suppressed);
  const finite = await stack.createCampaign({
    is_dynamic: false,
    contact_list: [{ phone_number: NUMBERS.reachedByHand }, { phone_number: NUMBERS.reachedAtOnce }],
  });
  for (const lineId of [calledNow, skipped, suppressed, suppressedToo]) await expectStatus(lineId, 'retry_scheduled');
  await expectStatus(requeued, 'completed');
  await expectCampaign(finite, 'completed');

  // Whoever comes too late is told that the contact is being called, or was.
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => act(id, calledNow, 'call_now')));
  expect(asked.map(({ status }) => status)).toContain('fulfilled');
  await act(id, skipped, 'skip');
  expect(await act(id, suppressed, 'suppress')).toMatchObject({ call_status: 'suppressed', ended_lines: 2 });
  expect(await stack.addContact(id, NUMBERS.requeued)).toBe(requeued);
  const retried = await stack.api('POST', `/calls/bulk_call/${finite}/manual_retry`, {});
  expect(retried).toMatchObject({ requeued: 1, current_status: 'in_progress' });

  await expectStatus(calledNow, 'completed');
  await eventually(async () => expect((await storyOf(id, requeued)).line.attempts).toBe(2), PATIENTLY);
  await expectStatus(requeued, 'completed');
  await eventually(async () => expect((await callCounts())[NUMBERS.reachedByHand]).toBe(2), PATIENTLY);
  await expectCampaign(finite, 'completed');
  // Nor when they come again.
  const back = [await stack.addContact(other, NUMBERS.suppressed), await stack.addContact(id, NUMBERS.suppressed)];
  await pause(SETTLED_AFTER_MS);

  expect(await stack.statusOf(skipped)).toBe('skipped');
  for (const lineId of [suppressed, suppressedToo, ...back]) expect(await stack.statusOf(lineId)).toBe('suppressed');
  expect(await callCounts()).toEqual({
    [NUMBERS.calledNow]: 2,
    [NUMBERS.skipped]: 1,
    [NUMBERS.suppressed]: 2,
    [NUMBERS.requeued]: 2,
    [NUMBERS.reachedByHand]: 2,
    [NUMBERS.reachedAtOnce]: 1,
  });
  const references = (await stack.ledger()).map(({ reference }) => reference);
  expect(new Set(references).size).toBe(references.length);
  const { attempts } = await storyOf(id, calledNow);
  expect(attempts).toHaveLength(2);
  for (const { reference } of attempts) expect(references).toContain(reference);
});
