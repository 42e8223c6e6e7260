import type { Pacing } from '../../domain/campaign-settings';
import type { CampaignStatus } from '../../domain/campaign-status';
import type { CarriedBudget } from './pace-budget';
import type { CarriedLease } from './slot-leases';

/** Counted since the campaign was activated, over all its runs. */
export interface CampaignCounts {
  readonly slotsGranted: number;
  readonly callsEnded: number;
  readonly contactsClosed: number;
  readonly held: number;
}

/** All that a campaign carries from run to run; under 50 KB at its largest. */
export interface CarriedState extends CarriedBudget {
  readonly runs: number;
  readonly paused: boolean;
  readonly ending: 'completed' | 'cancelled' | null;
  /** The end has been prepared: a cancelled campaign's waiting lines are closed. */
  readonly waitingLinesClosed: boolean;
  readonly started: boolean;
  readonly hasDialled: boolean;
  readonly fresh: readonly number[];
  readonly due: readonly number[];
  readonly moreInStore: boolean;
  readonly openInStore: boolean;
  readonly leases: readonly CarriedLease[];
  readonly nextLease: number;
  readonly pacing: Pacing;
  readonly settingsVersion: number;
  readonly counts: CampaignCounts;
  readonly revision: number;
  readonly projectedRevision: number;
  readonly shownStatus: CampaignStatus | null;
}
