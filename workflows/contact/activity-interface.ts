import type { LineStatus } from '../../domain/line-status';

export interface PlaceCallInput {
  readonly campaignId: number;
  readonly lineId: number;
  readonly lease: number;
}

export type PlaceCallResult =
  /** The provider took the call. Its end is reported by `callEvent`, at the latest at `deadline` (epoch milliseconds). */
  | { readonly kind: 'placed'; readonly attemptId: number; readonly attemptNo: number; readonly deadline: number }
  /** The attempt is over already: refused by the provider, or ended while it was being asked. */
  | { readonly kind: 'ended'; readonly attemptId: number; readonly attemptNo: number }
  /** Nothing was dialled: paused, closed gate. The slot has been given back; wait for another. */
  | { readonly kind: 'held' }
  /** Nothing was dialled: the rules forbid it now. The line comes back at `until` (epoch milliseconds); the slot is given back. */
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string }
  /** Nothing was dialled, nor will be: the line is final or belongs to another course of calls. The slot is given back. */
  | { readonly kind: 'gone'; readonly status: LineStatus };

export interface RecordOutcomeInput {
  readonly campaignId: number;
  readonly lineId: number;
  readonly attemptId: number;
  readonly lease: number;
  /** The workflow's time, epoch milliseconds: retries and callbacks are counted from it. */
  readonly now: number;
}

/** What the contact does next. */
export type NextStep =
  | {
      readonly kind: 'close';
      readonly status: LineStatus;
      readonly reason: string;
      readonly deliveryIds: readonly number[];
    }
  | {
      readonly kind: 'wait';
      readonly until: number;
      readonly status: 'retry_scheduled' | 'callback_scheduled';
      readonly reason: string;
      readonly deliveryIds: readonly number[];
    };

/** What a waiting contact finds when it wakes. */
export type DueAnswer =
  /** It waits for a slot; the campaign is told its priority (0 to 9; absent: 5). */
  | { readonly kind: 'due'; readonly priority?: number }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'close'; readonly status: LineStatus; readonly deliveryIds: readonly number[] };

/** Activities of the contact workflow; all are idempotent. */
export interface ContactActivities {
  /**
   * Stores how the attempt ended and what follows, in one transaction, then reports to the campaign. Repeated, it
   * answers the stored step and reports again.
   */
  recordOutcome(input: RecordOutcomeInput): Promise<NextStep>;
  /** A waiting contact's time may have come: marks the line ready and nudges the campaign. */
  markDue(input: { readonly campaignId: number; readonly lineId: number; readonly now: number }): Promise<DueAnswer>;
  /** A slot came to a contact that does not wait for one: gives it back to the campaign. */
  giveBackSlot(input: { readonly campaignId: number; readonly lineId: number; readonly lease: number }): Promise<void>;
}

/** Activities on the queue of the workers that dial. */
export interface CallActivities {
  /** Asks the provider for one call. Never asks twice for one attempt. */
  placeCall(input: PlaceCallInput): Promise<PlaceCallResult>;
  /**
   * No end was reported by the deadline: asks the provider by the attempt's reference. `live` gives a later deadline
   * (epoch milliseconds); otherwise the attempt's end is stored, as `unknown` when nobody can tell.
   */
  reconcileCall(input: { readonly attemptId: number }): Promise<{ readonly live: boolean; readonly deadline: number }>;
}

/** Activities on the queue of the workers that reach customers. */
export interface WebhookActivities {
  /**
   * Tries stored webhooks once, side by side: what one step of a contact has to tell, in one activity, since each activity
   * costs the server four state transitions. What fails goes on as a `delivery` workflow, so nobody lives on for an
   * endpoint that is away.
   */
  deliverWebhooks(input: { readonly deliveryIds: readonly number[] }): Promise<void>;
}
