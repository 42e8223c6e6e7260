import type { CampaignStatus } from '../../domain/campaign-status';
import type { NotDialling } from '../../domain/not-dialling';

/** The campaign's status as Postgres is to show it. */
export interface StatusProjection {
  readonly campaignId: number;
  /** Grows with every change over all runs: an older projection never overwrites a newer one. */
  readonly revision: number;
  readonly status: CampaignStatus;
  readonly reason: NotDialling;
  /** Epoch milliseconds of the next opening, or null. */
  readonly opensAt: number | null;
  readonly settingsVersion: number;
  /** The workflow's time, epoch milliseconds: a halt asked for later is not confirmed by this status. */
  readonly decidedAt: number;
}

export interface RefillRequest {
  readonly campaignId: number;
  /** How many lines are wanted at most. */
  readonly limit: number;
  /** Lines the campaign already holds, as queued or as dialled. */
  readonly known: readonly number[];
}

export interface RefillAnswer {
  /** Ready lines in the order they are to be dialled; `due` ones have been dialled before or are held. */
  readonly lines: ReadonlyArray<{ readonly lineId: number; readonly due: boolean }>;
  /** True when Postgres has more ready lines than were returned. */
  readonly more: boolean;
  /** True when at least one line is not final yet, ready or waiting. */
  readonly open: boolean;
}

/** A lease that has outlived the longest call. */
export interface LeaseToReconcile {
  readonly campaignId: number;
  readonly lineId: number;
  readonly lease: number;
}

/** Activities of the campaign workflow; all are idempotent. */
export interface CampaignActivities {
  /** Writes the status into Postgres, so that lists and `placeCall` see it. */
  projectStatus(projection: StatusProjection): Promise<void>;
  /** The next ready lines of a campaign. */
  refillMailbox(request: RefillRequest): Promise<RefillAnswer>;
  /** Asks Temporal, Postgres and the provider about an overdue lease; `live` keeps it, `gone` frees it. */
  reconcileLease(lease: LeaseToReconcile): Promise<'live' | 'gone'>;
  /** After a cancel: closes every waiting line, and ends the contact workflows that sleep. */
  closeWaitingLines(input: { readonly campaignId: number }): Promise<void>;
  /**
   * Stores the campaign's end and answers the ids of the deliveries that announce it. `open`: a contact was added to a
   * finite campaign at the last moment, so it goes on.
   */
  recordCampaignEnd(input: {
    readonly campaignId: number;
    readonly revision: number;
    readonly status: 'completed' | 'cancelled';
  }): Promise<{ readonly open: boolean; readonly deliveryIds: readonly number[] }>;
}
