import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { CAMPAIGNS_TASK_QUEUE } from '../task-queues';
import type { CampaignActivities, HoursQuestion } from './activity-interface';
import type { HoursWindow } from './contract';

/** Small reads and writes in Postgres; while it is away they are tried until it is back. */
export const store = proxyActivities<CampaignActivities>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '15s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
  cancellationType: ActivityCancellationType.ABANDON,
});

/** Goes through the waiting lines of a campaign, and reports where it is. */
export const sweep = proxyActivities<Pick<CampaignActivities, 'closeWaitingLines' | 'replanWaiting'>>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '12h',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.ABANDON,
});

const localZones = proxyLocalActivities<Pick<CampaignActivities, 'readHours'>>({
  startToCloseTimeout: '2s',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
});

const patientZones = proxyActivities<Pick<CampaignActivities, 'readHours'>>({
  taskQueue: CAMPAIGNS_TASK_QUEUE,
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '60s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
  cancellationType: ActivityCancellationType.ABANDON,
});

/**
 * The hours as of an instant. As a local activity it costs the server nothing; it must be short, since a campaign hears no
 * signal meanwhile, so what fails is left to a normal activity.
 *
 * @throws when the hours cannot be worked out, such as for a zone that this installation does not know.
 */
export function readHours(question: HoursQuestion): Promise<HoursWindow> {
  return localZones.readHours(question).catch(() => patientZones.readHours(question));
}
