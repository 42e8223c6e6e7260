import type { Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { useBrowserWorld } from './browser-world';
import { markDocument } from './fixtures';

const PATIENTLY = { timeoutMs: 120_000, intervalMs: 200 };
/** What a browser notes of an API that is away or comes up: connections refused and broken, and "not ready yet". */
const CUT_OFF =
  /net::ERR_(?:CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|INTERNET_DISCONNECTED|NETWORK_CHANGED|SOCKET_NOT_CONNECTED|TIMED_OUT)|status of 503/;

const the = useBrowserWorld();
let campaign: number;

beforeAll(async () => {
  const { stack } = the.world;
  campaign = await stack.createCampaign({ name: 'Endurance' });
  await stack.addContact(campaign, '+15550119001');
});

beforeEach(() => the.world.expectComplaint(CUT_OFF));

test('the API dies: the page says so, keeps what it shows, and goes on by itself with what comes afterwards', async () => {
  const { stack } = the.world;
  const page = await openContacts();
  const isSameDocument = await markDocument(page);
  const saysSo = away(page).waitFor();
  await stack.killAndAwaitAnother('api');
  await saysSo;
  expect(await contact(page, '+15550119001').isVisible()).toBe(true);
  await goesOn(page);
  await eventually(() => stack.addContact(campaign, '+15550129001'), PATIENTLY);
  await contact(page, '+15550129001').getByText('completed').waitFor();
  expect(await isSameDocument()).toBe(true);
});

test('the API is frozen: the page says so although its connections stay open, and goes on when it is thawed', async () => {
  const { stack } = the.world;
  const page = await openContacts();
  const isSameDocument = await markDocument(page);
  stack.signal('api', 'SIGSTOP');
  try {
    await away(page).waitFor();
    expect(await contact(page, '+15550119001').isVisible()).toBe(true);
  } finally {
    stack.signal('api', 'SIGCONT');
  }
  await goesOn(page);
  await stack.addContact(campaign, '+15550139001');
  await contact(page, '+15550139001').getByText('completed').waitFor();
  expect(await isSameDocument()).toBe(true);
});

test('what is being written while nothing can be reached is refused with the reason, kept, and saved afterwards', async () => {
  const page = await the.world.signedIn('/webhooks/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop');
  await page.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/hooks');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: 'The webhook is not saved' })
    .getByText(/cannot be reached/)
    .waitFor();
  await away(page).waitFor();
  await page.context().setOffline(false);
  await away(page).waitFor({ state: 'hidden' });
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Shop');
  expect(await page.getByRole('textbox', { name: 'URL' }).inputValue()).toBe('http://127.0.0.1:9/hooks');
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  await page.getByRole('dialog', { name: 'The webhook is made' }).waitFor();
});

test('a draft that is written while the API is frozen is kept when it is thawed', async () => {
  const { stack } = the.world;
  const page = await the.world.signedIn('/campaigns/new');
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.waitFor();
  stack.signal('api', 'SIGSTOP');
  try {
    await name.fill('Written in the cold');
    await away(page).waitFor();
    expect(await name.inputValue()).toBe('Written in the cold');
  } finally {
    stack.signal('api', 'SIGCONT');
  }
  await away(page).waitFor({ state: 'hidden' });
  expect(await name.inputValue()).toBe('Written in the cold');
  await eventually(async () => {
    const { records } = await stack.api<{ records: Array<{ name: string }> }>('GET', '/campaign_drafts');
    expect(records.map((draft) => draft.name)).toContain('Written in the cold');
  }, PATIENTLY);
});

test('a question that cannot be loaded is told of at once, and does not come up by itself when it can be', async () => {
  the.world.expectComplaint(/net::ERR_FAILED/);
  const page = await the.world.newPage();
  await page.request.post('/session', { data: { api_key: the.world.stack.info.api_key } });
  await page.route(/\/assets\/overlays-.*\.js/, (route) => route.abort());
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: 'Nothing was done' })
    .getByText(/Pause this campaign\?/)
    .waitFor();
  const loaded = page.waitForResponse(/\/assets\/overlays-.*\.js/);
  await page.unroute(/\/assets\/overlays-.*\.js/);
  await loaded;
  await page.waitForTimeout(1_000);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await question(page).getByRole('button', { name: 'Leave it' }).click();
});

test('without a network a question is asked all the same; its answer is refused, and not done later', async () => {
  const page = await the.world.newPage();
  await page.request.post('/session', { data: { api_key: the.world.stack.info.api_key } });
  const loaded = page.waitForResponse(/\/assets\/overlays-.*\.js/);
  await page.goto(`/campaigns/${campaign}`);
  await loaded;
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await question(page).getByRole('button', { name: 'Pause' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: 'That did not work' })
    .getByText(/cannot be reached/)
    .waitFor();
  await page.context().setOffline(false);
  await away(page).waitFor({ state: 'hidden' });
  await live(page).waitFor();
  await page.waitForTimeout(1_000);
  const { details } = await the.world.stack.api<{ details: { status: string } }>('GET', `/calls/bulk_call/${campaign}`);
  expect(details.status).not.toBe('paused');
});

function question(page: Page) {
  return page.getByRole('dialog', { name: 'Pause this campaign?' });
}

async function openContacts(): Promise<Page> {
  const page = await the.world.signedIn(`/campaigns/${campaign}/lines`);
  await contact(page, '+15550119001').waitFor();
  await live(page).waitFor();
  return page;
}

function away(page: Page) {
  return page.getByText('The API cannot be reached', { exact: true });
}

function live(page: Page) {
  return page.getByRole('status').getByText('Live', { exact: true });
}

function contact(page: Page, number: string) {
  return page.getByRole('row').filter({ hasText: number });
}

async function goesOn(page: Page): Promise<void> {
  await away(page).waitFor({ state: 'hidden' });
  await live(page).waitFor();
}
