import type { Pacing } from '../../domain/campaign-settings';
import type { CampaignStatus } from '../../domain/campaign-status';
import type { PauseReason } from '../../domain/pause-reason';
import type { CapacityShare } from './contract';
import type { CarriedMailbox } from './mailbox';
import type { CarriedHours } from './opening-hours';
import type { CarriedBudget } from './pace-budget';
import type { CarriedReplanning } from './replanning';
import type { CarriedLease } from './slot-leases';

/** How a campaign ends. */
export type CampaignEnding = 'completed' | 'cancelled' | 'failed';

/** Counted since the campaign was activated, over all its runs. */
export interface CampaignCounts {
  readonly slotsGranted: number;
  readonly callsEnded: number;
  readonly contactsClosed: number;
  readonly held: number;
}

/** All that a campaign carries from run to run; under 50 KB at its largest. Its hours' rules go with the input. */
export interface CarriedState {
  readonly runs: number;
  readonly pausedBy: PauseReason | null;
  /** What runs of the first version carried instead. */
  readonly paused?: boolean;
  readonly ending: CampaignEnding | null;
  /** The end has been prepared: the waiting lines of a cancelled or failed campaign are closed. */
  readonly waitingLinesClosed: boolean;
  readonly started: boolean;
  readonly hasDialled: boolean;
  /** Absent in runs that did not know yet: then a call that has ended says so. */
  readonly hasCalled?: boolean;
  readonly mailbox: CarriedMailbox;
  readonly openInStore: boolean;
  readonly leases: readonly CarriedLease[];
  readonly nextLease: number;
  readonly pacing: Pacing;
  readonly share: CapacityShare | null;
  readonly budget: CarriedBudget;
  readonly hours: CarriedHours;
  readonly settingsVersion: number;
  readonly replanning: CarriedReplanning;
  readonly counts: CampaignCounts;
  readonly revision: number;
  readonly projectedRevision: number;
  readonly projectedStatus: CampaignStatus | null;
  readonly shownStatus: CampaignStatus | null;
  readonly shownOpensAt: number | null;
  readonly pendingDeliveries: readonly number[];
}
