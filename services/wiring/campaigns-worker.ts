import type { WorkerOptions } from '@temporalio/worker';
import { createCampaignActivities } from '../../activities/campaign-activities';
import { createContactActivities } from '../../activities/contact-activities';
import { recordOutcome } from '../../infra/db/attempts/attempt-outcome';
import type { ReportUrl } from '../../infra/db/campaigns/campaign-end';
import { projectCampaignStatus, recordCampaignEnd } from '../../infra/db/campaigns/campaign-projection';
import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import { closeWaitingLines, markLineDue } from '../../infra/db/lines/line-queue';
import { nextReadyLines } from '../../infra/db/campaigns/refill';
import { replanLines } from '../../infra/db/lines/replan';
import { readCampaignHours } from '../../infra/time-zones/campaign-hours';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';
import type { CampaignMessenger } from './campaign-messenger';
import type { ContactMessenger } from './contact-messenger';
import { reconcileLease } from './lease-reconciler';

export interface CampaignsWorld {
  readonly db: Database;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
  /** Tells the time by which waiting contacts are planned; the system's own unless given. */
  readonly clock?: Clock;
  /** Makes the links of status callbacks; without it they have none. */
  readonly reportUrl?: ReportUrl;
}

/** What the worker for campaigns and contacts runs, workflow code aside. */
export function campaignsWorkerOptions(
  world: CampaignsWorld,
): Omit<WorkerOptions, 'connection' | 'namespace' | 'workflowBundle' | 'workflowsPath'> {
  const { db, campaigns, clock = systemClock } = world;
  return {
    taskQueue: CAMPAIGNS_TASK_QUEUE,
    activities: {
      ...createCampaignActivities({
        store: {
          projectStatus: (projection) => projectCampaignStatus(db, projection),
          refillMailbox: (request) => nextReadyLines(db, request),
          recordCampaignEnd: (end) => recordCampaignEnd(db, end, world.reportUrl),
          closeNextLines: (campaignId, ending) => closeWaitingLines(db, campaignId, ending),
          replanLines: async (campaignId, after) => replanLines(db, campaignId, after, await clock()),
        },
        leases: { reconcile: (lease) => reconcileLease(world, lease) },
        zones: { readHours: readCampaignHours },
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
