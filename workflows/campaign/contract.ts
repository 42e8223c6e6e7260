import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CallingHours, HoursState } from '../../domain/calling-hours';
import type { Pacing } from '../../domain/campaign-settings';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { LineStatus } from '../../domain/line-status';
import type { NotDialling } from '../../domain/not-dialling';
import type { PauseCode, PauseReason } from '../../domain/pause-reason';
import type { CampaignCounts, CarriedState } from './carried-state';

/** The workflow type, as it is registered and shown. */
export const CAMPAIGN_WORKFLOW = 'campaign';

const ID_PREFIX = 'campaign-';

/** @example campaignWorkflowId(12) // 'campaign-12' */
export function campaignWorkflowId(campaignId: number): string {
  return `${ID_PREFIX}${campaignId}`;
}

/** The inverse of `campaignWorkflowId`; null for any other id. */
export function campaignIdOf(workflowId: string): number | null {
  const match = /^campaign-(\d+)$/.exec(workflowId);
  return match ? Number(match[1]) : null;
}

/** Whether a campaign's hours allow calls, until when that holds, and how that reads in the Temporal UI. */
export interface HoursWindow extends HoursState {
  /** @example 'Daily hard stop: opens Mon 09:00 America/New_York' */
  readonly summary: string;
}

/** Where a reopened campaign goes on, so that nothing of its earlier life is taken for news. */
export interface ReopenedCampaign {
  /** The newest projection of its earlier life. */
  readonly revision: number;
  /** Above every lease of its earlier life. */
  readonly nextLease: number;
  /** Deliveries of its earlier end that are not through. */
  readonly deliveryIds?: readonly number[];
}

/** What a campaign is started with. Ids and numbers only: the data stays in Postgres. */
export interface CampaignInput {
  readonly campaignId: number;
  readonly organizationId: number;
  readonly phoneNumberId: number;
  readonly type: CampaignType;
  /** Epoch milliseconds before which nothing is dialled; null starts at once. */
  readonly startsAt: number | null;
  readonly pacing: Pacing;
  /** Null or absent: always open. */
  readonly hours?: CallingHours | null;
  /** When it was last opened, epoch milliseconds: a daily stop without a start closes it from the first stop after that. */
  readonly openedAt?: number;
  /** The hours as of the start, worked out by whoever starts it; absent: the campaign stays closed until it has read them. */
  readonly window?: HoursWindow;
  /** Given when it is the second life, or a later one, of a campaign. */
  readonly reopened?: ReopenedCampaign;
  readonly settingsVersion: number;
  /** Longest time a call may take, ring included; a slot is leased for this long and two minutes more. */
  readonly maxCallMs: number;
  /** What the run before this one left, when the campaign has continued as new. */
  readonly carried?: CarriedState;
}

/** New contacts are stored and may be called. No ids at all means: look into Postgres. */
export interface ContactsAdded {
  readonly lineIds: readonly number[];
  /** 0 to 9, one a line; absent: 5. */
  readonly priorities?: readonly number[];
}
export const contactsAddedSignal = defineSignal<[ContactsAdded]>('contactsAdded');

/** The time of these waiting contacts (retry or callback) has come; each waits for a slot. */
export interface ContactsDue {
  readonly lineIds: readonly number[];
  /** 0 to 9, one a line; absent: 5. */
  readonly priorities?: readonly number[];
}
export const contactsDueSignal = defineSignal<[ContactsDue]>('contactsDue');

/**
 * One call, or one granted slot that came to nothing. Names the lease it gives back; a campaign ignores a report about
 * a lease it no longer holds, so that reports may come twice.
 */
export interface CallReport {
  readonly lineId: number;
  readonly lease: number;
  /**
   * The line's status after it: final ones count the contact as done with. Nothing was dialled when it was `held` (the
   * line is still in the queue) or `deferred` (it may not be called now, and comes back by itself).
   */
  readonly lineStatus: LineStatus | 'held' | 'deferred';
  /** It was held because the number, its account or the pace had no room for it: no gate is closed. */
  readonly noRoom?: boolean;
}
export interface CallsReported {
  readonly reports: readonly CallReport[];
}
export const callsReportedSignal = defineSignal<[CallsReported]>('callsReported');

/**
 * These three need no argument, so that anyone can send them from the Temporal UI or CLI. A pause without a reason is a
 * person's; one with an instant ends by itself. A resume may say when it was asked for (epoch milliseconds): however late
 * it is heard, it opens the campaign until the first stop after that.
 */
export const pauseSignal = defineSignal<[PauseReason?]>('pause');
export const resumeSignal = defineSignal<[number?]>('resume');
export const cancelSignal = defineSignal('cancel');

/** The campaign cannot go on: its number or agent is gone, or its credentials are refused. Sent by our own processes. */
export const failSignal = defineSignal('fail');

/** The campaign's part of what it shares with others on its number or account; null where nothing binds it. */
export interface CapacityShare {
  readonly concurrency: number | null;
  readonly callsPerSecond: number | null;
}
export const shareCapacitySignal = defineSignal<[CapacityShare]>('shareCapacity');

/** Settings that the campaign itself acts on; a version already applied is ignored. */
export interface CampaignSettingsChange {
  readonly settingsVersion: number;
  readonly pacing: Pacing;
  /** Absent: as before. Null: always open. */
  readonly hours?: CallingHours | null;
  /** Absent: as before. Moves the start of a campaign that has called nobody yet, epoch milliseconds; else it stays. */
  readonly startsAt?: number | null;
}

/** What a campaign goes by after a change. */
export interface SettingsTaken {
  readonly settingsVersion: number;
  /** Its start, epoch milliseconds. Another than the one it was told: it had started already, and called. */
  readonly startsAt: number | null;
}
export const updateSettingsUpdate = defineUpdate<SettingsTaken, [CampaignSettingsChange]>('updateSettings');

/** `ApplicationFailure.type`s that the update's validator refuses with. */
export const SETTINGS_REFUSED = {
  invalid: 'InvalidSettings',
  final: 'CampaignClosed',
  draining: 'CampaignDraining',
} as const;

/** Everything an engineer asks a campaign: `snapshot` in the UI's query picker. */
export interface CampaignSnapshot {
  readonly campaignId: number;
  readonly status: CampaignStatus;
  readonly notDialling: NotDialling;
  readonly nextOpening: string | null;
  /** The calling hours in words; null without any. */
  readonly hours: string | null;
  /** Why it is paused, and until when; null while it is not. */
  readonly pause: { readonly code: PauseCode; readonly text: string; readonly until: string | null } | null;
  readonly pacing: Pacing;
  /** What others on its number or account leave it; null where nothing binds it. */
  readonly share: CapacityShare | null;
  readonly settingsVersion: number;
  readonly slotsTaken: number;
  readonly mailbox: { readonly fresh: number; readonly due: number; readonly moreInStore: boolean };
  readonly counts: CampaignCounts;
  readonly runs: number;
}

export const snapshotQuery = defineQuery<CampaignSnapshot>('snapshot');
