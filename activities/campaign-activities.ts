import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { CampaignActivities, HoursQuestion } from '../workflows/campaign/activity-interface';
import type { HoursWindow } from '../workflows/campaign/contract';

/** What the campaign's activities need of the world. */
export interface CampaignDependencies {
  readonly store: Pick<CampaignActivities, 'projectStatus' | 'refillMailbox' | 'recordCampaignEnd'> & {
    /** Closes the next batch of an ending campaign's waiting lines, and answers how many; 0 when none is left. */
    closeNextLines(campaignId: number, ending: 'cancelled' | 'failed'): Promise<number>;
    /** Brings the next waiting lines behind a line under the newest settings; null when there is none behind them. */
    replanLines(campaignId: number, after: number): Promise<{ readonly lastLineId: number | null }>;
  };
  readonly leases: { reconcile: CampaignActivities['reconcileLease'] };
  readonly zones: {
    /** @throws for a zone that does not exist. */
    readHours(question: HoursQuestion): HoursWindow;
  };
}

/** How long one call of `replanWaiting` works. */
const STRETCH_MS = 1_000;

/** The activities of the campaign workflow. */
export function createCampaignActivities({ store, leases, zones }: CampaignDependencies): CampaignActivities {
  return {
    projectStatus: (projection) => store.projectStatus(projection),
    refillMailbox: (request) => store.refillMailbox(request),
    recordCampaignEnd: (end) => store.recordCampaignEnd(end),
    reconcileLease: (lease) => leases.reconcile(lease),

    readHours(question) {
      try {
        return Promise.resolve(zones.readHours(question));
      } catch (error) {
        // Computed again, it comes out the same.
        throw ApplicationFailure.nonRetryable(`The calling hours cannot be read: ${String(error)}`, 'UnreadableHours');
      }
    },

    async closeWaitingLines({ campaignId, ending }) {
      while ((await store.closeNextLines(campaignId, ending)) > 0) Context.current().heartbeat();
    },

    async replanWaiting({ campaignId, after }) {
      const { heartbeat, info } = Context.current();
      // Where an earlier try of this activity was cut off.
      let cursor = typeof info.heartbeatDetails === 'number' ? info.heartbeatDetails : after;
      const until = performance.now() + STRETCH_MS;
      do {
        const { lastLineId } = await store.replanLines(campaignId, cursor);
        if (lastLineId === null) return { lastLineId };
        cursor = lastLineId;
        heartbeat(cursor);
      } while (performance.now() < until);
      return { lastLineId: cursor };
    },
  };
}
