import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { seriousFindings } from './accessibility';
import { picture, useBrowserWorld } from './browser-world';
import { announced, figure, markDocument, openDesk } from './fixtures';

const SLOWLY = { timeout: 200_000 };
const FREE_PLAN = 3;
const PRO_PLAN = 60;
const WRONG_LINE = 3;

const numberOf = (index: number): string => `+1555017${String(2_000 + index)}`;
/** Of a call that lasts: the campaign is under way when its page opens. */
const LAST = '+15550179007';

const the = useBrowserWorld();

beforeAll(async () => {
  await openDesk(the.world.stack, '+15550160002', {
    name: 'Grace',
    welcome_message: 'Hello {{ customer_name }}, your appointment is at {{ appointment }}.',
    prompt: '',
  });
});

test('from a CSV file with faults through the wizard to a campaign that completes on its open page', async () => {
  const { world } = the;
  const page = await world.signedIn('/campaigns/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Customers of November');
  await page.getByRole('combobox', { name: 'Phone number' }).click();
  await page.getByRole('option', { name: /\+15550160002/ }).click();
  await page.getByRole('button', { name: 'Continue to contacts' }).click();

  await chooseFile(page);
  await mapColumns(page);
  await addCondition(page);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continue to schedule' }).click();
  await isRefusedHoursThatNeverOpen(page);

  const warnings = page.getByRole('alert').filter({ hasText: 'Worth a look' });
  await warnings.getByText(/ask for \{\{ appointment \}\}, and no column of the file gives it/).waitFor();
  await warnings.getByText(/^1 row of the file with faults will probably be refused/).waitFor();
  await page.getByRole('button', { name: 'Upload contacts and start' }).click();

  await isOfferedRejectedRows(page);
  await page.getByRole('link', { name: 'Go to the campaign' }).click();
  await completes(page);
  const called = new Set((await world.stack.ledger()).map(({ to }) => to));
  expect(called.size).toBe(PRO_PLAN);
  expect([...called].filter((number) => isOnFreePlan(number))).toEqual([]);
});

/** A header, three customers of another plan among the first, a number that is none, and one customer twice. */
function csvText(): string {
  const rows = Array.from({ length: FREE_PLAN + PRO_PLAN }, (_, index) => {
    const number = index === FREE_PLAN + PRO_PLAN - 1 ? LAST : numberOf(index);
    return `${number},Customer ${index},${isOnFreePlan(number) ? 'free' : 'pro'},a note`;
  });
  rows.splice(WRONG_LINE - 2, 0, 'no number at all,Nobody,pro,');
  rows.splice(20, 0, `${numberOf(10)},Customer 10 again,pro,`);
  return ['Mobile,Customer,Plan,Notes', ...rows].join('\n');
}

function isOnFreePlan(number: string): boolean {
  return Array.from({ length: FREE_PLAN }, (_, index) => numberOf(index)).includes(number);
}

async function chooseFile(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a CSV file' }).click();
  await (await chooser).setFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csvText()) });
  await page.getByText('65 rows · 1 row with faults · 1 duplicate by number').waitFor();
  await page.getByRole('listitem').getByText('Line 3: "no number at all" cannot be a phone number.').waitFor();

  await page.getByRole('heading', { name: 'The first 50 rows' }).waitFor();
  const preview = page.getByRole('table', { name: 'The first rows of the file' });
  expect(await preview.getByRole('row').count()).toBe(1 + 50);
  const faulty = preview.getByRole('row').filter({ hasText: 'cannot be a phone number' });
  expect(await faulty.getByRole('rowheader').textContent()).toBe(String(WRONG_LINE));
}

async function mapColumns(page: Page): Promise<void> {
  const mobile = page.getByRole('combobox', { name: 'What column Mobile is' });
  expect(await mobile.inputValue()).toBe('number');
  await mobile.selectOption('Leave out');
  await page.getByRole('alert').getByText('Say which column holds the phone number.').waitFor();
  await mobile.selectOption('Phone number');
  await page.getByRole('textbox', { name: 'Name of the variable from column Customer' }).fill('customer_name');
  await page.getByRole('combobox', { name: 'What column Notes is' }).selectOption('Leave out');
  const preview = page.getByRole('table', { name: 'The first rows of the file' });
  await preview.getByRole('columnheader', { name: 'Mobile → phone number' }).waitFor();
  await preview.getByRole('columnheader', { name: 'Customer → customer_name' }).waitFor();
  await preview.getByRole('columnheader', { name: 'Notes (left out)' }).waitFor();
}

