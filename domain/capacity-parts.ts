import { fairRates, fairShares } from './fair-share';

/** A campaign's part of what it shares with others; null where nothing binds it. */
export interface CapacityPart {
  /** Calls in flight. */
  readonly concurrency: number | null;
  readonly callsPerSecond: number | null;
}

/** A provider account or a number; null: no limit of its own. */
export interface SharedResource {
  readonly id: number;
  readonly concurrency: number | null;
  readonly callsPerSecond: number | null;
}

/** A number that a campaign calls from. */
export interface SharedNumber {
  readonly number: Omit<SharedResource, 'callsPerSecond'>;
  readonly account: SharedResource;
}

/** A campaign with something to dial, or with calls in flight. */
export interface CapacityDemand {
  readonly campaignId: number;
  /** Calls it could have in flight now: those it has, and contacts that are ready, up to its own concurrency. */
  readonly calls: number;
  /** Its own calls per second; null for no limit. */
  readonly callsPerSecond: number | null;
  /** The numbers it calls from, one or, where it rotates, several. */
  readonly numbers: readonly SharedNumber[];
}

const UNBOUND: CapacityPart = { concurrency: null, callsPerSecond: null };

/**
 * Divides numbers and accounts fairly among the campaigns that use them. Where there is enough for all, nobody is bound:
 * the limit itself is held when a call is claimed.
 *
 * @param turn grows with time: where there are fewer slots than campaigns, they take turns.
 * @returns a part for each campaign, in the order given.
 * @example capacityParts([{ campaignId: 1, calls: 20, ... }, { campaignId: 2, calls: 20, ... }], 0) // 5 each, on an account of 10
 */
export function capacityParts(demands: readonly CapacityDemand[], turn: number): CapacityPart[] {
  const byNumber = divided(
    demands,
    demands.map(({ calls }) => calls),
    ({ numbers }) => numbers.map(({ number }) => number),
    turn,
  );
  const wanted = demands.map(({ calls }, index) => Math.min(calls, byNumber[index] ?? Infinity));
  const byAccount = divided(demands, wanted, accountsOf, turn);
  const rates = dividedRates(demands);
  return demands.map((_, index) => ({
    ...UNBOUND,
    concurrency: finite(Math.min(byNumber[index] ?? Infinity, byAccount[index] ?? Infinity)),
    callsPerSecond: finite(rates[index] ?? Infinity),
  }));
}

function finite(part: number): number | null {
  return Number.isFinite(part) ? part : null;
}

function accountsOf({ numbers }: CapacityDemand): readonly SharedResource[] {
  return [...new Map(numbers.map(({ account }) => [account.id, account])).values()];
}

/** What each may have of all the resources it uses together; Infinity where one of them has room enough. */
function divided(
  demands: readonly CapacityDemand[],
  wanted: readonly number[],
  resourcesOf: (demand: CapacityDemand) => ReadonlyArray<Pick<SharedResource, 'id' | 'concurrency'>>,
  turn: number,
): number[] {
  const parts = demands.map(() => 0);
  const users = usersOf(demands, resourcesOf);
  for (const { resource, indexes } of users) {
    const wants = indexes.map((index) => wanted[index] ?? 0);
    const limit = resource.concurrency ?? Infinity;
    const isEnough = wants.reduce((sum, want) => sum + want, 0) <= limit;
    const shares = isEnough ? wants.map(() => Infinity) : fairShares(limit, wants, turn);
    indexes.forEach((index, place) => {
      parts[index] = (parts[index] ?? 0) + (shares[place] ?? 0);
    });
  }
  return parts;
}

/** A campaign that rotates keeps the pace of every account it uses: the slowest binds it. */
function dividedRates(demands: readonly CapacityDemand[]): number[] {
  const rates = demands.map(() => Infinity);
  for (const { resource, indexes } of usersOf(demands, accountsOf)) {
    if (resource.callsPerSecond === null) continue;
    const wants = indexes.map((index) => demands[index]?.callsPerSecond ?? Infinity);
    if (wants.reduce((sum, want) => sum + want, 0) <= resource.callsPerSecond) continue;
    const shares = fairRates(resource.callsPerSecond, wants);
    indexes.forEach((index, place) => {
      rates[index] = Math.min(rates[index] ?? Infinity, shares[place] ?? 0);
    });
  }
  return rates;
}

/** Every resource with the places of the campaigns that use it. */
function usersOf<R extends { readonly id: number }>(
  demands: readonly CapacityDemand[],
  resourcesOf: (demand: CapacityDemand) => readonly R[],
): Array<{ resource: R; indexes: number[] }> {
  const users = new Map<number, { resource: R; indexes: number[] }>();
  demands.forEach((demand, index) => {
    for (const resource of resourcesOf(demand)) {
      const known = users.get(resource.id) ?? { resource, indexes: [] };
      known.indexes.push(index);
      users.set(resource.id, known);
    }
  });
  return [...users.values()];
}
