import { eventually } from '../setup/eventually';
import { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };
/** Nobody answers it: the last four digits say so. As a caller its owner hangs up unanswered. */
const BUSY = '+15550319002';
/** As a caller its owner asks not to be called again. */
const STOPS = '+15550329015';

let stack: RunningStack;

beforeAll(async () => {
  stack = await RunningStack.start();
});

afterAll(() => stack.stop());

interface Story {
  readonly line: { readonly call_status: string; readonly closing_reason: string | null };
  readonly inbound_calls: ReadonlyArray<Record<string, unknown>>;
}

const storyOf = (campaignId: number, lineId: number) =>
  stack.api<Story>('GET', `/calls/bulk_call/${campaignId}/lines/${lineId}`);

/** Somebody calls the stack's own number, by the simulator. */
async function callIn(from: string): Promise<Record<string, unknown>> {
  const { number } = await stack.db
    .selectFrom('phone_numbers')
    .select('number')
    .where('id', '=', stack.info.phone_number_id)
    .executeTakeFirstOrThrow();
  const response = await fetch(new URL('/v1/inbound_calls', stack.info.simulator_url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      from,
      to: number,
      inbound_url: new URL('/providers/simulator/inbound', stack.info.api_url).href,
    }),
  });
  return (await response.json()) as Record<string, unknown>;
}

test('who calls back is recognised, spoken to, and called by nobody any more', async () => {
  const later = { retry_config: { auto_retry: true, retry_limit: 3, rules: { busy: { delay_s: 3_600 } } } };
  const id = await stack.createCampaign({ ...later, is_dynamic: false, contact_list: [{ phone_number: BUSY }] });
  const { records } = await stack.api<{ records: Array<{ line_id: number }> }>('GET', `/calls/bulk_call/${id}/lines`);
  const busy = records[0]!.line_id;
  await eventually(async () => expect(await stack.statusOf(busy)).toBe('retry_scheduled'), PATIENTLY);
  const paused = await stack.createCampaign();
  await stack.api('PUT', `/calls/bulk_call/${paused}`, { action: 'pause' });
  const stops = await stack.addContact(paused, STOPS);

  expect(await callIn(BUSY)).toMatchObject({ accepted: true });
  expect(await callIn(STOPS)).toMatchObject({ accepted: true });

  await eventually(async () => expect(await stack.statusOf(stops)).toBe('suppressed'), PATIENTLY);
  await eventually(async () => {
    const { inbound_calls } = await storyOf(id, busy);
    expect(inbound_calls).toMatchObject([{ status: 'ended', disposition: 'busy', decision: { kind: 'nothing' } }]);
  }, PATIENTLY);
  expect(await stack.statusOf(busy)).toBe('retry_scheduled');
});

test('a finite campaign completes when its last contact, which waited for a retry, has called back', async () => {
  // Called it is busy the first time; as a caller its owner talks.
  const number = '+15550339013';
  const later = { retry_config: { auto_retry: true, retry_limit: 3, rules: { busy: { delay_s: 3_600 } } } };
  const id = await stack.createCampaign({ ...later, is_dynamic: false, contact_list: [{ phone_number: number }] });
  const { records } = await stack.api<{ records: Array<{ line_id: number }> }>('GET', `/calls/bulk_call/${id}/lines`);
  const lineId = records[0]!.line_id;
  await eventually(async () => expect(await stack.statusOf(lineId)).toBe('retry_scheduled'), PATIENTLY);

  expect(await callIn(number)).toMatchObject({ accepted: true });
  await eventually(async () => {
    const { details } = await stack.api<{ details: { status: string } }>('GET', `/calls/bulk_call/${id}`);
    expect(details.status).toBe('completed');
  }, PATIENTLY);
  const { line, inbound_calls } = await storyOf(id, lineId);
  expect(line).toMatchObject({ call_status: 'completed', closing_reason: 'called back by itself' });
  expect(inbound_calls).toMatchObject([{ status: 'ended', disposition: 'completed', decision: { kind: 'close' } }]);
  expect((await stack.ledger()).filter(({ to }) => to === number)).toHaveLength(1);
});
