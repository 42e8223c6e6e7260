import { callToFind } from '../../test/setup/fake-provider';
import { startTestBench, eventually, type TestBench } from './test-bench';

let bench: TestBench;
beforeEach(async () => {
  bench = await startTestBench(50);
});
afterEach(() => bench.close());

const place = (reference: string, to: string, more = {}) =>
  bench.provider().placeCall(bench.request(reference, to, more));
const typesOf = (reference: string) =>
  bench.receiver.events.filter((event) => event.reference === reference).map((event) => event.type);

test.each([
  ['any number', '+15550101234', 'completed', ['ringing', 'answered', 'ended'], { task_status: 'completed' }],
  ['9001', '+15550109001', 'completed', ['ringing', 'answered', 'ended'], { task_status: 'completed' }],
  ['9002', '+15550109002', 'busy', ['ringing', 'ended'], {}],
  ['9003', '+15550109003', 'no_answer', ['ringing', 'ended'], {}],
  ['9004', '+15550109004', 'voicemail', ['ringing', 'answered', 'ended'], {}],
  ['9005', '+15550109005', 'declined', ['ringing', 'ended'], {}],
  ['9007', '+15550109007', 'completed', ['ringing', 'answered', 'ended'], { task_status: 'completed' }],
  ['9010', '+15550109010', 'completed', ['ended', 'ringing', 'answered'], { task_status: 'completed' }],
  ['9015', '+15550109015', 'completed', ['ringing', 'answered', 'ended'], { do_not_call: true }],
])('%s: a call goes by its script', async (_name, to, disposition, types, outcome) => {
  const answer = await place('a-1', to);
  expect(answer).toEqual({ kind: 'accepted', providerCallId: expect.stringMatching(/^sim_/) });
  const { end, providerCallId } = await bench.ended('a-1');
  expect(answer).toMatchObject({ providerCallId });
  const durationS = to.endsWith('9007') ? 20 : types.includes('answered') ? expect.any(Number) : 0;
  expect(end).toEqual({ disposition, rawCode: expect.any(String), durationS, outcome });
  await eventually(() => typesOf('a-1').length === types.length);
  expect(typesOf('a-1')).toEqual(types);
  expect(await bench.provider().lookUpCall(callToFind('a-1'))).toEqual({ kind: 'ended', providerCallId, end });
});

test('9006: the callback is tomorrow at three in the zone of the called person', async () => {
  await place('a-1', '+15550109006', { timezone: 'Asia/Kolkata' });
  const { outcome } = (await bench.ended('a-1')).end;
  expect(outcome).toEqual({
    callback_text: 'tomorrow at 3pm',
    callback_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT15:00:00\+05:30$/),
  });
  const aheadH = (Date.parse(outcome.callback_at as string) - Date.now()) / 3_600_000;
  expect(aheadH).toBeGreaterThan(14.9);
  expect(aheadH).toBeLessThanOrEqual(39);
});

test.each([
  ['says the message to it', 'Hello, this is a message.', { message_left: 'Hello, this is a message.' }],
  ['says nothing to it', null, {}],
])('9004: whoever listens for machines is told of one, and %s', async (_name, message, noted) => {
  await place('a-1', '+15550109004', { machine: { waitForBeep: true, timeoutS: 20, message } });
  expect((await bench.ended('a-1')).end.disposition).toBe('voicemail');
  expect(typesOf('a-1')).toEqual(['ringing', 'answered', 'machine_detected', 'ended']);
  const [, ended] = await bench.ledger();
  expect(ended).toMatchObject({ kind: 'ended', ...noted });
  expect('message_left' in ended!).toBe(message !== null);
});

test('whoever listens for machines is told of none where a person answers', async () => {
  await place('a-1', '+15550109001', { machine: { waitForBeep: true, timeoutS: 20, message: 'Hello' } });
  await bench.ended('a-1');
  expect(typesOf('a-1')).toEqual(['ringing', 'answered', 'ended']);
});

test('9008: nothing is reported, and a look-up knows the end', async () => {
  await place('silent', '+15550109008');
  expect(await bench.provider().lookUpCall(callToFind('silent'))).toMatchObject({ kind: 'live' });
  await eventually(async () => (await bench.provider().lookUpCall(callToFind('silent'))).kind === 'ended');
  expect(await bench.provider().lookUpCall(callToFind('silent'))).toMatchObject({ end: { disposition: 'completed' } });
  await place('loud', '+15550109001');
  await bench.ended('loud');
  expect(typesOf('silent')).toEqual([]);
});

test('9009: every event comes twice, with the same id', async () => {
  await place('a-1', '+15550109009');
  await eventually(() => bench.receiver.bodies.length === 6);
  expect(typesOf('a-1')).toEqual(['ringing', 'ringing', 'answered', 'answered', 'ended', 'ended']);
  expect(new Set(bench.receiver.bodies.map((body) => body.event_id)).size).toBe(3);
});

