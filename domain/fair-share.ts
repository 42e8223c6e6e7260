/**
 * Divides slots among those who want them, max-min fair: nobody gets more than they want, and what one does not want goes
 * to the others in equal parts. While there are enough, everybody who wants one gets at least one.
 *
 * @param capacity slots to give, 0 or more.
 * @param demands slots wanted, each 0 or more.
 * @param turn whose turn it is when there are fewer slots than takers: the one at this place (counted over the takers,
 * around and around) comes first.
 * @returns whole slots for each demand; together never more than the capacity.
 * @example fairShares(10, [2, 20, 20]) // [2, 4, 4]
 */
export function fairShares(capacity: number, demands: readonly number[], turn = 0): number[] {
  const shares = demands.map(() => 0);
  const takers = demands
    .map((demand, index) => ({ demand: Math.floor(demand), index }))
    .filter(({ demand }) => demand > 0);
  let left = Math.max(0, Math.floor(capacity));
  if (left < takers.length) {
    for (let place = 0; place < left; place += 1) {
      const taker = takers[(turn + place) % takers.length];
      if (taker) shares[taker.index] = 1;
    }
    return shares;
  }
  takers.sort((one, other) => one.demand - other.demand || other.index - one.index);
  takers.forEach(({ demand, index }, served) => {
    const share = Math.min(demand, Math.floor(left / (takers.length - served)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

/**
 * Divides a rate as slots are divided, without rounding.
 *
 * @param rate calls per second to give, 0 or more.
 * @param demands calls per second wanted; Infinity takes all it can get.
 * @example fairRates(10, [2, Infinity, Infinity]) // [2, 4, 4]
 */
export function fairRates(rate: number, demands: readonly number[]): number[] {
  const rates = demands.map(() => 0);
  const modestFirst = demands
    .map((demand, index) => ({ demand, index }))
    .sort((one, other) => (one.demand < other.demand ? -1 : one.demand > other.demand ? 1 : 0));
  let left = Math.max(0, rate);
  modestFirst.forEach(({ demand, index }, served) => {
    const granted = Math.max(0, Math.min(demand, left / (modestFirst.length - served)));
    rates[index] = granted;
    left = Math.max(0, left - granted);
  });
  return rates;
}
