import fc from 'fast-check';
import { areaMatch, chooseNumber, isUnhealthy, type CallerNumber, type NumberRotation } from './number-rotation';

const NOW = 1_800_000_000_000;
const rotations: fc.Arbitrary<NumberRotation> = fc.record({
  strategy: fc.constantFrom('fixed_count', 'round_robin', 'least_recently_used', 'matching_area_code'),
  callsPerNumber: fc.integer({ min: 1, max: 5 }),
  healthThreshold: fc.constant(null),
  fallback: fc.constantFrom('pause', 'continue_best'),
});
const areas = fc.constantFrom(
  { callingCode: '1', national: '2125550100' },
  { callingCode: '1', national: '3105550100' },
  { callingCode: '44', national: '2079460958' },
  null,
);
const numbersOf = (count: number): fc.Arbitrary<CallerNumber[]> =>
  fc.tuple(
    ...Array.from({ length: count }, (_, index) =>
      fc.record({
        id: fc.constant(index + 1),
        sequence: fc.nat({ max: 3 }),
        isActive: fc.boolean(),
        callsInTurn: fc.nat({ max: 5 }),
        lastUsedAt: fc.option(fc.constant(NOW - 1_000 - index)),
        restsUntil: fc.option(fc.integer({ min: NOW - 1_000, max: NOW + 1_000 })),
        answerRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        area: areas,
      }),
    ),
  );
const numbers = fc.integer({ min: 0, max: 6 }).chain(numbersOf);
const rests = ({ restsUntil }: CallerNumber): boolean => restsUntil !== null && restsUntil > NOW;

function fresh(count: number): CallerNumber[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    sequence: index,
    isActive: true,
    callsInTurn: 0,
    lastUsedAt: null,
    restsUntil: null,
    answerRate: null,
    area: null,
  }));
}

/** Makes calls one after the other, and answers the numbers they came from. */
function callsFrom(rotation: NumberRotation, first: readonly CallerNumber[], count: number): number[] {
  let state = first;
  return Array.from({ length: count }, (_, call) => {
    const choice = chooseNumber(rotation, state, null, NOW);
    if (choice.kind !== 'chosen') throw new Error(choice.kind);
    const { number, callsInTurn } = choice;
    state = state.map((one) => (one.id === number.id ? { ...one, callsInTurn, lastUsedAt: NOW + call } : one));
    return number.id;
  });
}

const rotation = (strategy: NumberRotation['strategy'], more: Partial<NumberRotation> = {}): NumberRotation => ({
  strategy,
  callsPerNumber: 3,
  healthThreshold: null,
  fallback: 'pause',
  ...more,
});

test('a number that is switched off is never chosen, nor one that rests while another could call', () => {
  fc.assert(
    fc.property(rotations, numbers, areas, (chosenBy, given, to) => {
      const choice = chooseNumber(chosenBy, given, to, NOW);
      const usable = given.filter((number) => number.isActive && !rests(number));
      if (choice.kind === 'chosen') {
        expect(choice.number.isActive).toBe(true);
        expect(rests(choice.number)).toBe(usable.length === 0);
        expect(usable.length > 0 || chosenBy.fallback === 'continue_best').toBe(true);
      } else {
        expect(usable).toEqual([]);
        expect(choice.kind).toBe(given.some(({ isActive }) => isActive) ? 'resting' : 'none');
      }
    }),
  );
});

test('when all rest, it waits for the first of them, or goes on with the one that is answered most', () => {
  const given = fresh(3).map((number, index) => ({
    ...number,
    restsUntil: NOW + 5_000 - index,
    answerRate: [0.1, 0.3, 0.2][index] ?? null,
  }));
  expect(chooseNumber(rotation('round_robin'), given, null, NOW)).toEqual({ kind: 'resting', until: NOW + 4_998 });
  const best = chooseNumber(rotation('round_robin', { fallback: 'continue_best' }), given, null, NOW);
  expect(best).toMatchObject({ kind: 'chosen', number: { id: 2 } });
});

test('a fixed count calls so often from one number, then from the next in order', () => {
  expect(callsFrom(rotation('fixed_count'), fresh(3), 11)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 1]);
});

test('no number is ever more than one turn ahead of another', () => {
  fc.assert(
    fc.property(
      rotations,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 60 }),
      (chosenBy, count, calls) => {
        const made = callsFrom(chosenBy, fresh(count), calls);
        const each = fresh(count).map(({ id }) => made.filter((number) => number === id).length);
        const turn = chosenBy.strategy === 'fixed_count' ? chosenBy.callsPerNumber : 1;
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(turn);
      },
    ),
  );
});

test('the order goes on behind a number that was switched off meanwhile', () => {
  const given = fresh(3).map((number) =>
    number.id === 2 ? { ...number, isActive: false, lastUsedAt: NOW - 1 } : number,
  );
  expect(callsFrom(rotation('round_robin'), given, 3)).toEqual([3, 1, 3]);
});

test('the number nearest to the called one comes first, and of equally near ones the one that has waited longest', () => {
  const national = ['3105550100', '2125550101', '2125550102', '2079460958'];
  const given = fresh(4).map((number, index) => ({
    ...number,
    area: { callingCode: index === 3 ? '44' : '1', national: national[index] ?? '' },
    lastUsedAt: NOW - 100 + (index === 1 ? 50 : index),
  }));
  const to = { callingCode: '1', national: '2125559999' };
  expect(chooseNumber(rotation('matching_area_code'), given, to, NOW)).toMatchObject({ number: { id: 3 } });
  const abroad = { callingCode: '49', national: '30123456' };
  expect(chooseNumber(rotation('matching_area_code'), given, abroad, NOW)).toMatchObject({ number: { id: 1 } });
});

test('an area code of +1 fits as a whole or not at all; elsewhere the longer the better', () => {
  const at = (callingCode: string, national: string) => ({ callingCode, national });
  expect(areaMatch(at('1', '2125550100'), at('1', '2135550100'))).toBe(0);
  expect(areaMatch(at('1', '2125550100'), at('1', '2125999999'))).toBe(3);
  expect(areaMatch(at('44', '2079460958'), at('44', '2079990000'))).toBe(4);
  expect(areaMatch(at('44', '2079460958'), at('43', '2079460958'))).toBe(0);
});

test('a number rests for answers below the threshold, and only after enough calls', () => {
  const half = rotation('round_robin', { healthThreshold: 50 });
  expect(isUnhealthy(half, { answered: 9, finished: 20 })).toBe(true);
  expect(isUnhealthy(half, { answered: 10, finished: 20 })).toBe(false);
  expect(isUnhealthy(half, { answered: 0, finished: 19 })).toBe(false);
  expect(isUnhealthy(rotation('round_robin'), { answered: 0, finished: 100 })).toBe(false);
});