test.each([
  ['9011', /UND_ERR_SOCKET|ECONNRESET/],
  ['9012', /internal_error/],
])('%s: the answer is ambiguous, and the call was made once', async (digits, rawCode) => {
  expect(await place('a-1', `+1555010${digits}`)).toEqual({
    kind: 'ambiguous',
    rawCode: expect.stringMatching(rawCode),
  });
  expect(await bench.provider().lookUpCall(callToFind('a-1'))).toMatchObject({
    kind: expect.stringMatching(/live|ended/),
  });
  await bench.ended('a-1');
  expect((await bench.ledger()).map(({ kind }) => kind)).toEqual(['asked', 'ended']);
});

test('9013: busy the first time, then answered, for each calling number', async () => {
  await place('a-1', '+15550109013');
  expect((await bench.ended('a-1')).end.disposition).toBe('busy');
  await place('a-2', '+15550109013', { from: '+15550100001' });
  expect((await bench.ended('a-2')).end.disposition).toBe('busy');
  await bench.restart();
  await place('a-3', '+15550109013');
  expect((await bench.ended('a-3')).end.disposition).toBe('completed');
});

test('9014: an invalid number is refused and is no call', async () => {
  const refused = { kind: 'refused', disposition: 'invalid_number', rawCode: 'invalid_number' };
  expect(await place('a-1', '+15550109014')).toEqual(refused);
  expect(await place('a-1', 'not a number')).toEqual(refused);
  expect(await bench.ledger()).toEqual([]);
  expect(await bench.provider().lookUpCall(callToFind('a-1'))).toEqual({ kind: 'absent' });
});

const told = (reference: string) =>
  bench.receiver.events.flatMap((event) => {
    if (event.reference !== reference) return [];
    if (event.type === 'transcript') return [event.transcript.text];
    if (event.type === 'intent') return [event.intent.name];
    return event.type === 'entity' ? [`${event.entity.name}=${String(event.entity.value)}`] : [event.type];
  });

test('9016: the conversation is reported turn by turn while it lasts', async () => {
  await place('a-1', '+15550109016');
  await bench.ended('a-1');
  expect(told('a-1')).toEqual([
    'ringing',
    'answered',
    'Hello, this is Everdial. May I book a table for you?',
    'Yes, for three of us, on Tuesday please.',
    'book_table',
    'party_size=3',
    'It is booked. Goodbye.',
    'ended',
  ]);
  const turns = bench.receiver.events.flatMap((event) => (event.type === 'transcript' ? [event.transcript] : []));
  expect(turns.map(({ speaker, complete }) => [speaker, complete])).toEqual([
    ['agent', false],
    ['contact', false],
    ['agent', false],
  ]);
  const seconds = turns.map(({ atS }) => atS ?? -1);
  expect([...seconds].sort((left, right) => left - right)).toEqual(seconds);
  const ids = bench.receiver.bodies.map((body) => body.event_id);
  const read = bench.receiver.events.flatMap((event) => ('eventId' in event ? [event.eventId] : []));
  expect(read).toEqual(ids.slice(2, -1));
});

test('9017: the conversation is reported after the call, all at once', async () => {
  await place('a-1', '+15550109017');
  await eventually(() => told('a-1').length === 7);
  const [transcript, ...understood] = told('a-1').slice(3);
  expect(told('a-1').slice(0, 3)).toEqual(['ringing', 'answered', 'ended']);
  expect(transcript!.split('\n').map((line) => line.split(':', 1)[0])).toEqual(['agent', 'contact', 'agent']);
  expect(understood).toEqual(['book_table', 'party_size=3', 'day=Tuesday']);
});

test('a mix has the conversations reported that it is asked for, of calls in which somebody talks', async () => {
  await bench.post('/v1/mix', { seed: 7, shares: {}, conversations: 1 });
  await Promise.all([place('told', '+15550101111'), place('scripted', '+15550109001')]);
  await eventually(() => told('told').includes('day=Tuesday'));
  expect(told('told').filter((what) => what === 'book_table')).toHaveLength(2);
  await bench.ended('scripted');
  expect(typesOf('scripted')).toEqual(['ringing', 'answered', 'ended']);
  await bench.post('/v1/mix', { seed: 7, shares: { voicemail: 1 }, conversations: 1 });
  await place('machine', '+15550101111');
  await bench.ended('machine');
  expect(typesOf('machine')).toEqual(['ringing', 'answered', 'ended']);
});

