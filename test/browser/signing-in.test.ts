import { seriousFindings } from './accessibility';
import { useBrowserWorld } from './browser-world';

const the = useBrowserWorld();

test('whoever is not signed in is asked for a key, and gets to the page they wanted', async () => {
  const { world } = the;
  const page = await world.newPage();
  await page.goto('/audit');
  await page.getByLabel('API key', { exact: true }).fill(world.stack.info.api_key);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/audit');
});
