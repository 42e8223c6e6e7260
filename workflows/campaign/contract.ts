import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Pacing } from '../../domain/campaign-settings';
import type { CampaignStatus, CampaignType } from '../../domain/campaign-status';
import type { LineStatus } from '../../domain/line-status';
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

/** What a campaign is started with. Ids and numbers only: the data stays in Postgres. */
export interface CampaignInput {
  readonly campaignId: number;
  readonly organizationId: number;
  readonly phoneNumberId: number;
  readonly type: CampaignType;
  /** Epoch milliseconds before which nothing is dialled; null starts at once. */
  readonly startsAt: number | null;
  readonly pacing: Pacing;
  readonly settingsVersion: number;
  /** Longest time a call may take, ring included; a slot is leased for this long and two minutes more. */
  readonly maxCallMs: number;
  /** What the run before this one left, when the campaign has continued as new. */
  readonly carried?: CarriedState;
}

/** New contacts are stored and may be called. No ids at all means: look into Postgres. */
export interface ContactsAdded {
  readonly lineIds: readonly number[];
}
export const contactsAddedSignal = defineSignal<[ContactsAdded]>('contactsAdded');

/** The time of these waiting contacts (retry or callback) has come; each waits for a slot. */
export interface ContactsDue {
  readonly lineIds: readonly number[];
}
export const contactsDueSignal = defineSignal<[ContactsDue]>('contactsDue');

/**
 * One call, or one granted slot that came to nothing. Names the lease it gives back; a campaign ignores a report about
 * a lease it no longer holds, so that reports may come twice.
 */
export interface CallReport {
  readonly lineId: number;
  readonly lease: number;
  /** The line's status after it: final ones count the contact as done with. `held`: nothing was dialled. */
  readonly lineStatus: LineStatus | 'held';
}
export interface CallsReported {
  readonly reports: readonly CallReport[];
}
export const callsReportedSignal = defineSignal<[CallsReported]>('callsReported');

/** These three take no argument, so that anyone can send them from the Temporal UI or CLI. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const cancelSignal = defineSignal('cancel');

/** Settings that the campaign itself acts on; a version already applied is ignored. */
export interface CampaignSettingsChange {
  readonly settingsVersion: number;
  readonly pacing: Pacing;
}
export const updateSettingsUpdate = defineUpdate<{ readonly settingsVersion: number }, [CampaignSettingsChange]>(
  'updateSettings',
);

/** `ApplicationFailure.type`s that the update's validator refuses with. */
export const SETTINGS_REFUSED = {
  invalid: 'InvalidSettings',
  final: 'CampaignClosed',
  draining: 'CampaignDraining',
} as const;

/** Why nothing is being dialled at this moment. */
export type NotDialling =
  'paused' | 'ended' | 'scheduled' | 'outside_hours' | 'no_contacts' | 'all_slots_taken' | 'pace' | null;

/** Everything an engineer asks a campaign: `snapshot` in the UI's query picker. */
export interface CampaignSnapshot {
  readonly campaignId: number;
  readonly status: CampaignStatus;
  readonly notDialling: NotDialling;
  readonly nextOpening: string | null;
  readonly pacing: Pacing;
  readonly settingsVersion: number;
  readonly slotsTaken: number;
  readonly mailbox: { readonly fresh: number; readonly due: number; readonly moreInStore: boolean };
  readonly counts: CampaignCounts;
  readonly runs: number;
}

export const snapshotQuery = defineQuery<CampaignSnapshot>('snapshot');
