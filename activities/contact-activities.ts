import type { CallReport } from '../workflows/campaign/contract';
import type { ContactActivities, DueAnswer, NextStep } from '../workflows/contact/activity-interface';

/** What the contact's activities need of the world. */
export interface ContactDependencies {
  readonly store: {
    recordOutcome(ended: { readonly attemptId: number; readonly now: number }): Promise<NextStep>;
    markDue(check: { readonly lineId: number; readonly now: number }): Promise<DueAnswer>;
  };
  readonly campaigns: {
    /** Resolves when Temporal has the report; a campaign that has ended is no error. */
    report(campaignId: number, report: CallReport): Promise<void>;
    announceDue(campaignId: number, lineId: number): Promise<void>;
  };
}

/**
 * The activities of the contact workflow. They report to the campaign themselves, many contacts in one signal: a child
 * that signalled its parent would pay four state transitions for it.
 */
export function createContactActivities({ store, campaigns }: ContactDependencies): ContactActivities {
  return {
    async recordOutcome({ campaignId, lineId, attemptId, lease, now }) {
      const next = await store.recordOutcome({ attemptId, now });
      await campaigns.report(campaignId, { lineId, lease, lineStatus: next.status });
      return next;
    },

    async markDue({ campaignId, lineId, now }) {
      const answer = await store.markDue({ lineId, now });
      if (answer.kind === 'due') await campaigns.announceDue(campaignId, lineId);
      return answer;
    },

    giveBackSlot: ({ campaignId, lineId, lease }) =>
      campaigns.report(campaignId, { lineId, lease, lineStatus: 'held' }),
  };
}
