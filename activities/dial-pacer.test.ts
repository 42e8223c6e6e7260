import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { DialPacer } from './dial-pacer';

const campaign = (id: number, callsPerSecond: number) => ({ key: `campaign:${id}`, callsPerSecond });
const account = (callsPerSecond: number) => ({ key: 'account:1', callsPerSecond });

/** The most calls that passed in any one second. */
function mostInASecond(passed: readonly number[]): number {
  return Math.max(...passed.map((start) => passed.filter((at) => at >= start && at < start + 1_000).length));
}

/** On a busy machine something may come between a turn and what follows it: the pacer is told, as by whoever dials. */
function dialledAt(dialsNow: () => void): number {
  dialsNow();
  return performance.now();
}

test('in no second do more calls pass than allowed, whatever their number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 60 }), async (rate, calls) => {
      const pacer = new DialPacer(sleep);
      const passed: number[] = [];
      await Promise.all(
        Array.from({ length: calls }, () =>
          pacer.turn([campaign(1, rate)]).then((dialsNow) => passed.push(dialledAt(dialsNow))),
        ),
      );
      expect(mostInASecond(passed)).toBeLessThanOrEqual(rate);
    }),
    { numRuns: 8 },
  );
});

test('campaigns that share an account keep its pace together, and each its own', async () => {
  const pacer = new DialPacer(sleep);
  const passed: Array<{ id: number; at: number }> = [];
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => {
      const id = n % 2;
      return pacer
        .turn([campaign(id, id === 0 ? 10 : 100), account(40)])
        .then((dialsNow) => passed.push({ id, at: dialledAt(dialsNow) }));
    }),
  );
  expect(mostInASecond(passed.map(({ at }) => at))).toBeLessThanOrEqual(40);
  expect(mostInASecond(passed.filter(({ id }) => id === 0).map(({ at }) => at))).toBeLessThanOrEqual(10);
});

test('a call that is held up after its turn counts from when it is dialled', async () => {
  const pacer = new DialPacer(sleep);
  const passed: number[] = [];
  const calls = Array.from({ length: 24 }, async (_, n) => {
    const dialsNow = await pacer.turn([campaign(1, 8)]);
    if (n % 3 === 0) {
      await sleep(150);
      dialsNow();
    }
    passed.push(performance.now());
  });
  await Promise.all(calls);
  expect(mostInASecond(passed)).toBeLessThanOrEqual(8);
});

test('without a pace nobody waits, and campaigns do not wait for each other', async () => {
  const pacer = new DialPacer(sleep);
  await Promise.all(Array.from({ length: 100 }, () => pacer.turn([])));
  const first = Promise.all([pacer.turn([campaign(1, 0.001)]), pacer.turn([campaign(2, 0.001)])]);
  await expect(first).resolves.toHaveLength(2);
});
