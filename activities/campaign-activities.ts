import { Context } from '@temporalio/activity';
import type { CampaignActivities } from '../workflows/campaign/activity-interface';

/** What the campaign's activities need of the world. */
export interface CampaignDependencies {
  readonly store: Pick<CampaignActivities, 'projectStatus' | 'refillMailbox' | 'recordCampaignEnd'> & {
    /** Closes the next batch of a cancelled campaign's waiting lines; an empty one means that none is left. */
    closeNextLines(
      campaignId: number,
    ): Promise<ReadonlyArray<{ readonly lineId: number; readonly wasDialled: boolean }>>;
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
      const { heartbeat, sleep } = Context.current();
      for (;;) {
        const closed = await store.closeNextLines(campaignId);
        if (closed.length === 0) return;
        for (const { lineId, wasDialled } of closed) {
          if (!wasDialled) continue;
          await contacts.wake(campaignId, lineId);
          heartbeat();
          await sleep(1_000 / WAKES_PER_SECOND);
        }
        heartbeat();
      }
    },
  };
}
