import fc from 'fast-check';
import { breakerReason, DEFAULT_BREAKER, shouldTrip, type CircuitBreaker } from './circuit-breaker';

const breakers: fc.Arbitrary<CircuitBreaker> = fc.record({
  failureShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  windowS: fc.integer({ min: 1, max: 3_600 }),
  minCalls: fc.integer({ min: 1, max: 100 }),
});
const counts = fc
  .tuple(fc.nat({ max: 300 }), fc.nat({ max: 300 }))
  .map(([failed, others]) => ({ failed, calls: failed + others }));

it('trips at the share and the number of calls that were set, and not one call earlier', () => {
  expect(shouldTrip(DEFAULT_BREAKER, { failed: 5, calls: 10 })).toBe(true);
  expect(shouldTrip(DEFAULT_BREAKER, { failed: 4, calls: 10 })).toBe(false);
  expect(shouldTrip(DEFAULT_BREAKER, { failed: 9, calls: 9 })).toBe(false);
});

it('never trips on too few calls, without a failure, or when it is switched off', () => {
  fc.assert(
    fc.property(breakers, counts, (breaker, counted) => {
      if (counted.calls < breaker.minCalls) expect(shouldTrip(breaker, counted)).toBe(false);
      expect(shouldTrip(breaker, { ...counted, failed: 0 })).toBe(false);
      expect(shouldTrip(null, counted)).toBe(false);
    }),
  );
});

it('once tripped, more failures never untrip it, and more good calls never trip it', () => {
  fc.assert(
    fc.property(breakers, counts, fc.nat({ max: 50 }), (breaker, { failed, calls }, more) => {
      if (shouldTrip(breaker, { failed, calls })) {
        expect(shouldTrip(breaker, { failed: failed + more, calls: calls + more })).toBe(true);
      } else if (calls >= breaker.minCalls) {
        expect(shouldTrip(breaker, { failed, calls: calls + more })).toBe(false);
      }
    }),
  );
});

it('says why, with the figures', () => {
  expect(breakerReason(DEFAULT_BREAKER, { failed: 6, calls: 10 }).text).toMatch(/^6 of 10 calls within 120 s .* 60 %/);
});
