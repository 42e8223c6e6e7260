import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { DialPacer } from './dial-pacer';

test('in no second do more calls pass than allowed, whatever their number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 60 }), async (rate, calls) => {
      const pacer = new DialPacer(sleep);
      const passed: number[] = [];
      await Promise.all(
        Array.from({ length: calls }, () => pacer.turn(1, rate).then(() => passed.push(performance.now()))),
      );
      for (const start of passed) {
        expect(passed.filter((at) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(rate);
      }
    }),
    { numRuns: 8 },
  );
});

test('without a pace nobody waits, and campaigns do not wait for each other', async () => {
  const pacer = new DialPacer(sleep);
  await Promise.all(Array.from({ length: 100 }, () => pacer.turn(1, null)));
  const first = Promise.all([pacer.turn(1, 0.001), pacer.turn(2, 0.001)]);
  await expect(first).resolves.toHaveLength(2);
});
