/** Every status a campaign can have, as it appears on the wire and in the `CampaignStatus` search attribute. */
export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'pending',
  'waiting',
  'in_progress',
  'auto_paused',
  'paused',
  'completed',
  'cancelled',
  'failed',
] as const;

export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A dynamic campaign takes contacts for ever; a finite one completes when its last contact is done with. */
export type CampaignType = 'dynamic' | 'finite';

/** What a campaign knows about itself when it asks which status it has. */
export interface CampaignFacts {
  readonly type: CampaignType;
  /** How the campaign ended, or null while it lives. */
  readonly ended: 'completed' | 'cancelled' | 'failed' | null;
  /** A person, the circuit breaker or a reached limit has paused it. */
  readonly paused: boolean;
  /** Its start still lies ahead. */
  readonly scheduled: boolean;
  /** The moment is outside its calling hours. */
  readonly outsideHours: boolean;
  /** A contact can be dialled now, or a call is in flight. */
  readonly hasWork: boolean;
  /** At least one call has been asked for since the campaign was activated. */
  readonly hasDialled: boolean;
}

/**
 * Which status a campaign has. Precedence: final > `paused` > `scheduled` > `auto_paused` > `in_progress` > `waiting`;
 * a finite campaign that has not dialled yet is `pending` where a dynamic one is `waiting`.
 *
 * @example deriveStatus({ type: 'dynamic', ended: null, paused: true, scheduled: true, ... }) // 'paused'
 */
export function deriveStatus(facts: CampaignFacts): CampaignStatus {
  if (facts.ended) return facts.ended;
  if (facts.paused) return 'paused';
  if (facts.scheduled) return 'scheduled';
  if (facts.outsideHours) return 'auto_paused';
  if (facts.hasWork) return 'in_progress';
  if (facts.type === 'dynamic') return 'waiting';
  return facts.hasDialled ? 'in_progress' : 'pending';
}

/** True when nothing can follow: the campaign takes no contacts and makes no calls any more. */
export function isFinalStatus(status: CampaignStatus): status is 'completed' | 'cancelled' | 'failed' {
  return status === 'completed' || status === 'cancelled' || status === 'failed';
}

/** True when the status itself allows a call to start. `placeCall` asks this right before it dials. */
export function mayDialIn(status: CampaignStatus): boolean {
  return status === 'pending' || status === 'waiting' || status === 'in_progress';
}
