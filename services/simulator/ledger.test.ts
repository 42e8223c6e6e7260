import { callToFind } from '../../test/setup/fake-provider';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { eventually, startTestBench, type TestBench } from './test-bench';

let bench: TestBench;
beforeEach(async () => {
  bench = await startTestBench(20);
});
afterEach(() => bench.close());

const place = (reference: string, to = '+15550101111', from = '+15550100000') =>
  bench.provider().placeCall(bench.request(reference, to, { from }));
const allEnded = () =>
  eventually(async () => {
    const entries = await bench.ledger();
    return entries.filter(({ kind }) => kind === 'ended').length * 2 === entries.length;
  });

test('every call asked for has a line before its answer, and one more at its end', async () => {
  await place('a-1');
  const [asked] = readFileSync(bench.ledgerFile, 'utf8').split('\n').filter(Boolean);
  expect(JSON.parse(asked!)).toEqual({
    kind: 'asked',
    sequence: 1,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    call_id: expect.stringMatching(/^sim_/),
    reference: 'a-1',
    to: '+15550101111',
    from: '+15550100000',
    events_url: bench.receiver.url,
    concurrent: 1,
    concurrent_from: 1,
  });
  await allEnded();
  expect((await bench.ledger())[1]).toMatchObject({
    kind: 'ended',
    sequence: 2,
    disposition: 'completed',
    concurrent: 0,
  });
});

test('calls in flight are counted in all and by calling number, as the lines themselves show', async () => {
  const froms = ['+15550100001', '+15550100001', '+15550100002', '+15550100001', '+15550100002'];
  // Slow calls: on a busy machine the first of others would be over before the last is asked for.
  await Promise.all(froms.map((from, index) => place(`a-${index}`, '+15550109007', from)));
  await allEnded();
  let live = 0;
  const liveBy = new Map<string, number>();
  for (const entry of await bench.ledger()) {
    const step = entry.kind === 'asked' ? 1 : -1;
    live += step;
    liveBy.set(entry.from, (liveBy.get(entry.from) ?? 0) + step);
    expect(entry).toMatchObject({ concurrent: live, concurrent_from: liveBy.get(entry.from) });
  }
  const summary = (await (await fetch(`${bench.url()}/v1/ledger/summary`)).json()) as object;
  expect(summary).toMatchObject({
    asked: 5,
    ended: 5,
    live: 0,
    duplicates: [],
    max_concurrent: 5,
    max_concurrent_by_from: { '+15550100001': 3, '+15550100002': 2 },
  });
});

test('the ledger is read from a sequence on, as an array or line by line', async () => {
  expect(await bench.ledger()).toEqual([]);
  for (const reference of ['a-1', 'a-2', 'a-3']) await place(reference);
  await allEnded();
  const all = await bench.ledger();
  expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await bench.ledger(4)).toEqual(all.slice(4));
  expect(await bench.ledger(6)).toEqual([]);
  const response = await fetch(`${bench.url()}/v1/ledger?since=2`, { headers: { accept: 'application/x-ndjson' } });
  expect(response.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await response.text()).split('\n').filter(Boolean);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(all.slice(2));
});

test('a restart continues the ledger, knows the calls before, and ends those that were live', async () => {
  await place('over', '+15550109015');
  const { end } = await bench.ended('over');
  await place('live', '+15550109007');
  await place('silent', '+15550109008');
  await bench.restart();

  expect((await bench.ended('live')).end).toEqual({
    disposition: 'failed',
    rawCode: 'simulator_restarted',
    durationS: 0,
    outcome: {},
  });
  expect(await bench.provider().lookUpCall(callToFind('live'))).toMatchObject({
    kind: 'ended',
    end: { disposition: 'failed' },
  });
  expect(await bench.provider().lookUpCall(callToFind('over'))).toMatchObject({ kind: 'ended', end });
  await place('after');
  await bench.ended('after');
  expect(bench.receiver.events.filter(({ reference }) => reference === 'silent')).toEqual([]);
  const sequences = (await bench.ledger()).map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
});

test('a line that a crash cut short is dropped, and nothing before it', async () => {
  await place('a-1');
  await allEnded();
  appendFileSync(bench.ledgerFile, '{"kind":"asked","sequence":3,"ref');
  await bench.restart();
  await place('a-2');
  expect((await bench.ledger()).slice(0, 3).map(({ reference }) => reference)).toEqual(['a-1', 'a-1', 'a-2']);
});

test('a file that is no ledger is refused, with what to do', async () => {
  writeFileSync(bench.ledgerFile, 'something else\n');
  await expect(bench.restart()).rejects.toThrow('Line 1 of the ledger is not JSON');
  writeFileSync(bench.ledgerFile, '');
  await bench.restart();
});
