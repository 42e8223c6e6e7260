import { EXAMPLE_IDS, PAST_INSTANT, type RequestExamples } from './request-example';

const onWebhook = { path: { id: EXAMPLE_IDS.webhook } };
const onDelivery = { path: { id: EXAMPLE_IDS.delivery } };

const TEMPLATE = {
  url: 'https://crm.example.com/hooks/calls',
  headers: { 'X-Source': 'everdial' },
  body: '{"phone": "{{ phone }}", "note": "The call took {{ seconds }} s", "order": "{{ order }}"}',
  variables: [
    { name: 'phone', source: 'contact', field: 'to_number' },
    { name: 'seconds', source: 'call_log', field: 'duration' },
    { name: 'order', source: 'contact', field: 'metadata.order_id' },
  ],
};

/** Requests about webhooks and their deliveries. */
export const WEBHOOK_EXAMPLES: RequestExamples = {
  listWebhooks: { query: { campaign_id: EXAMPLE_IDS.campaign } },
  createWebhook: [
    {
      summary: 'Events as they are',
      body: { name: 'CRM', url: 'https://crm.example.com/hooks/calls', events: ['call.ended', 'call.failed'] },
    },
    {
      summary: 'A body and conditions of its own, for one campaign',
      body: {
        name: 'CRM, renewals',
        campaign_id: EXAMPLE_IDS.campaign,
        events: ['call.ended'],
        ...TEMPLATE,
        timeout_s: 10,
        retry_limit: 5,
        success: { status: 200, key: 'data.accepted' },
      },
    },
  ],
  getWebhook: onWebhook,
  updateWebhook: { ...onWebhook, body: { events: ['call.ended', 'contact.exhausted'], is_active: true } },
  deleteWebhook: onWebhook,
  testWebhook: onWebhook,
  rotateWebhookSecret: onWebhook,
  enableWebhook: onWebhook,
  replayWebhook: { ...onWebhook, body: { since: PAST_INSTANT } },
  previewWebhook: { body: { event_type: 'call.failed', call_id: EXAMPLE_IDS.call, method: 'POST', ...TEMPLATE } },
  getWebhookSecret: {},
  rotateCallbackSecret: {},
  listDeliveries: { query: { campaign_id: EXAMPLE_IDS.campaign, status: 'failed', from: PAST_INSTANT, pagesize: 50 } },
  getDelivery: onDelivery,
  replayDelivery: onDelivery,
  replayDeliveries: { body: { since: PAST_INSTANT, endpoint_id: EXAMPLE_IDS.webhook } },
};
