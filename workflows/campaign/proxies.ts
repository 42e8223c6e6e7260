import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import { CAMPAIGNS_TASK_QUEUE } from '../task-queues';
import type { CampaignActivities } from './activity-interface';

/** Small reads and writes in Postgres; while it is away they are tried until it is back. */
export const store = proxyActivities<CampaignActivities>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '15s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
  cancellationType: ActivityCancellationType.ABANDON,
});

/** Goes through every waiting line of a campaign, and reports where it is. */
export const sweep = proxyActivities<Pick<CampaignActivities, 'closeWaitingLines'>>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '12h',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.ABANDON,
});
