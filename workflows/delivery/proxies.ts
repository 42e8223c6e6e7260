import { proxyActivities } from '@temporalio/workflow';
import { WEBHOOKS_TASK_QUEUE } from '../task-queues';
import type { DeliveryActivities } from './activity-interface';

/**
 * Each failure says how long to wait; the policy here is for what nobody foresaw. Nothing limits the whole: the
 * activity gives up by the delivery's own limits.
 *
 * @param organizationId whose turn it is: where a backlog waits, the server gives each organization its share.
 */
export function deliveriesOf(organizationId: number) {
  return proxyActivities<DeliveryActivities>({
    taskQueue: WEBHOOKS_TASK_QUEUE,
    // A try takes 30 s at most. A worker that dies while it tries is noticed after the heartbeat.
    startToCloseTimeout: '60s',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
    priority: { fairnessKey: `organization-${organizationId}` },
  });
}
