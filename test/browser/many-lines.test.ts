import { sql } from 'kysely';
import type { Page, Request } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { seriousFindings } from './accessibility';
import { useBrowserWorld } from './browser-world';

const LINES = 100_000;
const COMPLETED = 100;
/** Of the API; a page of the list. */
const PAGE_SIZE = 150;
const DEEP = 3_000;
const MOST_ROWS_DRAWN = 100;
const MOST_NODES = 8_000;
const MOST_HEAP_BYTES = 80_000_000;
const PATIENTLY = { timeoutMs: 60_000, intervalMs: 20 };

const the = useBrowserWorld();
let campaign: number;

beforeAll(async () => {
  const { stack } = the.world;
  campaign = await stack.createCampaign({ name: 'Everybody', is_dynamic: false, save_as_draft: true });
  await sql`
    insert into lines (organization_id, campaign_id, to_number, external_id, custom_variables, call_status)
    select campaigns.organization_id, campaigns.id, '+1555' || lpad(n::text, 7, '0'), 'crm-' || n,
      jsonb_build_object('name', 'Person ' || n),
      case when n % ${LINES / COMPLETED}::int = 0 then 'completed' else 'queued' end
    from campaigns, generate_series(1, ${LINES}::int) n
    where campaigns.id = ${campaign}
    order by n`.execute(stack.db);
  await sql`analyze lines`.execute(stack.db);
});

test('a hundred thousand contacts are looked through by keyboard: few are read, and fewer are drawn', async () => {
  const page = await the.world.newPage();
  const requests = watchRequests(page);
  await signInAt(page, `/campaigns/${campaign}/lines`);
  await page.getByText(`${LINES.toLocaleString('en-US')} contacts`, { exact: true }).waitFor();
  const grid = page.getByRole('grid', { name: /^Contacts/ });
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(LINES + 1));
  await eventually(() => expect(requests.open()).toBe(0), PATIENTLY);
  expect(requests.cursors().size).toBeLessThanOrEqual(3);

  await page.getByRole('row', { name: /\+15550000001\b/ }).focus();
  await press(page, 'PageDown');
  expect(await focusedRow(page)).toBeGreaterThan(5);
  await goDeep(page);
  await expectSmall(page);
  await press(page, 'Home');
  expect(await focusedRow(page)).toBe(1);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '+15550000001' }).waitFor();
  expect(new URL(page.url()).searchParams.get('line')).not.toBeNull();

  expect(requests.mostAtOnce()).toBeLessThanOrEqual(3);
  expect(requests.pageSizes()).toEqual(new Set([1, PAGE_SIZE]));
  // Nothing that was read is read again, and nobody reads far ahead.
  expect(requests.pages()).toBe(requests.cursors().size);
  expect(requests.pages()).toBeLessThan(DEEP / PAGE_SIZE + 10);
});

test('scrolling goes on as far as somebody scrolls', async () => {
  const page = await the.world.signedIn(`/campaigns/${campaign}/lines`);
  const first = page.getByRole('row', { name: /\+15550000001\b/ });
  await first.hover();
  for (const index of [500, 1_000, 1_500]) {
    await eventually(async () => {
      await page.mouse.wheel(0, 4_000);
      expect(await lastRowDrawn(page)).toBeGreaterThan(index);
    }, PATIENTLY);
  }
  await page.mouse.wheel(0, -1_000_000);
  await first.waitFor();
  await expectSmall(page);
});

test('one of them is found by its id, its name or its number; filters count what they leave', async () => {
  const page = await the.world.signedIn(`/campaigns/${campaign}/lines`);
  const search = page.getByRole('textbox', { name: 'Search' });
  await search.fill('crm-77777');
  await page.getByText('1 contact', { exact: true }).waitFor();
  await page.getByRole('row', { name: /\+15550077777 .*Person 77777/ }).waitFor();
  await search.fill('Person 99999');
  await page.getByRole('row', { name: /\+15550099999/ }).waitFor();
  await search.fill('555 008 8888');
  await page.getByRole('row', { name: /\+15550088888/ }).waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText(`${LINES.toLocaleString('en-US')} contacts`, { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('completed');
  await page.getByText(`${COMPLETED} contacts`, { exact: true }).waitFor();
  await page.getByRole('row', { name: /\+15550001000 .*completed/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('status')).toBe('completed');
  await page.reload();
  await page.getByText(`${COMPLETED} contacts`, { exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});

async function signInAt(page: Page, path: string): Promise<void> {
  await page.request.post('/session', { data: { api_key: the.world.stack.info.api_key } });
  await page.goto(path);
}

/** Goes to the last contact that is known, until that is a deep one. */
async function goDeep(page: Page): Promise<void> {
  for (let index = await focusedRow(page); index < DEEP; index = await focusedRow(page)) {
    await eventually(async () => {
      await press(page, 'End');
      expect(await focusedRow(page)).toBeGreaterThan(index);
    }, PATIENTLY);
    expect(await page.getByRole('row').count()).toBeLessThan(MOST_ROWS_DRAWN);
  }
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  // Rows far away are drawn a frame or two later, and get the focus then.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Its place in the list, from 1. */
function focusedRow(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.activeElement?.getAttribute('aria-rowindex') ?? 1) - 1);
}

async function lastRowDrawn(page: Page): Promise<number> {
  const indexes = await page
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
  return Math.max(...indexes) - 1;
}

async function expectSmall(page: Page): Promise<void> {
  expect(await page.getByRole('row').count()).toBeLessThan(MOST_ROWS_DRAWN);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  expect(of('Nodes')).toBeLessThan(MOST_NODES);
  expect(of('JSHeapUsedSize')).toBeLessThan(MOST_HEAP_BYTES);
}

/** Which pages of the list a page asks for. */
function watchRequests(page: Page) {
  const asked: URL[] = [];
  const open = new Set<Request>();
  let most = 0;
  const isOfLines = (request: Request) =>
    new URL(request.url()).pathname.endsWith('/lines') && request.url().includes('/api/');
  const ended = (request: Request) => void open.delete(request);
  page.on('request', (request) => {
    if (!isOfLines(request)) return;
    asked.push(new URL(request.url()));
    open.add(request);
    most = Math.max(most, open.size);
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  const sizes = () => asked.map((url) => Number(url.searchParams.get('pagesize')));
  return {
    open: () => open.size,
    mostAtOnce: () => most,
    pageSizes: () => new Set(sizes()),
    pages: () => sizes().filter((size) => size > 1).length,
    cursors: () =>
      new Set(asked.filter((_, index) => sizes()[index]! > 1).map((url) => url.searchParams.get('cursor'))),
  };
}
