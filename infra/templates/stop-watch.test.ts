import { stopAfter, StoppedError } from './stop-watch';

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
