import { reconcileInboundCalls, type InboundReconcilerOptions } from '../wiring/inbound-reconciler';
import { startRounds } from './rounds';

const EVERY_MS = 5_000;

/** Looks up calls from outside that have reported no end, over and over. Several processes may do so side by side. */
export function startOverdueInboundCalls(options: InboundReconcilerOptions): { stop: () => Promise<void> } {
  const round = () => reconcileInboundCalls(options);
  return startRounds({ round, everyMs: EVERY_MS, logger: options.logger, what: 'overdue inbound calls' });
}
