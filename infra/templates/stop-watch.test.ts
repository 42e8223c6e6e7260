import { stopAfter, stopLongTexts, StoppedError } from './stop-watch';

const forEver = (): never => {
  for (;;);
};

it('answers what the work answers, and throws what it throws', () => {
  expect(stopAfter(1_000, () => 'done')).toBe('done');
  const fault = new Error('broken');
  expect(() =>
    stopAfter(1_000, () => {
      throw fault;
    }),
  ).toThrow(fault);
});

it('stops what never ends, and works again afterwards', () => {
  expect(() => stopAfter(20, forEver)).toThrow(StoppedError);
  expect(stopAfter(1_000, () => 1)).toBe(1);
});

it('stops what catches every error', () => {
  const stubborn = (): void => {
    try {
      forEver();
    } catch {
      forEver();
    }
  };
  expect(() => stopAfter(20, stubborn)).toThrow(StoppedError);
});

it('gives work inside of work the time of the outer one', () => {
  expect(() => stopAfter(50, () => stopAfter(60_000, forEver))).toThrow(StoppedError);
  expect(stopAfter(1_000, () => stopAfter(1_000, () => 2) + 1)).toBe(3);
});

test('texts of plain names are rendered without a watch; tags, filters and ranges are watched', () => {
  const isWatched = (text: string): boolean => stopLongTexts(['', text], 400, () => !mayWatchMore());
  expect(['', 'Hello', 'Hi {{ name }}, {{ address.city }}'].map(isWatched)).toEqual([false, false, false]);
  expect(['{% for a in b %}', '{{ a | join }}', '{{ (1..9) }}'].map(isWatched)).toEqual([true, true, true]);
});

/** Inside of a watch a second one runs at once, however little time it is given. */
function mayWatchMore(): boolean {
  try {
    stopAfter(1, () => {
      for (const until = performance.now() + 20; performance.now() < until;);
    });
    return false;
  } catch {
    return true;
  }
}
