import type { Page } from 'playwright-core';
import { wallClock } from '../setup/hours';
import { seriousFindings } from './accessibility';
import { OWN_ZONE, useBrowserWorld } from './browser-world';
import { announced, clockText, contact, markDocument } from './fixtures';

const ZONE = 'America/New_York';

const the = useBrowserWorld();

interface Details {
  readonly status: string;
  readonly settings_version: number;
  readonly concurrent_call_limit: number;
  readonly opens_at: string | null;
}

test('a lower retry limit says whom it ends before it is saved, and ends them on the open page when it is', async () => {
  const { stack } = the.world;
  const rules = { busy: { delay_s: 3_600 } };
  const { page, id } = await openCampaign({ retry_config: { auto_retry: true, retry_limit: 3, rules } });
  const isStillThere = await markDocument(page);
  const busy = '+15550309002';
  const lineId = await stack.addContact(id, busy);
  await contact(page, busy).getByText('retry scheduled', { exact: true }).waitFor();

  await tab(page, 'Settings');
  const section = page.getByRole('region', { name: 'Retries and voicemail' });
  const before = await detailsOf(id);
  await section.getByRole('textbox', { name: 'Retries after the first call' }).fill('0');
  const effect = section.getByRole('group', { name: 'What saving does' });
  await effect.getByText(/1 .*end/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await detailsOf(id)).toEqual(before);
  expect(await stack.statusOf(lineId)).toBe('retry_scheduled');

  await section.getByRole('button', { name: 'Save retries and voicemail' }).click();
  await page.getByText(`Version ${before.settings_version + 1}.`).waitFor();
  await tab(page, 'Overview');
  await contact(page, busy).getByText('busy', { exact: true }).waitFor();
  expect(await stack.statusOf(lineId)).toBe('busy');
  expect(await stack.callsTo(busy)).toHaveLength(1);
  expect(await isStillThere()).toBe(true);
});

test('the pace is changed in place, and another page of the campaign shows it without a reload', async () => {
  const { page, id } = await openCampaign({ concurrent_call_limit: 10 });
  const other = await the.world.signedIn(`/campaigns/${id}`);
  await other.getByText('up to 10 calls at once').waitFor();
  const isStillThere = await markDocument(other);

  await tab(page, 'Settings');
  const section = page.getByRole('region', { name: 'Pace' });
  const limit = section.getByRole('textbox', { name: 'Calls at once' });
  const save = section.getByRole('button', { name: 'Save pace' });
  expect(await save.isDisabled()).toBe(true);
  await limit.fill('4');
  await section.getByRole('group', { name: 'What saving does' }).waitFor();
  await section.getByRole('button', { name: 'Reset pace' }).click();
  expect(await limit.inputValue()).toBe('10');
  await limit.fill('2');
  const { settings_version } = await detailsOf(id);
  await save.dblclick();
  await other.getByText('up to 2 calls at once').waitFor();
  // A double click saves once.
  expect(await detailsOf(id)).toMatchObject({ concurrent_call_limit: 2, settings_version: settings_version + 1 });
  expect(await isStillThere()).toBe(true);
});

test('hours that close while the page is open: it says so, and when they open again on both clocks', async () => {
  const { page, id } = await openCampaign();
  await announced(page, 'waiting').waitFor({ state: 'attached' });
  const isStillThere = await markDocument(page);
  const startHour = hourIn(2);
  await the.world.stack.api('PUT', `/calls/bulk_call/${id}/daily-time-control`, {
    enable_daily_hard_stop: true,
    daily_stop_time: hourIn(-1),
    daily_stop_timezone: ZONE,
    enable_daily_auto_start: true,
    daily_start_time: startHour,
    daily_start_timezone: ZONE,
  });
  await announced(page, 'outside its hours').waitFor({ state: 'attached' });
  const { opens_at } = await detailsOf(id);
  if (opens_at === null) throw new Error('Nobody told when it opens.');
  const [there, here] = [ZONE, OWN_ZONE].map((zone) => clockText(Date.parse(opens_at), zone));
  await page
    .getByText(new RegExp(`Opens .* ${there} \\(${ZONE}\\), .* ${here} where you are \\(${OWN_ZONE}\\)`))
    .waitFor();
  expect(wallClock(Date.parse(opens_at), ZONE).minute).toBe(startHour * 60);

  // Beside times of the campaign's zone, those of one's own say which zone that is.
  await page.getByText(new RegExp(`Since .*\\(${OWN_ZONE}\\)`)).waitFor();

  // Whoever waits is held by that, and says so.
  await the.world.stack.addContact(id, '+15550309001');
  await contact(page, '+15550309001').getByText('queued', { exact: true }).waitFor();
  expect(await the.world.stack.callsTo('+15550309001')).toEqual([]);
  expect(await isStillThere()).toBe(true);
});

test('days without one are refused in words, and not saved', async () => {
  const { page } = await openCampaign({ calling_hours: { days: ['mon'], windows: [] } });
  await tab(page, 'Settings');
  const section = page.getByRole('region', { name: 'Hours', exact: true });
  await section.getByRole('checkbox', { name: 'Monday' }).uncheck();
  await section.getByText('Choose at least one day.').waitFor();
  expect(await section.getByRole('button', { name: 'Save hours' }).isDisabled()).toBe(true);
  expect(await page.getByText('Too small').count()).toBe(0);
});

/** A campaign of another zone than the browser's with its page open, which hears what happens. */
async function openCampaign(fields: Record<string, unknown> = {}): Promise<{ page: Page; id: number }> {
  const id = await the.world.stack.createCampaign({ name: 'It runs', timezone: ZONE, ...fields });
  const page = await the.world.signedIn(`/campaigns/${id}`);
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  return { page, id };
}

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name }).click();
}

async function detailsOf(id: number): Promise<Details> {
  const { details } = await the.world.stack.api<{ details: Details }>('GET', `/calls/bulk_call/${id}`);
  const { status, settings_version, concurrent_call_limit, opens_at } = details;
  return { status, settings_version, concurrent_call_limit, opens_at };
}

/** The full hour that the zone's clocks show so many hours from now. */
function hourIn(hours: number): number {
  return Math.floor(wallClock(Date.now() + hours * 3_600_000, ZONE).minute / 60);
}
