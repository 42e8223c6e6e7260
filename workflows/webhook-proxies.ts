import { proxyActivities } from '@temporalio/workflow';
import type { WebhookActivities } from './contact/activity-interface';
import { WEBHOOKS_TASK_QUEUE } from './task-queues';

/** The activity itself gives up after three days; the limit here only ends what was forgotten. */
export const webhooks = proxyActivities<WebhookActivities>({
  taskQueue: WEBHOOKS_TASK_QUEUE,
  startToCloseTimeout: '60s',
  scheduleToCloseTimeout: '4d',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
});
