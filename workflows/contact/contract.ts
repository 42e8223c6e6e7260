import { defineQuery, defineSignal } from '@temporalio/workflow';

/** The workflow type, as it is registered and shown. */
export const CONTACT_WORKFLOW = 'contact';

/** @example contactWorkflowId(12, 345) // 'contact-12-345' */
export function contactWorkflowId(campaignId: number, lineId: number): string {
  return `contact-${campaignId}-${lineId}`;
}

/** The inverse of `contactWorkflowId`; null for any other id. */
export function contactIdsOf(workflowId: string): { campaignId: number; lineId: number } | null {
  const match = /^contact-(\d+)-(\d+)$/.exec(workflowId);
  return match ? { campaignId: Number(match[1]), lineId: Number(match[2]) } : null;
}

/** What a contact is started with. */
export interface ContactInput {
  readonly campaignId: number;
  readonly organizationId: number;
  readonly lineId: number;
  /** The slot granted for its first call; null when it has to wait for one. */
  readonly lease: number | null;
  /** An attempt whose contact was lost: its story goes on from here. */
  readonly resumes?: LostAttempt;
  /** When the run before this one meant to wake, in epoch milliseconds, when the contact has continued as new. */
  readonly wakesAt?: number;
  /** What it waits for, in words, when the contact has continued as new. */
  readonly waitsFor?: string;
  /** Attempts made before this run. */
  readonly attemptNo?: number;
  /** Deliveries that the run before this one had not finished, when the contact has continued as new. */
  readonly pendingDeliveries?: readonly number[];
}

/** An attempt that was made, and whose contact workflow is gone. */
export interface LostAttempt {
  readonly attemptId: number;
  readonly attemptNo: number;
  readonly lease: number;
  /** Epoch milliseconds: when the provider is asked about a call that reported no end. */
  readonly deadline: number;
  /** Its end is stored already. */
  readonly ended: boolean;
}

/** The event that ends a call is stored. Ringing and answered go straight to Postgres. */
export interface CallEvent {
  readonly attemptId: number;
}
export const callEventSignal = defineSignal<[CallEvent]>('callEvent');

/** The campaign has a slot for this contact's next call. */
export interface SlotGranted {
  readonly lease: number;
}
export const slotGrantedSignal = defineSignal<[SlotGranted]>('slotGranted');

/** Something about this line was changed in Postgres (due earlier, closed): read it again now. */
export const wakeSignal = defineSignal('wake');

export interface ContactSnapshot {
  readonly lineId: number;
  readonly phase: ContactPhase;
  readonly attemptNo: number;
  readonly attemptId: number | null;
  readonly wakesAt: string | null;
  readonly pendingDeliveries: number;
}

/** Where a contact stands: `asking` the provider, in a `call`, `waiting` for its time, `due` for a slot, `delivering`. */
export type ContactPhase = 'asking' | 'call' | 'waiting' | 'due' | 'delivering';

export const contactSnapshotQuery = defineQuery<ContactSnapshot>('snapshot');
