import { BackOff } from './back-off';

const held = (lease: number, noRoom = false) => ({ lineId: 1, lease, lineStatus: 'held' as const, noRoom });
const ended = (lease: number) => ({ lineId: 1, lease, lineStatus: 'completed' as const });

describe('a campaign whose calls are held', () => {
  test('waits longer each time, up to half a minute: 20 in a row take more than seven minutes', () => {
    const backOff = new BackOff();
    const waits = Array.from({ length: 20 }, (_, index) => {
      backOff.hear(held(index + 1));
      expect(backOff.active).toBe(true);
      const wait = backOff.waitMs;
      backOff.pass();
      expect(backOff.active).toBe(false);
      return wait / 1_000;
    });
    expect(waits.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(7 * 60);
  });

  test('counts those that were held together as one', () => {
    const backOff = new BackOff();
    for (let lease = 1; lease <= 40; lease += 1) backOff.hear(held(lease));
    expect(backOff.waitMs).toBe(1_000);
  });

  test('begins anew once a call was let through, but not when one ends that was granted before', () => {
    const backOff = new BackOff();
    for (const lease of [5, 6, 7]) {
      backOff.hear(held(lease));
      backOff.pass();
    }
    backOff.hear(ended(4));
    expect(backOff.waitMs).toBe(4_000);
    backOff.hear(ended(8));
    backOff.hear(held(9));
    expect(backOff.waitMs).toBe(1_000);
  });

  test('waits a second where there was no room, however often', () => {
    const backOff = new BackOff();
    for (let lease = 1; lease <= 20; lease += 1) {
      backOff.hear(held(lease, true));
      expect([backOff.active, backOff.waitMs]).toEqual([true, 1_000]);
      backOff.pass();
    }
  });

  test('goes on at once when somebody has changed what may have held them', () => {
    const backOff = new BackOff();
    for (const lease of [1, 2, 3]) {
      backOff.hear(held(lease));
      backOff.pass();
    }
    backOff.end();
    expect([backOff.active, backOff.waitMs]).toEqual([false, 1_000]);
  });
});
