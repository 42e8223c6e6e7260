import { proxyActivities } from '@temporalio/workflow';
import type { WebhookActivities } from './contact/activity-interface';
import { WEBHOOKS_TASK_QUEUE } from './task-queues';

/** One try each: what fails is tried again by a workflow of its own (workflows/delivery), and nobody waits for it here. */
export const webhooks = proxyActivities<WebhookActivities>({
  taskQueue: WEBHOOKS_TASK_QUEUE,
  // A try takes 30 s at most. A worker that dies while it tries is noticed after the heartbeat.
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '4d',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
});
