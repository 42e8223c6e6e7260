import { openCampaignStream, type StreamListeners, type StreamState } from './campaign-stream';

/** A connection that does what a test says. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
  tell(name: string, data: unknown, lastEventId: string) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data), lastEventId }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

let page = Object.assign(new EventTarget(), { hidden: false });

function open(mayConnectAgain = async () => true) {
  const states: StreamState[] = [];
  const told: unknown[] = [];
  const listeners: StreamListeners = {
    campaign: (campaign) => told.push(campaign),
    figures: (figures) => told.push(figures),
    lines: (lines) => told.push(lines),
    reset: () => told.push('reset'),
    state: (state) => states.push(state),
    mayConnectAgain,
  };
  const place = { lastEventId: '' };
  return { close: openCampaignStream(12, place, listeners), place, states, told };
}

const newest = () => FakeSource.opened.at(-1) ?? fail();
const fail = (): never => {
  throw new Error('nobody has connected');
};
const look = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  jest.useFakeTimers();
  FakeSource.opened = [];
  // Streams of other tests hear nothing of this one.
  page = Object.assign(new EventTarget(), { hidden: false });
  Object.assign(globalThis, { EventSource: FakeSource, document: page });
});

afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, 'EventSource');
  Reflect.deleteProperty(globalThis, 'document');
});

test('what the stream tells is handed on, and its place remembered', () => {
  const { told, place, states } = open();
  newest().dispatchEvent(new Event('open'));
  newest().tell('lines', { lines: [{ line_id: 1 }] }, '7');
  newest().tell('reset', { reason: 'too_far_behind' }, '8');
  expect(told).toEqual([[{ line_id: 1 }], 'reset']);
  expect(place.lastEventId).toBe('8');
  expect(states).toEqual(['connecting', 'live']);
});

test('a connection that only broke is left to the browser', async () => {
  const { states } = open();
  newest().fail(0);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(FakeSource.opened).toHaveLength(1);
  expect(states).toEqual(['connecting', 'broken']);
});

test('after an answer that is no stream it connects again, from where it was', async () => {
  open();
  newest().tell('figures', {}, '7 8');
  newest().fail(FakeSource.CLOSED);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(FakeSource.opened.map(({ url }) => url)).toEqual([
    '/api/v1/calls/bulk_call/12/events',
    '/api/v1/calls/bulk_call/12/events?last_event_id=7%208',
  ]);
});

test('a campaign that is not to be seen any more is not asked for again', async () => {
  open(async () => false);
  newest().fail(FakeSource.CLOSED);
  await jest.advanceTimersByTimeAsync(60_000);
  look(true);
  look(false);
  expect(FakeSource.opened).toHaveLength(1);
});

test('a tab that is hidden for long gives its connection back, and goes on when it is looked at', async () => {
  const { place } = open();
  newest().tell('reset', {}, '9');
  look(true);
  await jest.advanceTimersByTimeAsync(20_000);
  expect(newest().readyState).toBe(FakeSource.CLOSED);
  look(false);
  expect(FakeSource.opened).toHaveLength(2);
  expect(newest().url).toContain(`last_event_id=${place.lastEventId}`);
});

test('a tab that is hidden for a moment keeps its connection', async () => {
  open();
  look(true);
  await jest.advanceTimersByTimeAsync(19_000);
  look(false);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(FakeSource.opened).toHaveLength(1);
  expect(newest().readyState).toBe(0);
});

test('a tab that is opened in the background connects when it is looked at', () => {
  page.hidden = true;
  open();
  expect(FakeSource.opened).toHaveLength(0);
  look(false);
  expect(FakeSource.opened).toHaveLength(1);
});

test('looking away for a moment does not lose a connection that is about to be made anew', async () => {
  open();
  newest().fail(FakeSource.CLOSED);
  look(true);
  look(false);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(FakeSource.opened).toHaveLength(2);
});

test.each([0, 500])('once it is closed nothing connects, %i ms after a refusal', async (afterMs) => {
  let answer = (_: boolean) => {};
  const { close } = open(() => new Promise((resolve) => (answer = resolve)));
  newest().fail(FakeSource.CLOSED);
  if (afterMs > 0) answer(true);
  await jest.advanceTimersByTimeAsync(afterMs);
  close();
  answer(true);
  look(true);
  await jest.advanceTimersByTimeAsync(60_000);
  look(false);
  expect(FakeSource.opened).toHaveLength(1);
});
