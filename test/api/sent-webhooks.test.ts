import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { WEBHOOK_EVENT_TYPES } from '../../domain/webhook-events';
import { findCampaign } from '../../infra/db/campaigns/campaigns';
import { callScheduleDelivery, callStatusDelivery } from '../../infra/db/deliveries/delivery-bodies';
import { callEventData, campaignEventData } from '../../infra/db/deliveries/event-data';
import { createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine } from './line-fixtures';

interface Operation {
  readonly operationId: string;
  readonly requestBody: { readonly content: Record<string, { readonly schema: object }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly webhooks: Record<string, { readonly post: Operation }>;
  readonly components: object;
}

let api: ApiWorld;
let document: Document;
beforeAll(async () => {
  api = await createApiWorld();
  document = (await api.agent.get('/openapi.json')).body as Document;
});
afterAll(() => api.close());

/** What a body has that the document does not describe so; null when it is described. */
function faultsOf(name: string, body: unknown): string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const schema = document.webhooks[name]?.post.requestBody.content['application/json']?.schema ?? { not: {} };
  const validate = ajv.compile({ ...schema, components: document.components });
  return validate(JSON.parse(JSON.stringify(body))) ? null : ajv.errorsText(validate.errors);
}

test('the document describes every event, the three callbacks and the pre-call webhook', () => {
  const callbacks = ['call_status_callback', 'call_schedule_callback', 'status_callback', 'pre_call_webhook'];
  expect(Object.keys(document.webhooks).sort()).toEqual([...WEBHOOK_EVENT_TYPES, ...callbacks].sort());
});

test('no two operations of the document share an id', () => {
  const served = Object.values(document.paths).flatMap((path) => Object.values(path));
  const ids = [...served, ...Object.values(document.webhooks).map(({ post }) => post)].map(
    (entry) => entry.operationId,
  );
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('events and callbacks of real calls are as the document describes them', async () => {
  const urls = { call_status_callback: 'https://a.example/', call_schedule_callback: 'https://a.example/' };
  const campaignId = await api.createCampaign({ ...urls, timezone: 'Asia/Kolkata' });
  const line = await addLine(api, campaignId, { metadata: { order: 1 } });
  const attempt = await addAttempt(api.db, line, { disposition: 'busy' });
  const campaign = await findCampaign(api.db, api.organizationId, campaignId);
  const ended = { ...attempt, disposition: 'busy', ended_at: new Date() } as const;
  const status = callStatusDelivery(campaign!, ended)?.body;
  expect(faultsOf('call_status_callback', JSON.parse(status ?? ''))).toBeNull();
  const schedule = callScheduleDelivery(campaign!, { ...line, call_status: 'busy' }, [ended], new Date())?.body;
  expect(faultsOf('call_schedule_callback', JSON.parse(schedule ?? ''))).toBeNull();

  const timestamp = new Date().toISOString();
  const call = { type: 'call.failed', timestamp, data: await callEventData(api.db, attempt.id, { reason: null }) };
  expect(faultsOf('call.failed', call)).toBeNull();
  expect(faultsOf('call.ended', call)).toMatch(/type must be equal to constant/);
  const data = await campaignEventData(api.db, campaignId);
  expect(faultsOf('campaign.paused', { type: 'campaign.paused', timestamp, data })).toBeNull();
  expect(faultsOf('campaign.paused', { type: 'campaign.paused', timestamp, data: {} })).toMatch(/required property/);
});

test('the pre-call request is as the document describes it', () => {
  const call = {
    direction: 'outbound',
    bot_id: '5',
    from_number: '+15550100001',
    to_number: '+15551234567',
    attempt: '1',
  };
  expect(faultsOf('pre_call_webhook', { event: 'call', call })).toBeNull();
  expect(faultsOf('pre_call_webhook', { event: 'call', call: { ...call, attempt: 1 } })).not.toBeNull();
});
