import type { PauseReason } from '../domain/pause-reason';
import type { CallReport } from '../workflows/campaign/contract';
import type { ContactActivities, DueAnswer, NextStep } from '../workflows/contact/activity-interface';

/** What the contact's activities need of the world. */
export interface ContactDependencies {
  readonly store: {
    recordOutcome(ended: { readonly attemptId: number; readonly now: number }): Promise<{
      readonly step: NextStep;
      /** The attempt has halted its campaign: closed its gate in Postgres. */
      readonly halt: CampaignHalted | null;
    }>;
    markDue(check: {
      readonly lineId: number;
      readonly now: number;
    }): Promise<Exclude<DueAnswer, { kind: 'due' }> | { readonly kind: 'due'; readonly priority: number }>;
  };
  readonly campaigns: {
    /** Resolves when Temporal has the report; a campaign that has ended is no error. */
    report(campaignId: number, report: CallReport): Promise<void>;
    announceDue(campaignId: number, line: { readonly lineId: number; readonly priority: number }): Promise<void>;
    signal(campaignId: number, kind: CampaignHalted['kind'], reason: PauseReason): Promise<void>;
  };
}

/** How, and why, a campaign was halted. */
interface CampaignHalted {
  readonly kind: 'pause' | 'fail';
  readonly reason: PauseReason;
}

/**
 * The activities of the contact workflow. They report to the campaign themselves, many contacts in one signal: a child
 * that signalled its parent would pay four state transitions for it.
 */
export function createContactActivities({ store, campaigns }: ContactDependencies): ContactActivities {
  return {
    async recordOutcome({ campaignId, lineId, attemptId, lease, now }) {
      const { step, halt } = await store.recordOutcome({ attemptId, now });
      // Before the report, which frees a slot. The gate is closed already; what is not told here, the sweeper tells.
      if (halt) await campaigns.signal(campaignId, halt.kind, halt.reason).catch(() => undefined);
      await campaigns.report(campaignId, { lineId, lease, lineStatus: step.status });
      return step;
    },

    async markDue({ campaignId, lineId, now }) {
      const answer = await store.markDue({ lineId, now });
      if (answer.kind === 'due') await campaigns.announceDue(campaignId, { lineId, priority: answer.priority });
      return answer;
    },

    giveBackSlot: ({ campaignId, lineId, lease }) =>
      campaigns.report(campaignId, { lineId, lease, lineStatus: 'held' }),
  };
}
