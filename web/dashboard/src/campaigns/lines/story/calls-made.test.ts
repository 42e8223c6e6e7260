import { callOf, callsMade } from './calls-made';

type Story = Parameters<typeof callsMade>[0];
type Attempt = Story['attempts'][number];
type Callback = Story['callbacks'][number];

const at = (minute: number): string => `2026-11-22T04:${String(minute).padStart(2, '0')}:00.000Z`;

/** An attempt that ends within its minute. @param decision what followed; null while it is under way. */
function attempt(minute: number, decision: string | null, disposition: string | null = 'completed'): Attempt {
  const followed = decision === null ? null : { kind: decision, reason: '', at: null };
  return { attempt_id: minute, created_at: at(minute), disposition, decision: followed } as Attempt;
}

/** A promise of that minute, to be kept in the afternoon. */
function callback(minute: number, status: Callback['status'] = 'pending', settled: number | null = null): Callback {
  const settled_at = settled === null ? null : at(settled);
  return { created_at: at(minute), status, settled_at, due_at: '2026-11-22T15:00:00.000Z' } as Callback;
}

const inbound = (minute: number) => ({ call_id: minute, created_at: at(minute) }) as Story['inbound_calls'][number];

function story(more: Partial<Story>): Story {
  return { attempts: [], inbound_calls: [], callbacks: [], ...more };
}

describe('the calls that were made', () => {
  test('leave out a callback and a retry that are only planned', () => {
    const promised = story({ attempts: [attempt(1, 'callback')], callbacks: [callback(2)] });
    expect(callsMade(promised)).toEqual({ retries: 0, callbacks: 0 });
    const busy = story({ attempts: [attempt(1, 'retry', 'busy')] });
    expect(callsMade(busy)).toEqual({ retries: 0, callbacks: 0 });
  });

  test('count a callback from when it is under way, and once when another was promised in it', () => {
    const underWay = story({ attempts: [attempt(1, 'callback'), attempt(5, null, null)], callbacks: [callback(2)] });
    expect(callsMade(underWay)).toEqual({ retries: 0, callbacks: 1 });
    const again = story({
      attempts: [attempt(1, 'callback'), attempt(5, 'callback')],
      callbacks: [callback(2, 'kept', 6), callback(6)],
    });
    expect(callsMade(again)).toEqual({ retries: 0, callbacks: 1 });
  });

  test('tell retries from callbacks', () => {
    const mixed = story({
      attempts: [attempt(1, 'retry', 'busy'), attempt(3, 'callback'), attempt(8, 'retry', 'busy'), attempt(9, 'close')],
      callbacks: [callback(4, 'late', 8)],
    });
    expect(callsMade(mixed)).toEqual({ retries: 2, callbacks: 1 });
  });

  test('leave out what the provider had no room for, and what begins anew after an end', () => {
    const crowded = story({ attempts: [attempt(1, 'retry', 'no_capacity'), attempt(2, 'close')] });
    expect(callsMade(crowded)).toEqual({ retries: 0, callbacks: 0 });
    const again = story({ attempts: [attempt(1, 'close', 'busy'), attempt(9, 'close')] });
    expect(callsMade(again)).toEqual({ retries: 0, callbacks: 0 });
  });
});

describe('the call that a promise has led to', () => {
  const attempts = [attempt(1, 'callback'), attempt(5, 'callback'), attempt(30, 'close')];

  test('is the one that was made for it, at its own time and not at that of the promise', () => {
    const given = story({ attempts, callbacks: [callback(2, 'kept', 6), callback(6, 'late', 31)] });
    expect(given.callbacks.map((promise) => callOf(promise, given)?.at)).toEqual([at(5), at(30)]);
  });

  test('may be one of the contact’s own', () => {
    const given = story({ attempts: [attempt(1, 'callback')], inbound_calls: [inbound(4)] });
    expect(callOf(callback(2, 'kept', 5), given)).toEqual({ kind: 'inbound', id: 4, at: at(4) });
  });

  test.each(['pending', 'missed', 'dropped'] as const)('does not exist for one that is %s', (status) => {
    expect(callOf(callback(2, status, status === 'pending' ? null : 6), story({ attempts }))).toBeNull();
  });
});
