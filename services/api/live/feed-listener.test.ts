import { FeedListener, MAX_BEHIND, type LineText } from './feed-listener';

const TOLD = 1_000;
const SEEN = 2_000;

function listening(): FeedListener {
  const listener = new FeedListener(() => undefined);
  listener.release(TOLD, TOLD);
  return listener;
}

const line = (lineId: number, state = 'a'): LineText => ({ lineId, json: JSON.stringify({ line_id: lineId, state }) });
const manyLines = (count: number): LineText[] => Array.from({ length: count }, (_, index) => line(index));

function takeAll(listener: FeedListener) {
  const events = [];
  for (let text = listener.take(); text !== null; text = listener.take()) {
    const [, event, id, data] = /^event: (\w+)\nid: (\d+)\ndata: (.*)\n\n$/.exec(text)!;
    events.push({ event, id: Number(id), data: JSON.parse(data!) as { lines?: unknown[]; reason?: string } });
  }
  return events;
}

describe('a listener', () => {
  it('is told the newest state of a line once, however often it has changed', () => {
    const listener = listening();
    for (const state of ['a', 'b', 'c']) listener.addLines([line(7, state)]);
    expect(takeAll(listener)).toMatchObject([{ event: 'lines', data: { lines: [{ line_id: 7, state: 'c' }] } }]);
  });

  it('is told nothing before it is released, and then nothing older than what came meanwhile', () => {
    const listener = new FeedListener(() => undefined);
    listener.addLines([line(7, 'new')]);
    expect(listener.take()).toBeNull();
    listener.addOlderLines([line(7, 'old'), line(8, 'old')]);
    listener.release(TOLD, SEEN);
    expect(takeAll(listener)[0]!.data.lines).toEqual([
      { line_id: 7, state: 'new' },
      { line_id: 8, state: 'old' },
    ]);
  });

  it('has told as far as the feed has seen only with the last of its lines', () => {
    const listener = listening();
    listener.addLines(manyLines(400));
    listener.advance(SEEN);
    listener.setCampaign('{}');
    expect(takeAll(listener).map(({ event, id, data }) => [event, id, data.lines?.length])).toEqual([
      ['campaign', TOLD, undefined],
      ['lines', TOLD, 150],
      ['lines', TOLD, 150],
      ['lines', SEEN, 100],
    ]);
  });

  it('holds no more lines than it may lag behind: then it starts anew', () => {
    const listener = listening();
    listener.addLines(manyLines(MAX_BEHIND));
    listener.addLines([line(MAX_BEHIND)]);
    listener.addLines([line(1, 'b')]);
    listener.advance(SEEN);
    listener.setFigures('{}');
    expect(takeAll(listener)).toEqual([
      { event: 'reset', id: SEEN, data: { reason: 'too_far_behind' } },
      { event: 'figures', id: SEEN, data: {} },
    ]);
    listener.addLines([line(1, 'c')]);
    expect(takeAll(listener)).toMatchObject([{ event: 'lines', data: { lines: [{ state: 'c' }] } }]);
  });

  it('holds no more than some megabytes, and writes no event of more than one', () => {
    const listener = listening();
    const large = 'x'.repeat(300_000);
    listener.addLines([1, 2, 3, 4, 5, 6].map((lineId) => line(lineId, large)));
    expect(takeAll(listener).map(({ data }) => data.lines?.length)).toEqual([4, 2]);
    for (let lineId = 0; lineId < 14; lineId += 1) listener.addLines([line(lineId, large)]);
    expect(takeAll(listener).map(({ event }) => event)).toEqual(['reset']);
  });

  it('waits until there is something to tell, the time is over, or the signal', async () => {
    const listener = listening();
    const { signal } = new AbortController();
    const waiting = listener.wait(60_000, signal);
    listener.setCampaign('{}');
    await waiting;
    await listener.wait(60_000, signal);
    expect(takeAll(listener)).toHaveLength(1);
    await listener.wait(1, signal);
    const ending = new AbortController();
    const ended = listener.wait(60_000, ending.signal);
    ending.abort();
    await ended;
    await listener.wait(60_000, ending.signal);
  });
});
