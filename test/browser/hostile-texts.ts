import type { WebhookReceiver } from '../setup/webhook-receiver';
import { eventually } from '../setup/eventually';
import type { RunningStack } from '../setup/running-stack';
import { failedDelivery } from './furnished';

const PATIENTLY = { timeoutMs: 120_000, intervalMs: 200 };
const RUNS = 'globalThis.ran=true';
const LONG_WORD = 'W'.repeat(90);

/** Stands in every text below; a page that shows the text as it is shows this. */
export const MARK = `<script>${RUNS}</script>`;

/**
 * A text as only somebody with bad intentions, or a very odd name, would send it: markup that runs, an address that runs,
 * a mark that turns the direction of what follows, a very long word. Fewer than 255 characters.
 */
export function hostile(label: string): string {
  return `${label} ${MARK}<img src=x onerror=${RUNS}> javascript:${RUNS} \u202Egpj \u2066 ${LONG_WORD}`;
}

/** A page of a customer's server, as it answers webhooks with it. */
export const HOSTILE_PAGE = `<html><body onload="${RUNS}">${MARK}<h1>${LONG_WORD.repeat(4)}</h1></body></html>`;

/** Where hostile texts have been put. */
export interface Planted {
  readonly campaign: number;
  readonly draftCampaign: number;
  readonly line: number;
  readonly webhook: number;
  readonly delivery: number;
  readonly draft: number;
}

/** Puts hostile texts wherever people outside, or keys of the organization, can put texts. */
export async function plantHostileTexts(stack: RunningStack, receiver: WebhookReceiver): Promise<Planted> {
  const phone = await plantAgent(stack);
  const webhook = await plantWebhook(stack, receiver);
  const campaign = await stack.createCampaign({ name: hostile('Campaign'), phone_number_id: phone });
  const line = await stack.addContact(campaign, '+15550109001', {
    external_id: hostile('Id'),
    custom_variables: { name: hostile('Name'), note: hostile('Note'), link: `javascript:${RUNS}`, [MARK]: 'key' },
    metadata: { order: hostile('Order'), nested: { [MARK]: [hostile('Deep')] } },
  });
  const path = `/calls/bulk_call/${campaign}/add_contact`;
  await stack.api('POST', path, { to_number: hostile('Number') }).catch(() => undefined);
  const finite = { is_dynamic: false, save_as_draft: true, phone_number_id: phone };
  const draftCampaign = await stack.createCampaign({ name: hostile('Draft'), ...finite });
  const form = { campaign: { name: hostile('Wizard'), is_dynamic: true, phone_number_id: phone } };
  const draft = await stack.api<{ id: number }>('POST', '/campaign_drafts', { name: hostile('Wizard'), form });
  await stack.api('POST', '/suppressions', { numbers: ['+15550103001'], reason: hostile('Reason') });
  await stack.api('POST', '/api_keys', { name: hostile('Key'), scopes: ['read'] });
  await plantAccount(stack, receiver);
  await eventually(async () => expect(await stack.statusOf(line)).toBe('completed'), PATIENTLY);
  return { campaign, draftCampaign, line, webhook, delivery: await failedDelivery(stack, webhook), draft: draft.id };
}

async function plantAccount(stack: RunningStack, receiver: WebhookReceiver): Promise<void> {
  const body = `{"ref": "{{ reference }}", "from": "{{ from }}", "to": "{{ to }}", "text": ${JSON.stringify(hostile('Ask'))}}`;
  const settings = { url: `${receiver.url}/calls`, account: 'dialler', body, answer: { call_id: 'id' } };
  const credentials = { headers: { 'X-Api-Key': 'the key' }, signing_secret: 'signed '.repeat(8) };
  await stack.api('POST', '/provider_accounts', { name: hostile('Account'), provider: 'http', credentials, settings });
}

async function plantAgent(stack: RunningStack): Promise<number> {
  const texts = {
    welcome_message: `${hostile('Hello')} {{ name }}`,
    prompt: `${hostile('Prompt')} {{ note }} {{ none }}`,
  };
  const { agent } = await stack.api<{ agent: { id: number } }>('POST', '/agents', { name: hostile('Agent'), ...texts });
  const phone_number = `+1555${String(Date.now()).slice(-7)}`;
  const number = { phone_number, agent_id: agent.id, provider: 'simulator', name: hostile('Phone') };
  return (await stack.api<{ phone_number: { id: number } }>('POST', '/phone_numbers', number)).phone_number.id;
}

async function plantWebhook(stack: RunningStack, receiver: WebhookReceiver): Promise<number> {
  receiver.answerWith((response) => response.writeHead(500, { 'content-type': 'text/html' }).end(HOSTILE_PAGE));
  const { webhook } = await stack.api<{ webhook: { id: number } }>('POST', '/webhooks', {
    name: hostile('Webhook'),
    url: `${receiver.url}/${MARK}/${LONG_WORD}?next=javascript:${RUNS}`,
    events: ['call.ended'],
    headers: { 'X-Name': hostile('Header').replaceAll(/[^\x20-\x7E]/g, '') },
    body: JSON.stringify({ text: hostile('Body'), name: '{{ name }}' }),
    variables: [{ name: 'name', source: 'contact', field: 'custom_variables.name' }],
    retry_limit: 0,
    total_timeout_s: 60,
  });
  return webhook.id;
}
