import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { planCall, type Mix } from './call-plan';
import { SCRIPTS } from './scripts';

const plan = (reference: string, mix: Mix | null, to = '+15550101111') =>
  planCall({ reference, to, isRepeated: false }, mix);

test('a call to a number without a script takes under two seconds', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (reference, seed) => {
      const { ringMs, talkMs, ending } = plan(reference, { seed, shares: {} });
      expect(ending.disposition).toBe('completed');
      expect(ringMs).toBeGreaterThanOrEqual(200);
      expect(ringMs + talkMs).toBeLessThanOrEqual(1600);
    }),
  );
});

test('the same seed and reference always give the same call, whatever the order of the shares', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (reference, seed) => {
      const there = plan(reference, { seed, shares: { busy: 0.3, no_answer: 0.3 } });
      expect(plan(reference, { seed, shares: { no_answer: 0.3, busy: 0.3 } })).toEqual(there);
    }),
  );
});

test('shares are met over many calls, and another seed chooses others', () => {
  const endings = (seed: string) =>
    Array.from(
      { length: 4000 },
      (_, index) => plan(`a-${index}`, { seed, shares: { busy: 0.2, no_answer: 0.3 } }).ending.disposition,
    );
  const first = endings('1');
  const shareOf = (name: string) => first.filter((ending) => ending === name).length / first.length;
  expect(shareOf('busy')).toBeCloseTo(0.2, 1);
  expect(shareOf('no_answer')).toBeCloseTo(0.3, 1);
  expect(shareOf('completed')).toBeCloseTo(0.5, 1);
  expect(endings('2')).not.toEqual(first);
});

test('a mix does not touch numbers that have a script', () => {
  const mix: Mix = { seed: '1', shares: { failed: 1 } };
  for (const digits of Object.keys(SCRIPTS)) {
    const to = `+1555010${digits}`;
    expect(plan('a', mix, to).ending).toEqual(plan('a', null, to).ending);
  }
});

test('the documentation lists every script', () => {
  const page = readFileSync(join(__dirname, '../../../docs/simulator.md'), 'utf8');
  const listed = [...page.matchAll(/^\| (90\d\d) \| (.+?) \|/gm)].map(([, digits, title]) => [digits, title]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(SCRIPTS).map(([digits, { title }]) => [digits, title])),
  );
});
