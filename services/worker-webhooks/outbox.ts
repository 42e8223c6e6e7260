import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { extendLeases, setAside, takeDueDeliveries, type DueDelivery } from '../../infra/db/deliveries/outbox';
import type { Logger } from '../../infra/observability/logger';
import {
  DELIVERY_WORKFLOW,
  replayedSignal,
  type DeliveryInput,
  type Replayed,
} from '../../workflows/delivery/contract';
import { deliveryStartOptions } from '../../workflows/delivery/start-options';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';
import { gatedTarget, type EndpointGate } from '../wiring/delivery-gate';

export interface OutboxOptions {
  readonly db: Database;
  readonly client: Client;
  readonly logger: Logger;
  /** Of this process's tries; without it no endpoint is known to rest. */
  readonly gate?: Pick<EndpointGate, 'isResting' | 'wantsProbe'>;
  /** Tells what is due; the system's own unless given. */
  readonly clock?: Clock;
}

const IDLE_MS = 500;
const BATCH = 100;
/** Starting a workflow costs the server about ten state transitions: calls in progress come first. */
const STARTED_AT_ONCE = 8;
/** Should the process end before what it has taken is handed on, another takes it then. */
const LEASE_MS = 60_000;
/** From here on the delivery itself says when it is looked after; this is for one that is lost before its first try. */
const ADOPTED_AFTER_MS = 15 * 60_000;

/** Hands on what is due, over and over. Any number of processes may: each delivery is taken by one of them. */
export function startOutbox(options: OutboxOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const handedOn = await handOnDue(options).catch((err: unknown) => {
        options.logger.warn({ err }, 'handing on deliveries failed; trying again');
        return 0;
      });
      if (handedOn === 0) await sleep(IDLE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/**
 * Starts a workflow for each delivery that is due; one that has its workflow already is left to it, and told when it was
 * replayed. What cannot be handed on is due again a minute later. A backlog for an endpoint that rests stays here, but for
 * one at a time that finds out whether it is back: a workflow each that looks again and again would be a load of its own.
 *
 * @returns how many were handed on.
 */
export async function handOnDue(options: OutboxOptions): Promise<number> {
  const { db, clock = systemClock, logger } = options;
  const now = await clock();
  const leasedUntil = now + LEASE_MS;
  const due = await takeDueDeliveries(db, { now, leasedUntil, limit: BATCH });
  const left = await withoutBacklogs(options, due, now);
  const handedOn: number[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { id } = next;
      try {
        await handOn(options.client, next);
        handedOn.push(id);
      } catch (err) {
        logger.warn({ err, deliveryId: id }, 'a delivery was not handed on; trying again');
      }
    }
  };
  await Promise.all(Array.from({ length: STARTED_AT_ONCE }, work));
  await extendLeases(db, handedOn, leasedUntil, now + ADOPTED_AFTER_MS);
  return handedOn.length;
}

/** Those to be handed on now: all but what waits for endpoints that rest. What has been tried has limits, which its workflow heeds. */
async function withoutBacklogs(
  { db, gate }: OutboxOptions,
  due: readonly DueDelivery[],
  now: number,
): Promise<DueDelivery[]> {
  const kept: DueDelivery[] = [];
  const waiting = new Map<string, DueDelivery[]>();
  for (const delivery of due) {
    const isWaiting = delivery.isUntried && gate?.isResting(gatedTarget(delivery));
    if (!isWaiting) {
      kept.push(delivery);
      continue;
    }
    const lane = `${delivery.organizationId} ${delivery.lane}`;
    waiting.set(lane, [...(waiting.get(lane) ?? []), delivery]);
  }
  for (const lane of waiting.values()) {
    // What somebody has asked for once more goes first.
    const [first, ...others] = lane.sort((a, b) => b.replays - a.replays || a.id - b.id) as [
      DueDelivery,
      ...DueDelivery[],
    ];
    const isProbe = gate?.wantsProbe(gatedTarget(first), now) === true;
    if (isProbe) kept.push(first);
    const taken = (isProbe ? others : lane).map(({ id }) => id);
    await setAside(
      db,
      { organizationId: first.organizationId, lane: first.lane, taken, except: isProbe ? first.id : null },
      now,
    );
  }
  return kept;
}

async function handOn(client: Client, due: DueDelivery): Promise<void> {
  const { id: deliveryId, organizationId, campaignId, endpointId, what, replays } = due;
  const input: DeliveryInput = { deliveryId, organizationId, campaignId, endpointId, what, replays };
  const args: [DeliveryInput] = [input];
  const options = { ...deliveryStartOptions(input), taskQueue: CAMPAIGNS_TASK_QUEUE, args };
  if (replays > 0) {
    // One that is about to end hears it all the same, and begins anew.
    const signalArgs: [Replayed] = [{ replays }];
    await client.workflow.signalWithStart(DELIVERY_WORKFLOW, { ...options, signal: replayedSignal, signalArgs });
    return;
  }
  await client.workflow.start(DELIVERY_WORKFLOW, options).catch((error: unknown) => {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  });
}
