import type { EndpointGate, GatedTarget, GatePass } from '../wiring/delivery-gate';

/** Tries in flight at once. A slow endpoint holds so many and no more. */
const IN_FLIGHT = { ofTarget: 16, ofOrganization: 100 };
/** After so many failures in a row an endpoint rests. */
const FAILURES_BEFORE_REST = 5;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

interface Target {
  readonly organizationId: number;
  inFlight: number;
  failures: number;
  /** While it rests: when the next probe may go, epoch milliseconds. */
  probeAt: number;
}

/**
 * Keeps a slow or dead endpoint from taking the room of others: so many tries in flight for one endpoint and for one
 * organization, and after five failures in a row one at a time, further and further apart, until one is answered.
 *
 * @example createEndpointGate().enter({ organizationId: 1, key: 'endpoint-7' }, Date.now()) // null: there is no room
 */
export function createEndpointGate(): EndpointGate {
  const targets = new Map<string, Target>();
  const inFlightOf = new Map<number, number>();

  const count = (target: Target, change: 1 | -1): void => {
    target.inFlight += change;
    const inFlight = (inFlightOf.get(target.organizationId) ?? 0) + change;
    if (inFlight > 0) inFlightOf.set(target.organizationId, inFlight);
    else inFlightOf.delete(target.organizationId);
  };

  const passOf = (key: string, target: Target): GatePass => {
    let hasLeft = false;
    return {
      leave: (outcome, now) => {
        if (hasLeft) return;
        hasLeft = true;
        count(target, -1);
        target.failures = outcome === 'failed' ? target.failures + 1 : 0;
        if (target.failures >= FAILURES_BEFORE_REST) target.probeAt = now + restMs(target.failures);
        // Nothing is kept of those that are well.
        if (target.inFlight === 0 && target.failures === 0) targets.delete(key);
      },
    };
  };

  const isResting = (gated: GatedTarget): boolean => (targets.get(keyOf(gated))?.failures ?? 0) >= FAILURES_BEFORE_REST;

  return {
    isResting,
    wantsProbe: (gated, now) => isResting(gated) && hasRoom(targets.get(keyOf(gated))!, now),
    enter(gated: GatedTarget, now: number): GatePass | null {
      const { organizationId } = gated;
      const key = keyOf(gated);
      const target = targets.get(key) ?? { organizationId, inFlight: 0, failures: 0, probeAt: 0 };
      if ((inFlightOf.get(organizationId) ?? 0) >= IN_FLIGHT.ofOrganization || !hasRoom(target, now)) return null;
      targets.set(key, target);
      count(target, 1);
      return passOf(key, target);
    },
  };
}

function keyOf({ organizationId, key }: GatedTarget): string {
  return `${organizationId} ${key}`;
}

function hasRoom({ failures, inFlight, probeAt }: Target, now: number): boolean {
  if (failures < FAILURES_BEFORE_REST) return inFlight < IN_FLIGHT.ofTarget;
  return inFlight === 0 && now >= probeAt;
}

function restMs(failures: number): number {
  return Math.min(FIRST_REST_MS * 2 ** (failures - FAILURES_BEFORE_REST), LONGEST_REST_MS);
}
