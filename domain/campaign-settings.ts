import type { CallbackPolicy } from './call-decision';
import type { CallingHours } from './calling-hours';
import { NO_LIMITS, type CampaignLimits } from './campaign-limits';
import { DEFAULT_BREAKER, type CircuitBreaker } from './circuit-breaker';
import type { CallCondition } from './conditions';
import type { ContactHoursChoice } from './contact-hours';
import { DEFAULT_DUPLICATES, type DuplicatePolicy } from './duplicates';
import type { InboundPolicy } from './inbound-policy';
import type { NumberRotation } from './number-rotation';
import type { PreCallPolicy } from './pre-call';
import type { RetryPolicy } from './retry-policy';
import { DEFAULT_VOICEMAIL, type VoicemailHandling } from './voicemail';

/** How fast and how wide a campaign may dial. */
export interface Pacing {
  /** Calls in flight at once, 1 or more. */
  readonly concurrency: number;
  /** Calls started per second over the whole campaign; null for no limit of its own. */
  readonly callsPerSecond: number | null;
}

/** All that an admin may set on a campaign and change while it runs. Stored as one document beside its version. */
export interface CampaignSettings {
  readonly pacing: Pacing;
  readonly retry: RetryPolicy;
  readonly callback: CallbackPolicy;
  /** When the pre-call webhook of its agent has failed. */
  readonly preCallFailure: PreCallPolicy;
  /** Where attempts and finished contacts are reported; null where nobody listens. */
  readonly callbacks: CampaignCallbacks;
  /** Null: always open. */
  readonly hours: CallingHours | null;
  /** Null: as the organization says. */
  readonly contactHours: ContactHoursChoice | null;
  /** All of them must hold for a contact to be called. */
  readonly conditions: readonly CallCondition[];
  readonly duplicates: DuplicatePolicy;
  /** Null: switched off. */
  readonly breaker: CircuitBreaker | null;
  readonly limits: CampaignLimits;
  /** Null: it calls from its one number. */
  readonly rotation: NumberRotation | null;
  readonly voicemail: VoicemailHandling;
  /** When a waiting contact calls by itself. */
  readonly inbound: InboundPolicy;
}

/** The three URLs of a campaign (spec/webhooks, "Campaign callbacks"). */
export interface CampaignCallbacks {
  /** After each attempt that ended. */
  readonly callStatus: string | null;
  /** When a number is done with. */
  readonly callSchedule: string | null;
  /** Once, when the campaign ends. */
  readonly campaignStatus: string | null;
}

export const MAX_CONCURRENCY = 1000;
export const MAX_CALLS_PER_SECOND = 1000;

/** What holds where a campaign says nothing (spec/api, "Create takes"). */
export const DEFAULT_SETTINGS: CampaignSettings = {
  pacing: { concurrency: 10, callsPerSecond: null },
  retry: {
    enabled: false,
    limit: 0,
    schedule: 'immediately',
    scheduleDays: 0,
    scheduleHours: 0,
    rules: {},
    voicemail: 'retry',
  },
  callback: { enabled: false, defaultDelayS: 7200, limit: 3, maxDays: 30 },
  preCallFailure: 'fail_call',
  callbacks: { callStatus: null, callSchedule: null, campaignStatus: null },
  hours: null,
  contactHours: null,
  conditions: [],
  duplicates: DEFAULT_DUPLICATES,
  breaker: DEFAULT_BREAKER,
  limits: NO_LIMITS,
  rotation: null,
  voicemail: DEFAULT_VOICEMAIL,
  inbound: 'settle',
};
