import { eventually } from '../setup/eventually';
import { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };

interface Log {
  readonly call_log_data: ReadonlyArray<Record<string, unknown>>;
  readonly total_records: number;
}

let stack: RunningStack;

beforeAll(async () => {
  stack = await RunningStack.start();
});

afterAll(() => stack.stop());

test('a dispatched call is asked for once, also when it is asked for again under its key, and is in the log', async () => {
  const [agent] = (await stack.api<{ records: Array<{ id: number }> }>('GET', '/agents')).records;
  const to = '+15550310001';
  const call = { agent_id: agent!.id, to_number: to, call_context: { name: 'Ann' }, metadata: { order: 7 } };
  const dispatch = () => stack.api<{ call_id: number }>('POST', '/calls/dispatch', call, { 'idempotency-key': 'd-1' });
  const answers = [await dispatch(), await dispatch()];
  expect(answers[1]).toEqual(answers[0]);
  const { call_id } = answers[0]!;
  const read = (path: string) => stack.api<Log>('GET', path);
  await eventually(async () => {
    const { call_log_data } = await read(`/calls/logs/${call_id}`);
    expect(call_log_data[0]).toMatchObject({ id: call_id, status: 'completed' });
  }, PATIENTLY);
  const log = await read('/calls/logs?call_status=completed');
  expect(log).toMatchObject({
    total_records: 1,
    call_log_data: [
      { id: call_id, to_number: to, campaign_id: null, metadata: { order: 7 }, duration: expect.any(Number) },
    ],
  });
  expect(await stack.callsTo(to)).toHaveLength(1);
  expect(await stack.api('GET', '/calls/bulk_call')).toMatchObject({ total_records: 0 });
});
