import type { DeliveryTarget } from '../../infra/db/deliveries/endpoint-health';

/** One of the places that an organization's webhooks go to. */
export interface GatedTarget {
  readonly organizationId: number;
  readonly key: string;
}

export interface GatePass {
  /** The try is over: it went well, or failed as if the endpoint was slow, away or overloaded. */
  leave(outcome: 'well' | 'failed', now: number): void;
}

/** Says whether there is room for a try. Instants in epoch milliseconds. */
export interface EndpointGate {
  enter(target: GatedTarget, now: number): GatePass | null;
  /** Room comes with an answer to somebody else's try, or with a pause after many failures. */
  isResting(target: GatedTarget): boolean;
  /** It rests, and a try would be let in now, to see whether it is back. */
  wantsProbe(target: GatedTarget, now: number): boolean;
}

/**
 * A target as the gate knows it. Endpoints of one host are apart: one that answers nothing must not hold up its neighbour.
 *
 * @example gatedTarget({ organizationId: 1, endpointId: 7, url: 'https://example.com/' }) // { organizationId: 1, key: 'endpoint-7' }
 */
export function gatedTarget({ organizationId, endpointId, url }: DeliveryTarget): GatedTarget {
  return { organizationId, key: endpointId === null ? url : `endpoint-${endpointId}` };
}
