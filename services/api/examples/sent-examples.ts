import type { CallLogField } from '../../../domain/webhook-endpoint';
import type { EventPart, WebhookEvent, WebhookEventType } from '../../../domain/webhook-events';
import { EXAMPLE_IDS } from './request-example';

const NUMBER = '+15551234567';
const AT = '2026-11-20T15:04:05.000Z';
const SID = { campaign_sid: `camp_${EXAMPLE_IDS.campaign}` };
const CALL_SID = `call_${EXAMPLE_IDS.call}`;
const ZONED = { date_created: '2026-11-20T10:03:00-05:00', date_updated: '2026-11-20T10:04:05-05:00' };

/** What campaigns' callbacks and the pre-call webhook are sent, by their names in the OpenAPI document. */
export const CALLBACK_EXAMPLES = {
  call_status_callback: { ...SID, call_sid: CALL_SID, ...ZONED, number: NUMBER, status: 'completed' },
  call_schedule_callback: {
    ...SID,
    to: NUMBER,
    from: '+15550100001',
    call_sids: [CALL_SID],
    status: 'completed',
    ...ZONED,
  },
  status_callback: {
    ...SID,
    status: 'Completed',
    ...ZONED,
    report_url: `https://everdial.example.com/reports/campaign-${EXAMPLE_IDS.campaign}.csv?expires=1795186800&signature=...`,
  },
  pre_call_webhook: {
    event: 'call',
    call: {
      direction: 'outbound',
      bot_id: String(EXAMPLE_IDS.agent),
      from_number: '+15550100001',
      to_number: NUMBER,
      attempt: '1',
    },
  },
};

/** What a receiver of the pre-call webhook may answer. */
export const PRE_CALL_ANSWER = { call: { dynamic_variables: { customer_name: 'Jane', balance: 42.5 } } };

/** An event of this type, as an endpoint without a body of its own is sent it. */
export function eventExample(type: WebhookEventType): WebhookEvent {
  return { type, timestamp: AT, data: { ...partsOf(type), ...MORE[type] } };
}

function partsOf(type: WebhookEventType): WebhookEvent['data'] {
  if (type === 'webhook.disabled') return { campaign: null, contact: null, call: null };
  if (type.startsWith('campaign.')) return { campaign: CAMPAIGN, contact: null, call: null };
  const { contact, call } = AS_IT_STANDS[type] ?? IN_PROGRESS;
  return { campaign: CAMPAIGN, contact: { ...CONTACT, ...contact }, call: { ...CALL, ...call } };
}

/** What only one type tells. */
const MORE: Partial<Record<WebhookEventType, EventPart>> = {
  'call.failed': { reason: 'busy' },
  'conversation.transcript': { transcript: { text: 'Agent: Hello Jane.', speaker: 'agent', complete: false, at_s: 2 } },
  'conversation.intent_detected': { intent: { name: 'renew', confidence: 0.93 } },
  'conversation.entity_captured': { entity: { name: 'order_number', value: 'A-99', confidence: null } },
  'campaign.auto_paused': { opens_at: '2026-11-21T14:00:00.000Z' },
  'contact.rescheduled': {
    reschedule: {
      at: '2026-11-21T20:00:00.000Z',
      asked_for: '2026-11-21T20:00:00.000Z',
      timezone: 'America/New_York',
      source: 'words',
      text: 'tomorrow at three',
      reason: 'asked to be called back ("tomorrow at three")',
    },
  },
  'contact.exhausted': { reason: 'busy; all 3 retries used', retries_used: 3 },
  'webhook.disabled': {
    webhook: {
      endpoint_id: EXAMPLE_IDS.webhook,
      url: 'https://crm.example.com/hooks/calls',
      reason: 'No try has succeeded for 5 days.',
      disabled_at: AT,
    },
  },
  'webhook.test': { test: true },
};

const CAMPAIGN = {
  id: EXAMPLE_IDS.campaign,
  ...SID,
  name: 'Renewals',
  is_dynamic: true,
  status: 'in_progress',
  timezone: 'America/New_York',
  created_at: '2026-11-01T09:00:00.000Z',
  ended_at: null,
};

const CONTACT = {
  line_id: EXAMPLE_IDS.line,
  to_number: NUMBER,
  external_id: 'crm-003-77',
  call_status: 'completed',
  interaction_status: null,
  attempts: 1,
  next_attempt_at: null,
  closing_reason: null,
  timezone: 'America/Chicago',
  priority: 7,
  custom_variables: { customer_name: 'Jane', plan: 'pro' },
  metadata: { crm_id: '003-77' },
  created_at: '2026-11-20T15:02:58.000Z',
};

const CALL: Record<CallLogField, unknown> = {
  call_id: EXAMPLE_IDS.call,
  call_sid: CALL_SID,
  company_id: 1,
  campaign_id: EXAMPLE_IDS.campaign,
  agent_id: EXAMPLE_IDS.agent,
  contact_id: EXAMPLE_IDS.line,
  from_number: '+15550100001',
  to_number: NUMBER,
  duration: 42,
  status: 'completed',
  direction: 'outbound',
  rating: null,
  summary: 'Jane renews her plan.',
  recording_url: null,
  transcript: 'Agent: Hello Jane. Jane: I would like to renew.',
  sentiment: 'positive',
  agent_task_status: 'completed',
  agent_task_feedback: null,
  dynamic_variables: { customer_name: 'Jane', plan: 'pro' },
  post_call_outcomes: { summary: 'Jane renews her plan.', renewed: true },
  created_at: '2026-11-20T15:03:00.000Z',
  started_at: '2026-11-20T15:03:12.000Z',
  ended_at: AT,
};

const NOTHING_SAID = {
  summary: null,
  transcript: null,
  sentiment: null,
  agent_task_status: null,
  post_call_outcomes: null,
};
const UNANSWERED = { ...NOTHING_SAID, status: 'busy', duration: 0, started_at: null };

/** How contact and call stand while it lasts. */
const IN_PROGRESS = {
  contact: { call_status: 'in_progress' },
  call: { ...NOTHING_SAID, status: 'in_progress', duration: null, ended_at: null },
};

/** The same where it does not last any more. */
const AS_IT_STANDS: Partial<Record<WebhookEventType, { readonly contact: EventPart; readonly call: EventPart }>> = {
  'call.ended': { contact: {}, call: {} },
  'call.failed': {
    contact: { call_status: 'retry_scheduled', next_attempt_at: '2026-11-20T15:09:05.000Z' },
    call: UNANSWERED,
  },
  'contact.rescheduled': {
    contact: { call_status: 'callback_scheduled', next_attempt_at: '2026-11-21T20:00:00.000Z' },
    call: { summary: 'Jane asks to be called tomorrow at three.', post_call_outcomes: null },
  },
  'contact.exhausted': {
    contact: { call_status: 'busy', attempts: 4, closing_reason: 'busy; all 3 retries used' },
    call: UNANSWERED,
  },
  'webhook.test': { contact: {}, call: {} },
};
