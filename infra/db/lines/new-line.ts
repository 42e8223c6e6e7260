import type { CampaignStatus } from '../../../domain/campaign-status';
import type { CallCondition } from '../../../domain/conditions';
import type { DuplicateAnswer } from '../../../domain/duplicates';
import type { LineStatus } from '../../../domain/line-status';

/** One contact on its way into a campaign. */
export interface NewLine {
  readonly organizationId: number;
  readonly campaignId: number;
  readonly toNumber: string;
  readonly externalId: string | null;
  readonly timezone: string | null;
  readonly priority: number;
  readonly scheduleAt: Date | null;
  readonly expiresAt: Date | null;
  readonly customVariables: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A contact that has a line now: one of its own, or the one that was there already. */
export interface StoredContact {
  readonly kind: 'inserted';
  readonly lineId: number;
  /** Of the line; another one than was asked for where duplicates are looked for in the whole organization. */
  readonly campaignId: number;
  /** Of the campaign that was asked for. */
  readonly campaignStatus: CampaignStatus;
  readonly campaignStartsAt: Date | null;
  /** When its hours open, if they are closed. */
  readonly campaignOpensAt: Date | null;
  readonly callStatus: LineStatus;
  /** It stands in the queue, and its campaign is to be told. */
  readonly ready: boolean;
  readonly suppressed: boolean;
  /** The condition that keeps it from being called. */
  readonly skippedCondition: CallCondition | null;
  /** When it is due, if it is not ready. */
  readonly nextAttemptAt: Date | null;
  /** When the called person's own hours open, where they hold it off. */
  readonly deferredUntil: Date | null;
  readonly duplicate: DuplicateAnswer | null;
  readonly priority: number;
}

/**
 * What became of a contact. `absent`: no such campaign in this organization; `closed`: it takes no more contacts. The
 * status is that behind the gate: `paused` from the moment a pause was asked for.
 */
export type InsertionAnswer =
  { readonly kind: 'absent' } | { readonly kind: 'closed'; readonly campaignStatus: CampaignStatus } | StoredContact;

/** The campaign has conditions, looks for duplicates, or heeds the hours of the called person: `insertByRules`. */
export interface NeedsRules {
  readonly kind: 'needs_rules';
}
