import { request as httpRequest } from 'node:http';
import type { Page } from 'playwright-core';
import { useBrowserWorld } from './browser-world';

const MOST_BYTES = 250_000;
const FOR_EVER = 'public, max-age=31536000, immutable';

const the = useBrowserWorld();

beforeAll(async () => {
  await the.world.stack.createCampaign({ name: 'First impressions' });
});

test('the first visit fetches less than 250 kB, with gzip, until the list of campaigns is there', async () => {
  const page = await the.world.newPage();
  await page.request.post('/session', { data: { api_key: the.world.stack.info.api_key } });
  const addresses = watchAddresses(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'First impressions' }).first().waitFor();
  await expectLittle(page, addresses);
});

test('so does a first visit that begins with signing in', async () => {
  const page = await the.world.newPage();
  const addresses = watchAddresses(page);
  await page.goto('/');
  await page.getByLabel('API key', { exact: true }).fill(the.world.stack.info.api_key);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'First impressions' }).first().waitFor();
  await expectLittle(page, addresses);
});

test('files whose names change with their contents are asked for once, the document each time', async () => {
  const { world } = the;
  const page = await world.signedIn('/campaigns');
  await page.getByRole('link', { name: 'First impressions' }).first().waitFor();
  const again = await watchCache(page);
  await page.goto('/campaigns?type=dynamic');
  await page.getByRole('link', { name: 'First impressions' }).first().waitFor();
  const assets = again.filter(({ path }) => path.startsWith('/assets/'));
  expect(assets.length).toBeGreaterThan(1);
  for (const asset of assets) expect({ ...asset, header: FOR_EVER, isKept: true }).toEqual(asset);
  const document = again.find(({ path }) => path === '/campaigns');
  expect(document).toMatchObject({ header: 'no-cache', isKept: false });
});

test.each([
  ['/docs', /Everdial/],
  ['/problems', /Problems/],
  ['/problems/campaign_closed', /campaign_closed/],
])('%s is read without asking anybody else', async (path, title) => {
  const page = await the.world.newPage();
  await page.goto(path);
  // What is asked of others, or refused by the page's own rules, is complained about.
  await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
  await page.waitForLoadState('networkidle');
});

function watchAddresses(page: Page): Set<string> {
  const addresses = new Set<string>();
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().startsWith('http')) addresses.add(request.url());
  });
  return addresses;
}

/** Fetches once more what a page has fetched, and adds up what was sent. */
async function expectLittle(page: Page, addresses: Iterable<string>): Promise<void> {
  const fetched = [...addresses];
  expect(fetched.filter((address) => address.endsWith('.js')).length).toBeGreaterThan(0);
  expect(fetched.filter((address) => address.endsWith('.css')).length).toBeGreaterThan(0);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const sizes = await Promise.all(fetched.map((address) => bytesOf(address, cookie)));
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const costs = fetched.map((address, index) => `${sizes[index]} ${address}`);
  if (total >= MOST_BYTES) throw new Error(`These are ${total} bytes:\n${costs.join('\n')}`);
}

interface Answered {
  readonly path: string;
  readonly header: string | undefined;
  readonly isKept: boolean;
}

/** How what a page asks for from now on is answered: by the server, or from what the browser has kept. */
async function watchCache(page: Page): Promise<Answered[]> {
  const answered: Answered[] = [];
  const fromMemory = new Set<string>();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.requestServedFromCache', ({ requestId }) => fromMemory.add(requestId));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const header = response.headers['Cache-Control'] ?? response.headers['cache-control'];
    const isKept = fromMemory.has(requestId) || response.fromDiskCache === true;
    answered.push({ path: new URL(response.url).pathname, header, isKept });
  });
  return answered;
}

/** Bytes of an answer's body as they are sent to a browser that takes gzip and nothing better. */
function bytesOf(address: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip', cookie };
    const asked = httpRequest(address, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    });
    asked.on('error', reject).end();
  });
}
