import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { seriousFindings } from './accessibility';
import { picture, useBrowserWorld } from './browser-world';
import { announced, clockText, contact, figure, markDocument, readingKey } from './fixtures';

const HOUR_MS = 3_600_000;
const ZONE = 'America/New_York';

const the = useBrowserWorld();

test('pausing says what becomes of the call in progress; pausing and resuming are announced', async () => {
  const { page, id } = await openCampaign('Appointment reminders');
  const isStillThere = await markDocument(page);
  const longCall = '+15550209007';
  await the.world.stack.addContact(id, longCall);
  await figure(page, 'Calls in progress', '1').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  const question = page.getByRole('dialog', { name: 'Pause this campaign?' });
  await question.getByText('The call in progress finishes and is recorded.').waitFor();
  await question.getByRole('button', { name: 'Pause' }).click();
  await announced(page, 'paused').waitFor({ state: 'attached' });

  const queued = await the.world.stack.addContact(id, '+15550209001');
  await contact(page, '+15550209001').getByText('queued', { exact: true }).waitFor();
  await contact(page, longCall).getByText('completed', { exact: true }).waitFor();
  expect(await the.world.stack.statusOf(queued)).toBe('queued');
  expect(await the.world.stack.callsTo('+15550209001')).toEqual([]);

  await page.getByRole('button', { name: 'Resume' }).click();
  await contact(page, '+15550209001').getByText('completed', { exact: true }).waitFor();
  await announced(page, 'waiting').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  expect(await isStillThere()).toBe(true);
});

test('a campaign is cancelled by its name alone, which ends those who wait and lets calls in progress finish', async () => {
  const { page, id } = await openCampaign('Autumn offers', { concurrent_call_limit: 1 });
  const called = await the.world.stack.addContact(id, '+15550219007');
  await contact(page, '+15550219007').getByText('in progress', { exact: true }).waitFor();
  const waiting = await the.world.stack.addContact(id, '+15550219001');
  await figure(page, 'Queued', '1').waitFor();

  await page.getByRole('button', { name: 'Cancel campaign' }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this campaign?' });
  await question.getByText('The contact that waits is not called any more; it ends as cancelled.').waitFor();
  await question.getByText('The call in progress finishes and is recorded.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const name = question.getByRole('textbox', { name: "Type the campaign's name to cancel it" });
  await name.fill('Summer offers');
  await question.getByRole('button', { name: 'Cancel the campaign' }).click();
  await question.getByText('This is not its name.').waitFor();
  await question.getByRole('button', { name: 'Leave it' }).click();
  expect(await statusOf(id)).toBe('in_progress');

  await page.getByRole('button', { name: 'Cancel campaign' }).click();
  await name.fill('Autumn offers');
  await name.press('Enter');
  await announced(page, 'cancelled').waitFor({ state: 'attached' });
  await contact(page, '+15550219001').getByText('cancelled', { exact: true }).waitFor();
  await contact(page, '+15550219007').getByText('completed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Cancel campaign' }).waitFor({ state: 'hidden' });
  expect(await the.world.stack.statusOf(waiting)).toBe('cancelled');
  expect(await the.world.stack.statusOf(called)).toBe('completed');
  expect(await the.world.stack.callsTo('+15550219001')).toEqual([]);
});

test('buttons say why a key that may only look cannot use them, and do nothing', async () => {
  const { stack } = the.world;
  const id = await stack.createCampaign({ name: 'Customer survey' });
  const page = await the.world.signedIn(`/campaigns/${id}`, {}, await readingKey(stack));
  const asked: string[] = [];
  page.on('request', (request) => void (request.method() === 'GET' || asked.push(request.url())));
  for (const name of ['Pause', 'Cancel campaign']) {
    const button = page.getByRole('button', { name });
    await button.focus();
    await page.getByRole('tooltip', { name: /Your key may only look/ }).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.press('Enter');
    await button.blur();
    await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  }
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(asked).toEqual([]);
  await page.goto('/campaigns/new');
  await page.getByRole('heading', { name: 'Your key may not create campaigns' }).waitFor();
});

test('the report is a CSV file with a row for each contact', async () => {
  const { page, id } = await openCampaign('Invoice follow-up');
  await the.world.stack.addContact(id, '+15550229001', { external_id: 'crm-17' });
  await contact(page, '+15550229001').getByText('completed', { exact: true }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Report (CSV)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const [header, row, ...more] = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
  expect(header).toContain('to_number');
  expect(row).toMatch(/\+15550229001.*crm-17|crm-17.*\+15550229001/);
  expect(more).toEqual([]);
});

test('the list shows each campaign with its counts and why it waits, follows what happens, and is searched by name', async () => {
  const { stack } = the.world;
  const id = await stack.createCampaign({ name: 'Renewals' });
  const ended = await stack.createCampaign({ name: 'Winter survey' });
  await stack.api('PUT', `/calls/bulk_call/${ended}`, { action: 'cancel' });
  // Its only times are over when it is asked, whatever the hour.
  const closed = {
    windows: [{ start: clockText(Date.now() - 2 * HOUR_MS, ZONE), end: clockText(Date.now() - HOUR_MS, ZONE) }],
  };
  await stack.createCampaign({ name: 'Delivery notices', timezone: ZONE, calling_hours: closed });
  const page = await the.world.signedIn('/campaigns');
  const row = (name: string): Locator => page.getByRole('row').filter({ has: page.getByRole('link', { name }) });
  await row('Renewals').getByText('waiting', { exact: true }).waitFor();
  await row('Winter survey').getByText('cancelled', { exact: true }).waitFor();
  await row('Delivery notices').getByText('outside its hours', { exact: true }).waitFor();
  await row('Delivery notices')
    .getByText(/^Opens .* \(America\/New_York\)$/)
    .waitFor();
  const isStillThere = await markDocument(page);
  await stack.addContact(id, '+15550239001');
  await eventually(async () => expect(await row('Renewals').getByRole('cell').nth(3).textContent()).toBe('1'), {
    what: 'the contact that was reached',
  });
  expect(await isStillThere()).toBe(true);
  await picture(page, 'dashboard-campaigns');
  await page.getByRole('searchbox', { name: 'Name' }).fill('WINTER');
  await row('Renewals').waitFor({ state: 'hidden' });
  await row('Winter survey').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Winter survey' }).waitFor();
});

/** A campaign with its page open, which hears what happens. */
async function openCampaign(name: string, fields: Record<string, unknown> = {}): Promise<{ page: Page; id: number }> {
  const id = await the.world.stack.createCampaign({ name, ...fields });
  const page = await the.world.signedIn(`/campaigns/${id}`);
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  return { page, id };
}

async function statusOf(campaignId: number): Promise<string> {
  type Answer = { readonly details: { readonly status: string } };
  return (await the.world.stack.api<Answer>('GET', `/calls/bulk_call/${campaignId}`)).details.status;
}
