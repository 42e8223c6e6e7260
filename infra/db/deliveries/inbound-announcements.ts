import type { CallLogField } from '../../../domain/webhook-endpoint';
import type { WebhookEvent, WebhookEventType } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import type { InboundCallRow } from '../provider-tables';
import { callSid } from './delivery-bodies';
import { contactEventData } from './event-data';
import { announceEvents } from './event-deliveries';

/** What happened in a call from outside. */
export interface InboundHappened {
  readonly type: WebhookEventType;
  readonly at: Date;
  /** Where a call has several events of one type: which of them it is. */
  readonly which?: string;
  /** What only this event tells. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * Stores what endpoints are told of a call from outside: those of the organization and, where the caller is a contact that
 * waited, those of its campaign.
 */
export async function announceInbound(
  trx: Queryable,
  call: InboundCallRow,
  happened: readonly InboundHappened[],
): Promise<void> {
  let reading: Promise<WebhookEvent['data']> | null = null;
  const place = {
    organizationId: call.organization_id,
    campaignId: call.campaign_id,
    lineId: call.line_id,
    // Its ids and those of attempts are of one row: the log of deliveries finds both by `call_id`.
    attemptId: call.id,
    dueAt: new Date(),
  };
  await announceEvents(
    trx,
    place,
    happened.map(({ type, at, which, more }) => ({
      type,
      key: which === undefined ? `${call.id}` : `call:${call.id}:${which}`,
      at,
      data: async () => ({ ...(await (reading ??= inboundEventData(trx, call))), ...more }),
    })),
  );
}

/** What events of a call from outside tell; campaign and contact are null where the caller is no contact that waited. */
async function inboundEventData(db: Queryable, call: InboundCallRow): Promise<WebhookEvent['data']> {
  const { line_id } = call;
  const place = line_id === null ? { campaign: null, contact: null } : await contactEventData(db, line_id);
  return { ...place, call: inboundCallPart(call) };
}

/** A call from outside, field by field of the call log. */
export function inboundCallPart(call: InboundCallRow): Record<CallLogField, unknown> {
  const { transcript, ...outcome } = call.outcome ?? {};
  const told = (field: string): unknown => outcome[field] ?? null;
  return {
    call_id: call.id,
    call_sid: callSid(call.id),
    company_id: call.organization_id,
    campaign_id: call.campaign_id,
    agent_id: call.agent_id,
    contact_id: call.line_id,
    from_number: call.from_number,
    to_number: call.to_number,
    duration: call.duration_s,
    status: call.status === 'ended' ? (call.disposition ?? 'unknown') : 'in_progress',
    direction: 'inbound',
    rating: told('rating'),
    summary: told('summary'),
    recording_url: told('recording_url'),
    transcript: transcript ?? null,
    sentiment: told('sentiment'),
    agent_task_status: told('task_status'),
    agent_task_feedback: told('task_feedback'),
    dynamic_variables: call.variables,
    post_call_outcomes: call.outcome && outcome,
    created_at: call.created_at.toISOString(),
    started_at: (call.answered_at ?? call.created_at).toISOString(),
    ended_at: call.ended_at?.toISOString() ?? null,
  };
}
