import type { Page } from 'playwright-core';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver';
import { useBrowserWorld } from './browser-world';
import { HOSTILE_PAGE, MARK, plantHostileTexts, type Planted } from './hostile-texts';
import { faultsOf } from './looks';

const the = useBrowserWorld();
let receiver: WebhookReceiver;
let ids: Planted;

beforeAll(async () => {
  receiver = await startWebhookReceiver({});
  ids = await plantHostileTexts(the.world.stack, receiver);
});

afterAll(() => receiver?.close());

/** Somewhere that texts of others are shown. */
interface Place {
  readonly path: string;
  /** A part of what is shown there. */
  readonly text: string;
  readonly open?: (page: Page) => Promise<void>;
}

const CAMPAIGN_PLACES = ({ campaign, draftCampaign, line, draft }: Planted): Place[] => [
  { path: '/campaigns', text: `Campaign ${MARK}` },
  { path: '/campaigns', text: `Wizard ${MARK}` },
  { path: `/campaigns/${campaign}`, text: `Campaign ${MARK}` },
  { path: `/campaigns/${campaign}`, text: `Campaign ${MARK}`, open: click('Cancel campaign') },
  { path: `/campaigns/${campaign}`, text: `“Campaign ${MARK}`, open: click('Pause') },
  { path: `/campaigns/${campaign}/lines`, text: `Name ${MARK}` },
  ...['Name', 'Note', 'Order', 'Deep', 'Id'].map((label) => ({
    path: `/campaigns/${campaign}/lines?line=${line}`,
    text: `${label} ${MARK}`,
  })),
  { path: `/campaigns/${campaign}/lines?q=${encodeURIComponent(MARK)}`, text: `Name ${MARK}` },
  { path: `/campaigns/${campaign}/settings`, text: `Campaign ${MARK}` },
  { path: `/campaigns/${campaign}/preview`, text: `Hello ${MARK}` },
  { path: `/campaigns/${campaign}/preview`, text: `Prompt ${MARK}` },
  { path: `/campaigns/${campaign}/send`, text: `Number ${MARK}`, open: openRequests },
  { path: `/campaigns/${draftCampaign}`, text: `“Draft ${MARK}`, open: click('Start') },
  { path: `/campaigns/new/${draft}/details`, text: `Wizard ${MARK}` },
  { path: `/campaigns/new/${draft}/details`, text: `Hello ${MARK}` },
  { path: `/campaigns/new/${draft}/review`, text: `Wizard ${MARK}` },
];

const OTHER_PLACES = ({ webhook, delivery }: Planted): Place[] => [
  { path: '/webhooks', text: `Webhook ${MARK}` },
  { path: `/webhooks/${webhook}`, text: `Webhook ${MARK}` },
  { path: `/webhooks/${webhook}`, text: `Body ${MARK}` },
  { path: `/webhooks/${webhook}`, text: `Name ${MARK}`, open: click('Show what would be sent') },
  { path: `/webhooks/${webhook}`, text: `Header ${MARK}`, open: click('Show secret and header values') },
  { path: '/deliveries', text: MARK },
  { path: `/deliveries?delivery=${delivery}`, text: HOSTILE_PAGE },
  { path: `/deliveries?delivery=${delivery}`, text: `Body ${MARK}` },
  { path: '/numbers', text: `Phone ${MARK}` },
  { path: '/numbers', text: `Agent ${MARK}` },
  { path: '/agents', text: `Prompt ${MARK}` },
  { path: '/accounts', text: `Account ${MARK}` },
  { path: '/suppressions', text: `Reason ${MARK}` },
  { path: '/keys', text: `Key ${MARK}` },
  {
    path: '/keys',
    text: `"Key ${MARK}`,
    open: (page) =>
      page
        .getByRole('button', { name: /^Revoke Key/ })
        .first()
        .click(),
  },
  { path: '/audit', text: `Webhook ${MARK}` },
  { path: '/audit', text: `"name": "Key ${MARK}`, open: openAuditEntries },
];

test.each([
  ['campaigns', 360],
  ['the rest', 360],
  ['campaigns', 1440],
  ['the rest', 1440],
])('what others write is text and nothing else: %s at %d pixels', async (area, width) => {
  const page = await the.world.signedIn('/campaigns', { width });
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const faults: string[] = [];
  for (const place of area === 'campaigns' ? CAMPAIGN_PLACES(ids) : OTHER_PLACES(ids)) {
    await page.goto(place.path);
    await place.open?.(page);
    await awaitText(page, place.text);
    const found = [...(await whatRuns(page)), ...(await faultsOf(page))];
    faults.push(...found.map((fault) => `${place.path}, looking for ${place.text.slice(0, 40)}\n${fault}`));
  }
  expect(faults).toEqual([]);
  expect(dialogs).toEqual([]);
});

test('what an endpoint has answered is shown to the letter', async () => {
  const page = await the.world.signedIn(`/deliveries?delivery=${ids.delivery}`);
  expect(await page.getByRole('region', { name: 'Answer to try 1' }).innerText()).toBe(HOSTILE_PAGE);
});

function click(name: string) {
  return (page: Page) => page.getByRole('button', { name, exact: true }).click();
}

async function openRequests(page: Page): Promise<void> {
  const all = page.getByRole('button', { name: /^Body and answer of request/ });
  await all.first().waitFor();
  for (const one of await all.all()) await one.click();
}

async function openAuditEntries(page: Page): Promise<void> {
  const closed = page.getByRole('button', { name: /^Details of entry/, expanded: false });
  await closed.first().waitFor();
  for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
}

/** Waits until a page shows a text, or has it in a field. */
async function awaitText(page: Page, text: string): Promise<void> {
  const isThere = (wanted: string): boolean => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    const options = [...document.querySelectorAll('option:checked')];
    const texts = [
      document.body.innerText,
      ...fields.map(({ value }) => value),
      ...options.map((one) => one.textContent),
    ];
    return texts.some((one) => one?.replaceAll('\\"', '"').includes(wanted));
  };
  await page.waitForFunction(isThere, text).catch((error: unknown) => {
    throw new Error(`${page.url()} does not show ${text}`, { cause: error });
  });
}

/** Signs that a text was taken for more than a text. */
function whatRuns(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    return [
      ...('ran' in globalThis ? ['a script of the text has run'] : []),
      ...[...document.querySelectorAll('script:not([src]), img[src="x"], [onerror], [onload]')].map(
        (one) => one.outerHTML,
      ),
      ...links.filter(({ protocol }) => !/^https?:$/.test(protocol)).map((one) => one.outerHTML),
    ];
  });
}
