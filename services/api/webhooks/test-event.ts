import { randomUUID } from 'node:crypto';
import type { CallLogField } from '../../../domain/webhook-endpoint';
import type { WebhookEvent } from '../../../domain/webhook-events';
import type { WebhookEndpointRow, NewDelivery } from '../../../infra/db/webhook-tables';

const NUMBER = '+15555550123';

/**
 * The delivery of a test event: of nobody, but with a value for everything that variables can name.
 *
 * @param now when it is sent: at once.
 */
export function testDelivery(endpoint: WebhookEndpointRow, now: Date): NewDelivery {
  const id = randomUUID();
  return {
    organization_id: endpoint.organization_id,
    campaign_id: endpoint.campaign_id,
    line_id: null,
    attempt_id: null,
    kind: 'event',
    endpoint_id: endpoint.id,
    event_type: 'webhook.test',
    dedupe_key: `event:webhook.test:${id}:${endpoint.id}`,
    webhook_id: `msg_${id}`,
    url: endpoint.url,
    body: JSON.stringify(testEvent(endpoint, now)),
    due_at: now,
  };
}

function testEvent({ organization_id, campaign_id }: WebhookEndpointRow, now: Date): WebhookEvent {
  const at = now.toISOString();
  const call: Record<CallLogField, unknown> = {
    call_id: 0,
    call_sid: 'call_0',
    company_id: organization_id,
    campaign_id: campaign_id ?? 0,
    agent_id: 0,
    contact_id: 0,
    from_number: '+15555550100',
    to_number: NUMBER,
    duration: 42,
    status: 'completed',
    direction: 'outbound',
    rating: 5,
    summary: 'A test event: nobody was called.',
    recording_url: null,
    transcript: 'Agent: This is a test.',
    sentiment: 'neutral',
    agent_task_status: 'completed',
    agent_task_feedback: null,
    dynamic_variables: { customer_name: 'Test' },
    post_call_outcomes: { summary: 'A test event: nobody was called.' },
    created_at: at,
    started_at: at,
    ended_at: at,
  };
  const contact = {
    line_id: 0,
    to_number: NUMBER,
    external_id: 'test',
    call_status: 'completed',
    interaction_status: null,
    attempts: 1,
    next_attempt_at: null,
    closing_reason: null,
    timezone: 'UTC',
    priority: 5,
    custom_variables: { customer_name: 'Test' },
    metadata: {},
    created_at: at,
  };
  const campaign = { id: campaign_id ?? 0, campaign_sid: `camp_${campaign_id ?? 0}`, name: 'Test' };
  return { type: 'webhook.test', timestamp: at, data: { campaign, contact, call, test: true } };
}
