import type { WorkerOptions } from '@temporalio/worker';
import { createCampaignActivities } from '../../activities/campaign-activities';
import { createContactActivities } from '../../activities/contact-activities';
import { recordOutcome } from '../../infra/db/attempt-outcome';
import { projectCampaignStatus, recordCampaignEnd } from '../../infra/db/campaign-projection';
import type { Database } from '../../infra/db/database';
import { cancelledSleepers, closeWaitingLines, markLineDue } from '../../infra/db/line-queue';
import { nextReadyLines } from '../../infra/db/refill';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';
import type { CampaignMessenger } from './campaign-messenger';
import type { ContactMessenger } from './contact-messenger';
import { reconcileLease } from './lease-reconciler';

export interface CampaignsWorld {
  readonly db: Database;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
}

/** What the worker for campaigns and contacts runs, workflow code aside. */
export function campaignsWorkerOptions(
  world: CampaignsWorld,
): Omit<WorkerOptions, 'connection' | 'namespace' | 'workflowBundle' | 'workflowsPath'> {
  const { db, campaigns, contacts } = world;
  return {
    taskQueue: CAMPAIGNS_TASK_QUEUE,
    activities: {
      ...createCampaignActivities({
        store: {
          projectStatus: (projection) => projectCampaignStatus(db, projection),
          refillMailbox: (request) => nextReadyLines(db, request),
          recordCampaignEnd: (end) => recordCampaignEnd(db, end),
          closeNextLines: (campaignId) => closeWaitingLines(db, campaignId),
          cancelledSleepers: (campaignId, after) => cancelledSleepers(db, campaignId, after),
        },
        leases: { reconcile: (lease) => reconcileLease(world, lease) },
        contacts,
      }),
      ...createContactActivities({
        store: {
          recordOutcome: (ended) => recordOutcome(db, ended),
          markDue: (check) => markLineDue(db, check),
        },
        campaigns,
      }),
    },
    // The default of ten seconds is how long a campaign would be deaf after its worker was killed.
    stickyQueueScheduleToStartTimeout: '2s',
    maxCachedWorkflows: 2_000,
    maxConcurrentWorkflowTaskExecutions: 100,
  };
}
