import type { CallingHours } from '../../domain/calling-hours';
import type { CampaignStatus } from '../../domain/campaign-status';
import type { NotDialling } from '../../domain/not-dialling';
import type { CampaignEnding } from './carried-state';
import type { HoursWindow } from './contract';

/** The campaign's status as Postgres is to show it. */
export interface StatusProjection {
  readonly campaignId: number;
  /** Grows with every change over all runs: an older projection never overwrites a newer one. */
  readonly revision: number;
  readonly status: CampaignStatus;
  readonly reason: NotDialling;
  /** The reason in words, for people. */
  readonly text: string | null;
  /** Epoch milliseconds at which a pause ends by itself; null: when somebody resumes it. */
  readonly until: number | null;
  /** Epoch milliseconds of the next opening, or null. */
  readonly opensAt: number | null;
  /** Epoch milliseconds at which it was last opened: created or resumed. */
  readonly openedAt: number;
  /** The start it goes by, epoch milliseconds; null: at once. Absent from runs of the first version. */
  readonly startsAt?: number | null;
  readonly settingsVersion: number;
  /** The workflow's time, epoch milliseconds: a halt asked for later is not confirmed by this status. */
  readonly decidedAt: number;
}

export interface RefillRequest {
  readonly campaignId: number;
  /** How many lines are wanted at most. */
  readonly limit: number;
  /** Lines that are being called. */
  readonly known: readonly number[];
}

export interface RefillAnswer {
  /** Ready lines in the order they are to be dialled; `due` ones have been dialled before. Priority absent: 5. */
  readonly lines: ReadonlyArray<{ readonly lineId: number; readonly due: boolean; readonly priority?: number }>;
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

/** A campaign's hours, to be worked out at an instant; both instants in epoch milliseconds. */
export interface HoursQuestion {
  readonly hours: CallingHours;
  readonly openedAt: number;
  readonly now: number;
}

/** A stretch of bringing waiting lines under newer settings. */
export interface ReplanRequest {
  readonly campaignId: number;
  readonly settingsVersion: number;
  /** The last line of the stretch before, 0 for the first. */
  readonly after: number;
}

/** Activities of the campaign workflow; all are idempotent. */
export interface CampaignActivities {
  /** Works out whether the hours allow calls. Computes only, so that a new tz database never changes a replay. */
  readHours(question: HoursQuestion): Promise<HoursWindow>;
  /** Writes the status into Postgres, so that lists and `placeCall` see it. */
  projectStatus(projection: StatusProjection): Promise<void>;
  /** The next ready lines of a campaign. */
  refillMailbox(request: RefillRequest): Promise<RefillAnswer>;
  /** Asks Temporal, Postgres and the provider about an overdue lease; `live` keeps it, `gone` frees it. */
  reconcileLease(lease: LeaseToReconcile): Promise<'live' | 'gone'>;
  /** After a cancel or a failure: closes every waiting line, and ends the contact workflows that sleep. */
  closeWaitingLines(input: { readonly campaignId: number; readonly ending: 'cancelled' | 'failed' }): Promise<void>;
  /**
   * Brings the next waiting lines under the newest settings, for about a second; the rest is for another call, so that
   * little is lost when the campaign continues as new meanwhile. Answers where it got to, null when it is through.
   */
  replanWaiting(request: ReplanRequest): Promise<{ readonly lastLineId: number | null }>;
  /**
   * Stores the campaign's end and answers the ids of the deliveries that announce it. `open`: a contact was added to a
   * finite campaign at the last moment, so it goes on.
   */
  recordCampaignEnd(input: {
    readonly campaignId: number;
    readonly revision: number;
    readonly status: CampaignEnding;
  }): Promise<{ readonly open: boolean; readonly deliveryIds: readonly number[] }>;
}
