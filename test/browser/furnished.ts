import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';
import { eventually } from '../setup/eventually';
import type { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 120_000, intervalMs: 200 };
/** By its last four digits the simulator knows what becomes of a number. */
const ENDINGS = ['9001', '9002', '9003', '9004', '9006', '9014', '9016'];

/** What an organization has after some days of work: ids by what they name. */
export interface Furnished {
  readonly campaign: number;
  /** Was reached, and asks to be called back. */
  readonly line: number;
  readonly draftCampaign: number;
  /** A draft of the wizard. */
  readonly draft: number;
  readonly webhook: number;
  /** Has failed. */
  readonly delivery: number;
}

/**
 * Gives the stack's organization campaigns, contacts with stories, webhooks with deliveries, drafts and a do-not-call list.
 *
 * @param receiver hears the events: it refuses what comes to `/refuses`.
 */
export async function furnish(stack: RunningStack, receiver: WebhookReceiver): Promise<Furnished> {
  const webhook = await createWebhook(stack, 'Renewals to the CRM', `${receiver.url}/refuses`);
  await createWebhook(stack, 'Data warehouse', `${receiver.url}/takes`);
  const campaign = await stack.createCampaign({ name: 'Spring renewals', ...PACED });
  const lines: number[] = [];
  for (const [index, ending] of ENDINGS.entries()) {
    const contact = { external_id: `crm-${index}`, custom_variables: { name: `Ada ${index}`, plan: 'family' } };
    lines.push(await stack.addContact(campaign, `+1555010${ending}`, { ...contact, metadata: { order_id: index } }));
  }
  const finite = { name: 'Winter survey', is_dynamic: false, save_as_draft: true };
  const draftCampaign = await stack.createCampaign({ ...finite, contact_list: [{ to_number: '+15550102001' }] });
  const form = { campaign: { name: 'Autumn survey', is_dynamic: true, phone_number_id: stack.info.phone_number_id } };
  const draft = await stack.api<{ id: number }>('POST', '/campaign_drafts', { name: 'Autumn survey', form });
  await stack.api('POST', '/suppressions', { numbers: ['+15550103001', '+15550103002'], reason: 'asked by letter' });
  await stack.api('POST', '/api_keys', { name: 'Shop', scopes: ['contacts:write'] });
  const delivery = await failedDelivery(stack, webhook);
  await eventually(async () => expect(await stack.statusOf(lines[0]!)).toBe('completed'), PATIENTLY);
  return { campaign, line: lines[4]!, draftCampaign, draft: draft.id, webhook, delivery };
}

/** A customer's server that answers 500 with a page to what comes to `/refuses`, and takes everything else. */
export async function startCustomer(): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver({});
  receiver.answerWith((response, { path }) => {
    if (!path.startsWith('/refuses')) return void response.writeHead(204).end();
    response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Internal error</h1>');
  });
  return receiver;
}

const PACED = {
  concurrent_call_limit: 5,
  retry_config: { auto_retry: true, retry_limit: 2 },
  call_conditions: [{ column: 'plan', operator: 'equals', value: 'family' }],
};

async function createWebhook(stack: RunningStack, name: string, url: string): Promise<number> {
  const { webhook } = await stack.api<{ webhook: { id: number } }>('POST', '/webhooks', {
    name,
    url,
    events: ['call.ended', 'call.failed'],
    headers: { 'X-Api-Key': 'secret', 'X-Order': '{{ order }}' },
    body: '{"phone": "{{ phone }}", "order": "{{ order }}"}',
    variables: [
      { name: 'phone', source: 'contact', field: 'to_number' },
      { name: 'order', source: 'contact', field: 'metadata.order_id' },
    ],
    retry_limit: 0,
    total_timeout_s: 60,
  });
  return webhook.id;
}

/** A delivery to a webhook that has been given up. */
export async function failedDelivery(stack: RunningStack, webhook: number): Promise<number> {
  interface Page {
    readonly records: ReadonlyArray<{ readonly delivery_id: number }>;
  }
  return eventually(async () => {
    const page = await stack.api<Page>('GET', `/deliveries?endpoint_id=${webhook}&status=failed&pagesize=1`);
    return page.records[0]?.delivery_id ?? null;
  }, PATIENTLY);
}
