import type { Page } from 'playwright-core';
import type { WebhookReceiver } from '../setup/webhook-receiver';
import { routesOfTheDashboard } from './app-routes';
import { BrowserWorld } from './browser-world';
import { furnish, startCustomer, type Furnished } from './furnished';
import { faultsOf, invisibleFocus } from './looks';
import { ROOMS, type Shown } from './shown-pages';

const WIDTHS = [1440, 360];
const SCHEMES = ['light', 'dark'] as const;
const TAB_STOPS = 15;

let world: BrowserWorld;
let customer: WebhookReceiver;
let ids: Furnished;

beforeAll(async () => {
  world = await BrowserWorld.open();
  customer = await startCustomer();
  ids = await furnish(world.stack, customer);
});

afterEach(() => world.closePages());

afterAll(async () => {
  await customer?.close();
  await world?.close();
});

test('every page of the router is looked at here', () => {
  const looked = Object.values(ROOMS).flatMap((pages) => pages(ids).map(({ route }) => route));
  const routes = routesOfTheDashboard();
  expect(routes.filter((route) => !looked.includes(route))).toEqual(['/sign-in']);
  expect(looked.filter((route) => route !== null && !routes.includes(route))).toEqual([]);
});

const EVERYWHERE = WIDTHS.flatMap((width) => Object.keys(ROOMS).map((room) => [room, width] as const));

test.each(EVERYWHERE)('%s at %d pixels: can be read and used by everybody, in light and in dark', async (room, width) => {
  const page = await world.signedIn('/favicon.svg', { width });
  const faults: string[] = [];
  for (const shown of ROOMS[room]!(ids)) {
    await show(page, shown);
    const found = await faultsInBothSchemes(page);
    const unseen = width === WIDTHS[0] && !shown.open ? await invisibleFocus(page, TAB_STOPS) : [];
    const complaints = world.complaints.splice(0).filter((complaint) => !isRefusedAddress(complaint, shown));
    faults.push(...[...found, ...unseen, ...complaints].map((fault) => `${page.url()}\n${fault}`));
  }
  expect(faults).toEqual([]);
});

async function show(page: Page, { path, open, ready }: Shown): Promise<void> {
  await page.goto(path);
  await open?.(page);
  await ready(page).waitFor();
}

async function faultsInBothSchemes(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    faults.push(...(await faultsOf(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

/** A page of something that is not there asks for it once, and is told so; browsers write that into the console. */
function isRefusedAddress(complaint: string, { path }: Shown): boolean {
  return path.includes('999999') && /status of 404 .*\/api\/v1\//.test(complaint);
}
