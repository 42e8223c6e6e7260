import { sql, type RawBuilder } from 'kysely';
import type { EventPart, WebhookEvent } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import type { CampaignRow } from '../campaign-tables';
import type { CallbackRow, LineRow } from '../line-tables';
import { callPart, spokenTranscript } from './call-part';
import { campaignSid } from './delivery-bodies';

type EventData = WebhookEvent['data'];

/** What only one type of event tells. */
type More = Readonly<Record<string, unknown>>;

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/**
 * What events of a call tell: its campaign, its contact, and every field of the call log. Values that are not known are
 * null. The transcript is no part of `post_call_outcomes`: it has its own field.
 *
 * @throws when there is no such attempt.
 */
export async function callEventData(db: Queryable, attemptId: number, more: More = {}): Promise<EventData> {
  return { ...(await readCall(db, attemptId, spokenTranscript())), ...more };
}

/**
 * As `callEventData`, for one turn of a conversation: without what was said before it, which each of a call's turns would
 * tell again.
 */
export async function turnEventData(db: Queryable, attemptId: number, more: More = {}): Promise<EventData> {
  const data = await readCall(db, attemptId, sql<null>`null`);
  return { ...data, call: { ...data.call, transcript: null }, ...more };
}

/** What events of a contact tell that have no call: its campaign, and itself. */
export async function contactEventData(db: Queryable, lineId: number, more: More = {}): Promise<EventData> {
  const line = await readLine(db, lineId);
  return { campaign: campaignPart(line.campaign), contact: contactPart(line), call: null, ...more };
}

/** What events of a campaign as a whole tell. */
export async function campaignEventData(db: Queryable, campaignId: number, more: More = {}): Promise<EventData> {
  const campaign = await db.selectFrom('campaigns').selectAll().where('id', '=', campaignId).executeTakeFirstOrThrow();
  return { campaign: campaignPart(campaign), contact: null, call: null, ...more };
}

/** Another time for a contact's next call. Instants in epoch milliseconds. */
export interface Rescheduled {
  readonly at: number;
  /** Before the hours were looked at. */
  readonly askedFor: number;
  readonly source: CallbackRow['source'];
  /** The called person's own words. */
  readonly text: string | null;
  /** In which it was meant. */
  readonly zone: string;
  readonly reason: string;
}

/** What `contact.rescheduled` tells beside the contact. */
export function reschedulePart({ at, askedFor, source, text, zone, reason }: Rescheduled): EventPart {
  const asked_for = new Date(askedFor).toISOString();
  return { at: new Date(at).toISOString(), asked_for, timezone: zone, source, text, reason };
}

async function readCall(db: Queryable, attemptId: number, spoken: RawBuilder<string | null>): Promise<EventData> {
  const attempt = await db
    .selectFrom('attempts')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'attempts.phone_number_id')
    .selectAll('attempts')
    .select(['phone_numbers.agent_id as number_agent_id', spoken.as('spoken')])
    .where('attempts.id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const line = await readLine(db, attempt.line_id);
  const campaign = campaignPart(line.campaign);
  return { campaign, contact: contactPart(line), call: callPart(attempt, line, campaign && line.campaign_id) };
}

type LineOfCampaign = LineRow & { readonly campaign: CampaignRow };

async function readLine(db: Queryable, lineId: number): Promise<LineOfCampaign> {
  const line = await db.selectFrom('lines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
  const campaign = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', line.campaign_id)
    .executeTakeFirstOrThrow();
  return { ...line, campaign };
}

/** Null for a call outside of campaigns: what holds it is no campaign of anybody. */
function campaignPart(campaign: CampaignRow): EventPart | null {
  if (campaign.is_direct) return null;
  return {
    id: campaign.id,
    campaign_sid: campaignSid(campaign.id),
    name: campaign.name,
    is_dynamic: campaign.type === 'dynamic',
    status: campaign.status,
    timezone: campaign.timezone,
    created_at: campaign.created_at.toISOString(),
    ended_at: iso(campaign.ended_at),
  };
}

function contactPart(line: LineRow): EventPart {
  return {
    line_id: line.id,
    to_number: line.to_number,
    external_id: line.external_id,
    call_status: line.call_status,
    interaction_status: line.interaction_status,
    attempts: line.attempts,
    next_attempt_at: iso(line.next_attempt_at),
    closing_reason: line.closing_reason,
    timezone: line.timezone,
    priority: line.priority,
    custom_variables: line.custom_variables,
    metadata: line.metadata,
    created_at: line.created_at.toISOString(),
  };
}
