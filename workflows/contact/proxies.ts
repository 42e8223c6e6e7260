import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { CALLS_TASK_QUEUE, CAMPAIGNS_TASK_QUEUE } from '../task-queues';
import type { CallActivities, ContactActivities } from './activity-interface';

/**
 * A worker that dies while it asks is noticed after the heartbeat; the next try reconciles before it does anything. One try
 * may take 15 s at the pre-call webhook, 3 of them for room there, 11 s for its turn and for room at the provider, 8 s at
 * the provider, and 18 s and more to look up a call whose answer was lost.
 */
export const calls = proxyActivities<CallActivities>({
  taskQueue: CALLS_TASK_QUEUE,
  startToCloseTimeout: '75s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '15s' },
});

const local = proxyLocalActivities<ContactActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
});

const patient = proxyActivities<ContactActivities>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '15s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
});

/**
 * The contact's reads and writes in Postgres. As a local activity each costs the server nothing; when that fails three
 * times (Postgres or Temporal is away) a normal activity waits for as long as it takes, without holding the workflow's task.
 */
export const store: ContactActivities = {
  recordOutcome: (input) => local.recordOutcome(input).catch(() => patient.recordOutcome(input)),
  markDue: (input) => local.markDue(input).catch(() => patient.markDue(input)),
  giveBackSlot: (input) => local.giveBackSlot(input).catch(() => patient.giveBackSlot(input)),
};
