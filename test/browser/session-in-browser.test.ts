import type { Page } from 'playwright-core';
import { seriousFindings } from './accessibility';
import { useBrowserWorld } from './browser-world';

const the = useBrowserWorld();
/** Browsers note each refusal in the console. */
const REFUSED = /status of 401 .*\/(?:api\/v1|session)/;

test('the key is kept where no script can read it', async () => {
  const { world } = the;
  const page = await world.newPage();
  await page.goto('/');
  await signIn(page, world.stack.info.api_key);
  await heading(page, 'Campaigns').waitFor();
  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ name: 'everdial_session', httpOnly: true, sameSite: 'Strict', path: '/' });
  const readable = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, databases, location.href]);
  });
  const secret = world.stack.info.api_key.slice(-24);
  expect(readable).not.toContain(secret);
  expect(readable).not.toContain(cookie!.value);
  expect(await page.content()).not.toContain(secret);
});

test('a key that is wrong is refused with the reason, and can be corrected', async () => {
  const { world } = the;
  world.expectComplaint(REFUSED);
  const page = await world.newPage();
  await page.goto('/numbers');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Enter your API key.').waitFor();
  await signIn(page, 'ek_live_nobody-has-this-one');
  await page.getByRole('alert').filter({ hasText: 'You could not be signed in' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await signIn(page, world.stack.info.api_key);
  await heading(page, 'Phone numbers').waitFor();
});

test('whoever signs out is out: here, in every other tab, and with the cookie they had', async () => {
  const { world } = the;
  world.expectComplaint(REFUSED);
  const page = await world.signedIn('/agents');
  const [cookie] = await page.context().cookies();
  const other = await page.context().newPage();
  await other.goto('/deliveries');
  await heading(other, 'Deliveries').waitFor();
  await page.getByRole('button', { name: 'Account and appearance' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('API key', { exact: true }).waitFor();
  await other.getByLabel('API key', { exact: true }).waitFor();
  expect(await page.context().cookies()).toEqual([]);
  const headers = { cookie: `${cookie!.name}=${cookie!.value}` };
  expect((await fetch(`${world.url}/api/v1/agents`, { headers })).status).toBe(401);
  await page.goto('/keys');
  await page.getByLabel('API key', { exact: true }).waitFor();
  expect(new URL(page.url()).searchParams.get('next')).toBe('/keys');
});

test('a key that is revoked sends its open pages to where one signs in, and back to the same place', async () => {
  const { world } = the;
  const { stack } = world;
  world.expectComplaint(REFUSED);
  const campaign = await stack.createCampaign({ name: 'Watched' });
  const scopes = ['read', 'contacts:write', 'campaigns:admin'];
  const { id, key } = await stack.api<{ id: number; key: string }>('POST', '/api_keys', { name: 'Temporary', scopes });
  const live = await world.signedIn(`/campaigns/${campaign}/settings`, {}, key);
  await live.getByRole('status').getByText('Live', { exact: true }).waitFor();
  const still = await world.signedIn('/agents', {}, key);
  await heading(still, 'Agents').waitFor();
  await stack.api('DELETE', `/api_keys/${id}`);
  for (const [page, place] of [[live, `/campaigns/${campaign}/settings`] as const, [still, '/agents'] as const]) {
    await page.getByLabel('API key', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe(place);
  }
  await signIn(live, stack.info.api_key);
  await heading(live, 'Watched').waitFor();
  expect(new URL(live.url()).pathname).toBe(`/campaigns/${campaign}/settings`);
});

test.each([
  'https://trap.example/campaigns',
  '//trap.example',
  '/\\trap.example',
  '\\\\trap.example',
  '/\t/trap.example',
  '/.//trap.example',
  '/campaigns/..//trap.example',
  '\t//trap.example',
  '/\n\\trap.example',
  'javascript:globalThis.ran=true',
  'data:text/html,<script>globalThis.ran=true</script>',
])('signing in never leads to somebody else: next=%j', async (next) => {
  const { world } = the;
  const page = await world.newPage();
  await page.goto(`/sign-in?${new URLSearchParams({ next }).toString()}`);
  await signIn(page, world.stack.info.api_key);
  await heading(page, 'Campaigns').waitFor();
  expect(new URL(page.url()).origin).toBe(world.url);
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
});

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

function heading(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name, exact: true });
}
