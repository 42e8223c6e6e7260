import type { Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';
import { seriousFindings } from './accessibility';
import { picture, useBrowserWorld } from './browser-world';

const HOOK = '/hooks/calls';
const BROKEN_PAGE = '<html><body><h1>Shop is down</h1><script>globalThis.ran = true</script></body></html>';
const TEMPLATE = '{"phone": "{{ phone }}", "note": "Order {{ order }}"}';
const PATIENTLY = { timeoutMs: 120_000, intervalMs: 100 };

const the = useBrowserWorld();
const secrets: Record<string, string> = {};
let shop: WebhookReceiver;
let campaign: number;

beforeAll(async () => {
  shop = await startWebhookReceiver(secrets);
  const { stack } = the.world;
  campaign = await stack.createCampaign({ name: 'Orders' });
  // A preview needs something that has happened.
  const line = await stack.addContact(campaign, '+15550119001', { metadata: { order_id: 'A-100' } });
  await eventually(async () => expect(await stack.statusOf(line)).toBe('completed'), PATIENTLY);
});

afterAll(() => shop?.close());

test('a webhook is made with a body of its own; what its server refuses is seen, replayed when it is mended, and arrives', async () => {
  const page = await the.world.signedIn('/webhooks/new');
  await writeWebhook(page);
  await seePreview(page);
  await saveAndKeepSecret(page);

  shop.answerWith((response) => response.writeHead(500, { 'content-type': 'text/html' }).end(BROKEN_PAGE));
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Deliveries' }).click();
  await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
  await the.world.stack.addContact(campaign, '+15550129001', { metadata: { order_id: 'A-101' } });
  await seeRefusal(page);

  shop.answerWith((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken": true}'));
  const drawer = page.getByRole('dialog', { name: /^Delivery \d+$/ });
  // Twice, as whoever is used to it: it is sent once.
  await drawer.getByRole('button', { name: 'Replay' }).dblclick();
  await drawer.getByText('delivered', { exact: true }).waitFor();
  await drawer.getByText('replayed once').waitFor();
  await drawer.getByRole('region', { name: 'Answer to try 2' }).getByText('{"taken": true}').waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await page
    .getByRole('row', { name: /call\.ended/ })
    .getByText('delivered', { exact: true })
    .waitFor();

  const [refused, taken] = shop.at(HOOK);
  expect(JSON.parse(taken!.body)).toEqual({ phone: '+15550129001', note: 'Order A-101' });
  expect(taken!.id).toBe(refused!.id);
  expect(shop.unverified).toEqual([]);
});

test('a variable without a name is refused in words, before the API is asked', async () => {
  const page = await the.world.signedIn('/webhooks/new');
  const variables = page.getByRole('region', { name: 'Variables' });
  await variables.getByRole('button', { name: 'Add a variable' }).click();
  await variables.getByLabel('Name of variable 1').fill(' ');
  await page.getByRole('button', { name: 'Show what would be sent' }).click();
  await variables.getByText('Give its name, or take it away.').waitFor();
  await variables.getByRole('button', { name: 'Remove variable 1' }).click();
  // Name and URL are not needed to see it.
  await page.getByRole('button', { name: 'Show what would be sent' }).click();
  await page.getByRole('region', { name: 'Body that would be sent' }).waitFor();
});

test('a secret that is rotated is shown once, and signs what is sent from then on', async () => {
  const page = await the.world.signedIn('/webhooks');
  await page.getByRole('link', { name: 'Shop', exact: true }).click();
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page
    .getByRole('dialog', { name: 'Make a new secret?' })
    .getByRole('button', { name: 'Make a new one' })
    .click();
  const shown = page.getByRole('dialog', { name: 'The new secret' });
  const secret = await shown.getByText(/^whsec_[\w+/=]{20,}$/).innerText();
  expect(secret).not.toBe(secrets[HOOK]);
  await shown.getByRole('button', { name: 'Copy secret' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await shown.getByRole('button', { name: 'I have kept it' }).click();
  await shown.waitFor({ state: 'hidden' });
  expect(await page.content()).not.toContain(secret);
  await page.reload();
  await page.getByRole('button', { name: 'Show secret and header values' }).waitFor();
  expect(await page.content()).not.toContain(secret);

  secrets[HOOK] = secret;
  const before = shop.at(HOOK).length;
  await the.world.stack.addContact(campaign, '+15550139001', { metadata: { order_id: 'A-102' } });
  await eventually(() => expect(shop.at(HOOK)).toHaveLength(before + 1), PATIENTLY);
  expect(shop.unverified).toEqual([]);
});

async function writeWebhook(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop');
  await page.getByRole('textbox', { name: 'URL' }).fill(`${shop.url}${HOOK}`);
  await page.getByRole('checkbox', { name: 'call.failed' }).uncheck();
  const variables = page.getByRole('region', { name: 'Variables' });
  for (const [index, [name, field]] of [
    ['phone', 'to_number'],
    ['order', 'metadata.order_id'],
  ].entries()) {
    await variables.getByRole('button', { name: 'Add a variable' }).click();
    await variables.getByLabel(`Name of variable ${index + 1}`).fill(name!);
    await variables.getByLabel(`Field of variable ${index + 1}`).fill(field!);
  }
  await page.getByRole('textbox', { name: 'Body template' }).fill('{"phone": ');
  await page.getByRole('button', { name: 'phone', exact: true }).click();
  await expectBody(page, '{"phone": {{ phone }}');
  await page.getByRole('textbox', { name: 'Body template' }).fill(TEMPLATE);
  await page.getByRole('textbox', { name: 'Retries' }).fill('0');
}

async function expectBody(page: Page, text: string): Promise<void> {
  await eventually(async () =>
    expect(await page.getByRole('textbox', { name: 'Body template' }).inputValue()).toBe(text),
  );
}

async function seePreview(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show what would be sent' }).click();
  const body = page.getByRole('region', { name: 'Body that would be sent' });
  await body.waitFor();
  expect(JSON.parse(await body.innerText())).toEqual({ phone: '+15550119001', note: 'Order A-100' });
  expect(shop.received).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 1500 });
  await page.getByRole('heading', { name: 'Body', exact: true }).evaluate((title) => {
    title.scrollIntoView();
    window.scrollBy({ top: -90 });
  });
  await picture(page, 'dashboard-webhook');
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function saveAndKeepSecret(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make the webhook' }).dblclick();
  const made = page.getByRole('dialog', { name: 'The webhook is made' });
  secrets[HOOK] = await made.getByText(/^whsec_[\w+/=]{20,}$/).innerText();
  await made.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
  expect(await the.world.stack.api('GET', '/webhooks')).toMatchObject({ total_records: 1 });
  expect(await page.content()).not.toContain(secrets[HOOK]);
}

async function seeRefusal(page: Page): Promise<void> {
  const row = page.getByRole('row', { name: /call\.ended/ });
  await row.getByText('failed', { exact: true }).waitFor();
  await row.getByRole('link', { name: /call\.ended/ }).click();
  const answer = page.getByRole('region', { name: 'Answer to try 1' });
  await answer.waitFor();
  expect(await answer.innerText()).toBe(BROKEN_PAGE);
  await page.getByRole('dialog').getByText('HTTP 500').first().waitFor();
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  expect(await seriousFindings(page)).toEqual([]);
}
