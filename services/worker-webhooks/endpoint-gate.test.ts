import type { GatePass } from '../wiring/delivery-gate';
import { createEndpointGate } from './endpoint-gate';

let time = 0;
const target = (key: string, organizationId = 1) => ({ key, organizationId });

function gate() {
  time = 0;
  return createEndpointGate();
}

function enterUntilFull(made: ReturnType<typeof gate>, at: ReturnType<typeof target>): GatePass[] {
  const passes: GatePass[] = [];
  for (let pass = made.enter(at, time); pass; pass = made.enter(at, time)) passes.push(pass);
  return passes;
}

function failAt(made: ReturnType<typeof gate>, at: ReturnType<typeof target>, times: number): void {
  for (let n = 0; n < times; n += 1) made.enter(at, time)!.leave('failed', time);
}

test('a slow endpoint holds 16 tries and no more', () => {
  const made = gate();
  const passes = enterUntilFull(made, target('slow'));
  expect(passes).toHaveLength(16);
  passes[0]!.leave('well', time);
  expect(made.enter(target('slow'), time)).not.toBeNull();
});

test('a slow endpoint takes no room from another, nor from other organizations', () => {
  const made = gate();
  enterUntilFull(made, target('slow'));
  expect(enterUntilFull(made, target('other'))).toHaveLength(16);
  expect(enterUntilFull(made, target('slow', 2))).toHaveLength(16);
});

test('one organization has 100 tries in flight at most, however many endpoints', () => {
  const made = gate();
  const passes = Array.from({ length: 20 }, (_, n) => enterUntilFull(made, target(`endpoint-${n}`))).flat();
  expect(passes).toHaveLength(100);
  expect(enterUntilFull(made, target('slow', 2))).toHaveLength(16);
  passes.forEach((pass) => pass.leave('well', time));
  expect(enterUntilFull(made, target('endpoint-19'))).toHaveLength(16);
});

test('after five failures in a row an endpoint is probed one try at a time', () => {
  const made = gate();
  failAt(made, target('dead'), 5);
  expect(made.enter(target('dead'), time)).toBeNull();
  time += 1_000;
  const probe = made.enter(target('dead'), time);
  expect(probe).not.toBeNull();
  expect(made.enter(target('dead'), time)).toBeNull();
  expect(made.enter(target('alive'), time)).not.toBeNull();
});

test('probes that fail come further and further apart, a minute at most', () => {
  const made = gate();
  failAt(made, target('dead'), 5);
  const waits: number[] = [];
  for (let n = 0; n < 9; n += 1) {
    const from = time;
    let probe = made.enter(target('dead'), time);
    while (!probe) {
      time += 500;
      probe = made.enter(target('dead'), time);
    }
    waits.push(time - from);
    probe.leave('failed', time);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('a probe is wanted of an endpoint that rests, once its pause is over, and while there is none', () => {
  const made = gate();
  failAt(made, target('dead'), 4);
  expect([made.isResting(target('dead')), made.wantsProbe(target('dead'), time)]).toEqual([false, false]);
  failAt(made, target('dead'), 1);
  expect([made.isResting(target('dead')), made.wantsProbe(target('dead'), time)]).toEqual([true, false]);
  time += 1_000;
  expect(made.wantsProbe(target('dead'), time)).toBe(true);
  made.enter(target('dead'), time);
  expect(made.wantsProbe(target('dead'), time)).toBe(false);
});

test('a probe that goes well opens the gate for all', () => {
  const made = gate();
  failAt(made, target('back'), 5);
  time += 60_000;
  made.enter(target('back'), time)!.leave('well', time);
  expect(enterUntilFull(made, target('back'))).toHaveLength(16);
});

test('failures with successes between them are not in a row', () => {
  const made = gate();
  for (let n = 0; n < 20; n += 1) {
    failAt(made, target('flaky'), 4);
    made.enter(target('flaky'), time)!.leave('well', time);
  }
  expect(made.enter(target('flaky'), time)).not.toBeNull();
});

test('a pass that is given back twice counts once', () => {
  const made = gate();
  const passes = enterUntilFull(made, target('slow'));
  passes[0]!.leave('well', time);
  passes[0]!.leave('well', time);
  expect(enterUntilFull(made, target('slow'))).toHaveLength(1);
});
