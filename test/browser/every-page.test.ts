import type { Page } from 'playwright-core';
import type { WebhookReceiver } from '../setup/webhook-receiver';
import { routesOfTheDashboard } from './app-routes';
import { picture, useBrowserWorld } from './browser-world';
import { furnish, startCustomer, type Furnished } from './furnished';
import { faultsOf, invisibleFocus } from './looks';
import { ROOMS, type Shown } from './shown-pages';

const WIDTHS = [1440, 360];
const SCHEMES = ['light', 'dark'] as const;
const TAB_STOPS = 10;

const the = useBrowserWorld();
let customer: WebhookReceiver;
let ids: Furnished;

beforeAll(async () => {
  customer = await startCustomer();
  ids = await furnish(the.world.stack, customer);
});

afterAll(() => customer?.close());

test('every page of the router is looked at here', () => {
  const looked = Object.values(ROOMS).flatMap((pages) => pages(ids).map(({ route }) => route));
  const routes = routesOfTheDashboard();
  expect(routes.length).toBeGreaterThan(15);
  expect(routes.filter((route) => !looked.includes(route))).toEqual([]);
  expect(looked.filter((route) => route !== null && !routes.includes(route))).toEqual([]);
});

const EVERYWHERE = WIDTHS.flatMap((width) => Object.keys(ROOMS).map((room) => [room, width] as const));

test.each(EVERYWHERE)(
  '%s at %d pixels: can be read and used by everybody, in light and in dark',
  async (room, width) => {
    // Pages of what is not there ask for it, and are told so.
    the.world.expectComplaint(/status of 404 .*\/999999/);
    const page = await the.world.signedIn('/campaigns', { width });
    const faults: string[] = [];
    for (const shown of ROOMS[room]!(ids)) {
      await show(page, shown);
      const found = await faultsInBothSchemes(page);
      const unseen = width === WIDTHS[0] && !shown.open ? await invisibleFocus(page, TAB_STOPS) : [];
      faults.push(...[...found, ...unseen].map((fault) => `${page.url()}\n${fault}`));
    }
    expect(faults).toEqual([]);
  },
);

test('pictures for the documents', async () => {
  const { campaign, line } = ids;
  const path = `/campaigns/${campaign}/lines?line=${line}`;
  const page = await the.world.signedIn(path);
  await page.getByRole('list', { name: 'What happened, in order' }).waitFor();
  await picture(page, 'dashboard-lines');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await picture(page, 'dashboard-dark');
  const phone = await the.world.signedIn(`/campaigns/${campaign}/lines`, { width: 360, height: 740 });
  await phone.getByRole('rowheader', { name: '+15550109001' }).first().waitFor();
  await picture(phone, 'dashboard-phone');
});

async function show(page: Page, { path, open, ready }: Shown): Promise<void> {
  await page.goto(path);
  await open?.(page);
  await ready(page).first().waitFor();
}

async function faultsInBothSchemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(
      (scheme) => document.documentElement.dataset['mantineColorScheme'] === scheme,
      colorScheme,
    );
    faults.push(...(await faultsOf(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}
