import { randomUUID } from 'node:crypto';
import { callbackStatusOf, countsAsAttempt, type Disposition } from '../../../domain/disposition';
import type { LineStatus } from '../../../domain/line-status';
import { PRE_CALL_WEBHOOK } from '../../../domain/pre-call';
import { formatInZone } from '../../time-zones/zoned-format';
import type { CampaignRow } from '../campaign-tables';
import type { AttemptRow, LineRow } from '../line-tables';
import type { NewDelivery } from '../webhook-tables';

/** The campaign's name towards customers. @example campaignSid(12) // 'camp_12' */
export function campaignSid(campaignId: number): string {
  return `camp_${campaignId}`;
}

/** An attempt's name towards customers. @example callSid(7) // 'call_7' */
export function callSid(attemptId: number): string {
  return `call_${attemptId}`;
}

type Ended = AttemptRow & { disposition: Disposition; ended_at: Date };

/** `call_status_callback`: one for each attempt that ended; null where nobody listens or it was no attempt. */
export function callStatusDelivery(campaign: CampaignRow, attempt: Ended): NewDelivery | null {
  const { callbacks, retry } = campaign.settings;
  if (!callbacks.callStatus || !countsAsAttempt(attempt.disposition)) return null;
  return delivery(campaign, 'call_status', `call_status:${attempt.id}`, callbacks.callStatus, {
    line_id: attempt.line_id,
    attempt_id: attempt.id,
    body: {
      campaign_sid: campaignSid(campaign.id),
      call_sid: callSid(attempt.id),
      date_created: formatInZone(attempt.created_at, campaign.timezone),
      date_updated: formatInZone(attempt.ended_at, campaign.timezone),
      number: attempt.to_number,
      status: callbackStatusOf(attempt.disposition, retry.voicemail),
    },
  });
}

/** A line that is done with. */
export type ClosedLine = Pick<LineRow, 'id' | 'to_number' | 'created_at' | 'call_status'>;

/** What ends a line without a call of its own; whoever was not called before is not told of. */
const ENDED_UNCALLED: readonly LineStatus[] = ['skipped', 'suppressed', 'expired', 'cancelled'];

/**
 * `call_schedule_callback`: when a number is done with; null where nobody listens, or when it never had an attempt. Lines
 * that were skipped, suppressed, expired or cancelled are told of only if a call was placed.
 *
 * @param attempts every attempt of the line, in order.
 */
export function callScheduleDelivery(
  campaign: CampaignRow,
  line: ClosedLine,
  attempts: readonly Ended[],
  closedAt: Date,
): NewDelivery | null {
  const { callbacks, retry } = campaign.settings;
  const counted = attempts.filter((attempt) => countsAsAttempt(attempt.disposition));
  const last = counted.at(-1);
  if (!callbacks.callSchedule || !last) return null;
  if (ENDED_UNCALLED.includes(line.call_status) && !counted.some(wasPlaced)) return null;
  return delivery(campaign, 'call_schedule', `call_schedule:${line.id}:${last.id}`, callbacks.callSchedule, {
    line_id: line.id,
    attempt_id: last.id,
    body: {
      campaign_sid: campaignSid(campaign.id),
      to: line.to_number,
      from: last.from_number,
      call_sids: counted.map((attempt) => callSid(attempt.id)),
      // Whoever called back by itself was reached after an attempt that was not answered.
      status: line.call_status === 'completed' ? 'completed' : callbackStatusOf(last.disposition, retry.voicemail),
      date_created: formatInZone(line.created_at, campaign.timezone),
      date_updated: formatInZone(closedAt, campaign.timezone),
    },
  });
}

/** The pre-call webhook fails an attempt before anybody is asked for a call. */
function wasPlaced({ raw_code }: Ended): boolean {
  return raw_code !== PRE_CALL_WEBHOOK;
}

const CAMPAIGN_STATUS_WORDS = { completed: 'Completed', cancelled: 'Canceled', failed: 'Failed' } as const;

/** A campaign that is over. */
export type EndedCampaign = CampaignRow & {
  readonly status: keyof typeof CAMPAIGN_STATUS_WORDS;
  readonly ended_at: Date;
};

/**
 * `status_callback`: once, when the campaign ends.
 *
 * @param reportUrl opens its report without a key; null where no links are made.
 */
export function campaignStatusDelivery(campaign: EndedCampaign, reportUrl: string | null): NewDelivery | null {
  const { callbacks } = campaign.settings;
  if (!callbacks.campaignStatus) return null;
  return delivery(campaign, 'campaign_status', campaignEndKey(campaign), callbacks.campaignStatus, {
    body: {
      campaign_sid: campaignSid(campaign.id),
      status: CAMPAIGN_STATUS_WORDS[campaign.status],
      date_created: formatInZone(campaign.created_at, campaign.timezone),
      date_updated: formatInZone(campaign.ended_at, campaign.timezone),
      report_url: reportUrl,
    },
  });
}

/** Each round has its own end: a reopened campaign announces the next one anew. */
function campaignEndKey({ id, round }: CampaignRow): string {
  return round > 1 ? `campaign_status:${id}:${round}` : `campaign_status:${id}`;
}

function delivery(
  campaign: CampaignRow,
  kind: NewDelivery['kind'],
  dedupeKey: string,
  url: string,
  rest: { line_id?: number; attempt_id?: number; body: Record<string, unknown> },
): NewDelivery {
  return {
    organization_id: campaign.organization_id,
    campaign_id: campaign.id,
    kind,
    dedupe_key: dedupeKey,
    webhook_id: `msg_${randomUUID()}`,
    url,
    line_id: rest.line_id ?? null,
    attempt_id: rest.attempt_id ?? null,
    body: JSON.stringify(rest.body),
    last_status: null,
    last_error: null,
    last_duration_ms: null,
  };
}
