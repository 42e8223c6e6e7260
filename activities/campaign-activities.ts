import { Context } from '@temporalio/activity';
import type { CampaignActivities } from '../workflows/campaign/activity-interface';

/** What the campaign's activities need of the world. */
export interface CampaignDependencies {
  readonly store: Pick<CampaignActivities, 'projectStatus' | 'refillMailbox' | 'recordCampaignEnd'> & {
    /** Closes the next batch of a cancelled campaign's waiting lines, and answers how many; 0 when none is left. */
    closeNextLines(campaignId: number): Promise<number>;
    /** The next closed lines, by id, for which a contact may be asleep. */
    cancelledSleepers(campaignId: number, after: number): Promise<readonly number[]>;
  };
  readonly leases: { reconcile: CampaignActivities['reconcileLease'] };
  readonly contacts: {
    /** Makes a contact read its line again; one that is gone is no error. */
    wake(campaignId: number, lineId: number): Promise<void>;
  };
}

// Each waking costs the server three state transitions: faster than this it would starve the calls in progress.
const WAKES_PER_SECOND = 100;

/** The activities of the campaign workflow. */
export function createCampaignActivities({ store, leases, contacts }: CampaignDependencies): CampaignActivities {
  return {
    projectStatus: (projection) => store.projectStatus(projection),
    refillMailbox: (request) => store.refillMailbox(request),
    recordCampaignEnd: (end) => store.recordCampaignEnd(end),
    reconcileLease: (lease) => leases.reconcile(lease),

    async closeWaitingLines({ campaignId }) {
      const { heartbeat, sleep, info } = Context.current();
      while ((await store.closeNextLines(campaignId)) > 0) heartbeat();
      // Where an earlier try of this activity was cut off; waking twice does no harm.
      let cursor = typeof info.heartbeatDetails === 'number' ? info.heartbeatDetails : 0;
      for (;;) {
        const asleep = await store.cancelledSleepers(campaignId, cursor);
        if (asleep.length === 0) return;
        for (const lineId of asleep) {
          await contacts.wake(campaignId, lineId);
          cursor = lineId;
          heartbeat(cursor);
          await sleep(1_000 / WAKES_PER_SECOND);
        }
      }
    },
  };
}
