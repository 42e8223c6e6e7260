import type { WebhookEvent } from '../../../domain/webhook-events';
import type { Queryable } from '../../../infra/db/database';
import { eventOfCall, newestEvent } from '../../../infra/db/deliveries/past-events';
import { endpointRequest } from '../../../infra/webhook-http/endpoint-request';
import { variableValues } from '../../../infra/webhook-http/endpoint-variables';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { z } from 'zod';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { previewEndpointAnswer, previewEndpointInput } from '../schemas/webhook';
import { templateFaults, templateOf } from '../webhooks/read-endpoint';
import { requireCampaign } from './campaigns';

type PreviewInput = z.output<typeof previewEndpointInput>;

const NO_TEMPLATE = { method: 'POST', url: 'https://example.com/', headers: {}, body: null, variables: [] } as const;

const previewOperation = defineOperation({
  id: 'previewWebhook',
  method: 'post',
  path: '/webhooks/preview',
  tag: 'webhooks',
  summary: 'Show what a webhook would send of a real event, before it is saved',
  description:
    'Of the newest event of the type, or of a given call. Has the faults that saving would have. Nothing is sent. ' +
    '409 `no_event_yet` while nothing of the kind has happened.',
  scope: 'campaigns:admin',
  body: previewEndpointInput,
  answer: previewEndpointAnswer,
});

/** A look at an endpoint's request before there is an endpoint. */
export function webhookPreviewRoute({ addresses }: ApiDependencies): Route {
  return route(previewOperation, async ({ body, caller, db }) => {
    const template = templateOf(NO_TEMPLATE, body);
    const faults = templateFaults(template, addresses);
    if (faults.length > 0) throw invalidRequest(faults);
    const event = await pastEvent(db, caller, body);
    const { problem, ...request } = endpointRequest(template, event);
    const absent = Object.entries(variableValues(template.variables, event)).filter(([, value]) => value === null);
    return {
      status: 'success' as const,
      event: { ...event },
      request,
      absent: absent.map(([name]) => name),
      problem,
    };
  });
}

/** @throws Problem 404 without such a call or campaign, 409 when nothing has happened yet. */
async function pastEvent(db: Queryable, { organizationId }: Caller, body: PreviewInput): Promise<WebhookEvent> {
  const { call_id, campaign_id, event_type = 'call.ended' } = body;
  if (call_id !== undefined) {
    const event = await eventOfCall(db, organizationId, call_id, event_type);
    if (!event) throw notFound('call');
    return event;
  }
  if (campaign_id !== undefined) await requireCampaign(db, organizationId, campaign_id);
  const event = await newestEvent(db, { organizationId, campaignId: campaign_id ?? null }, event_type);
  if (event) return event;
  const detail = `There is no ${event_type} yet to show this with. Have a call made (the simulator calls nobody), or name another event type or a call_id.`;
  throw new Problem(409, 'no_event_yet', detail);
}