async function addCondition(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a condition' }).click();
  const condition = page.getByRole('group', { name: 'Condition 1' });
  await page.getByText('Complete the conditions to see how many contacts they let through.').waitFor();
  await condition.getByRole('combobox', { name: 'Variable' }).fill('Plan');
  await condition.getByRole('textbox', { name: 'Value' }).fill('free');
  await page.getByText('3 of 63 contacts would be called; 60 contacts would be skipped.').waitFor();
  await condition.getByRole('textbox', { name: 'Value' }).fill('pro');
  await page.getByText('60 of 63 contacts would be called; 3 contacts would be skipped.').waitFor();
}

/** Times that lie outside the daily start and stop are refused at their step, and nothing can be created meanwhile. */
async function isRefusedHoursThatNeverOpen(page: Page): Promise<void> {
  the.world.expectComplaint(/status of 422 .*\/bulk_call\/check/);
  await page.getByRole('switch', { name: 'Stop calling at a time, every day' }).check();
  await page.getByRole('switch', { name: 'Go on by itself at a time, every day' }).check();
  await page.getByRole('button', { name: 'Add times' }).click();
  await page.getByLabel('Times 1: from').fill('20:00');
  await page.getByLabel('Times 1: to').fill('22:00');
  await page
    .getByRole('status')
    .getByText(/never open/)
    .waitFor();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  const missing = page.getByRole('alert').filter({ hasText: 'This step is not complete' });
  await missing.getByText(/These hours never open within 400 days/).waitFor();

  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Review' }).click();
  expect(await page.getByRole('button', { name: 'Upload contacts and start' }).isDisabled()).toBe(true);
  const faults = page.getByRole('alert').filter({ hasText: 'Before it can be created' });
  await faults.getByRole('link', { name: 'Go to schedule' }).click();
  await page.getByRole('button', { name: 'Remove times 1' }).click();
  await page.getByRole('switch', { name: 'Stop calling at a time, every day' }).uncheck();
  await page.getByRole('switch', { name: 'Go on by itself at a time, every day' }).uncheck();
  await page.getByRole('figure', { name: 'Hours of the next seven days' }).waitFor();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await page.getByText('It may call at any time, from the moment it is created.').waitFor();
}

async function isOfferedRejectedRows(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'The campaign was created' }).waitFor();
  const rejected = page.getByRole('alert').filter({ hasText: '1 row could not be taken' });
  await page.getByText(/send it under “Send contacts”, as long as the campaign goes on/).waitFor();
  await rejected
    .getByText('Of 65 rows: taken 60, left out as duplicates 1, skipped because of a condition 3.')
    .waitFor();
  const download = page.waitForEvent('download');
  await rejected.getByRole('link', { name: 'Download the rows that were not taken (CSV)' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('no number at all,Nobody,pro');
  expect(file).not.toContain('Customer 1');
}

async function completes(page: Page): Promise<void> {
  await announced(page, 'in progress').waitFor({ state: 'attached' });
  const isStillThere = await markDocument(page);
  await figure(page, 'In all', '63').waitFor();
  const latest = page.getByRole('list', { name: 'Contacts that came or changed, the newest first' });
  await latest.getByText('completed', { exact: true }).first().waitFor();
  await page.getByRole('img', { name: /ended in the last hour/ }).waitFor();
  await eventually(async () => (await the.world.stack.ledger()).length > PRO_PLAN / 2, { what: 'half of the calls' });
  await picture(page, 'dashboard-campaign');
  await announced(page, 'completed').waitFor({ state: 'attached', ...SLOWLY });
  await figure(page, 'Completed', String(PRO_PLAN)).waitFor();
  await figure(page, 'Not to be called', String(FREE_PLAN)).waitFor();
  expect(await isStillThere()).toBe(true);
}