test('asking twice with one reference makes two calls, and the summary tells', async () => {
  await Promise.all([place('twice', '+15550101111'), place('twice', '+15550101111'), place('once', '+15550101111')]);
  const response = await fetch(`${bench.url()}/v1/calls?reference=twice`);
  const { calls } = (await response.json()) as { calls: { call_id: string; request: object }[] };
  expect(new Set(calls.map(({ call_id }) => call_id)).size).toBe(2);
  expect(calls[0]!.request).toMatchObject({ welcome_message: 'Hello', variables: { name: 'Ann' }, timezone: 'UTC' });
  const summary = (await (await fetch(`${bench.url()}/v1/ledger/summary`)).json()) as object;
  expect(summary).toMatchObject({ asked: 3, references: 2, duplicates: [{ reference: 'twice', count: 2 }] });
});

test('a call can be hung up, ringing or answered', async () => {
  const answer = await place('a-1', '+15550109007');
  await eventually(() => typesOf('a-1').includes('answered'));
  if (answer.kind !== 'accepted') throw new Error('not accepted');
  await bench.provider().endCall(answer.providerCallId);
  expect((await bench.ended('a-1')).end).toMatchObject({ disposition: 'completed', rawCode: 'hung_up_by_request' });
  await bench.provider().endCall(answer.providerCallId);
  await bench.provider().endCall('sim_unknown');
  expect(await bench.ledger()).toHaveLength(2);
});

test('events that are not taken are posted again, in order', async () => {
  bench.receiver.answerWith(503);
  await place('a-1', '+15550109001');
  await eventually(() => bench.receiver.refused() >= 3);
  bench.receiver.answerWith(200);
  await bench.ended('a-1');
  expect(typesOf('a-1')).toEqual(['ringing', 'answered', 'ended']);
  expect(bench.receiver.bodies.map((body) => body.sequence)).toEqual([1, 2, 3]);
});

describe('faults', () => {
  test.each([
    ['refuse_500', { kind: 'ambiguous', rawCode: 'internal_error' }],
    ['reset_before', { kind: 'ambiguous', rawCode: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/) }],
    ['at_capacity', { kind: 'refused', disposition: 'no_capacity', rawCode: 'no_capacity', retryAfterS: null }],
  ])('%s makes no call, as often as it was asked for', async (mode, answer) => {
    await bench.post('/v1/faults', { mode, count: 2 });
    expect(await place('a-1', '+15550101111')).toEqual(answer);
    expect(await place('a-2', '+15550101111')).toEqual(answer);
    expect(await bench.ledger()).toEqual([]);
    expect(await bench.provider().lookUpCall(callToFind('a-1'))).toEqual({ kind: 'absent' });
    expect(await place('a-3', '+15550101111')).toMatchObject({ kind: 'accepted' });
  });

  test('slow_accept makes the call, and answers later', async () => {
    await bench.post('/v1/faults', { mode: 'slow_accept', delay_ms: 300_000 });
    const answers: unknown[] = [];
    const answered = place('a-1', '+15550101111').then((answer) => answers.push(answer));
    expect(await bench.ended('a-1')).toMatchObject({ type: 'ended' });
    expect(answers).toEqual([]);
    await bench.restart();
    await answered;
    expect(answers).toEqual([{ kind: 'ambiguous', rawCode: expect.any(String) }]);
  });

  test('none ends a fault, and an unknown one is refused', async () => {
    await bench.post('/v1/faults', { mode: 'at_capacity' });
    await bench.post('/v1/faults', { mode: 'none' });
    expect(await place('a-1', '+15550101111')).toMatchObject({ kind: 'accepted' });
    expect(await bench.post('/v1/faults', { mode: 'meteor' })).toMatchObject({ status: 400 });
  });
});

test('a mix applies to numbers without a script, and is refused when it adds up to more than 1', async () => {
  await bench.post('/v1/mix', { seed: 7, shares: { busy: 1 } });
  await place('mixed', '+15550101111');
  await place('scripted', '+15550109001');
  expect((await bench.ended('mixed')).end.disposition).toBe('busy');
  expect((await bench.ended('scripted')).end.disposition).toBe('completed');
  expect(await bench.post('/v1/mix', { seed: 7, shares: { busy: 0.6, failed: 0.6 } })).toMatchObject({ status: 400 });
});

test('what cannot be read is answered 400, what is not there 404, and it is alive and ready', async () => {
  expect(await bench.post('/v1/calls', { to: '+15550101111' })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
  const events_url = bench.receiver.url;
  const call = { reference: 'r', to: '+15550101111', from: '+1555', events_url, timezone: 'Mars/Olympus' };
  expect(await bench.post('/v1/calls', call)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(await bench.post('/v1/calls/none/end', {})).toMatchObject({ status: 404 });
  expect((await fetch(`${bench.url()}/v1/calls`)).status).toBe(400);
  expect((await fetch(`${bench.url()}/v1/ledger?since=x`)).status).toBe(400);
  expect(
    (
      await fetch(`${bench.url()}/v1/calls`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      })
    ).status,
  ).toBe(400);
  expect((await fetch(`${bench.url()}/healthz`)).status).toBe(200);
  expect((await fetch(`${bench.url()}/readyz`)).status).toBe(200);
});
