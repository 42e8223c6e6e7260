import type { Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import { seriousFindings } from './accessibility';
import { useBrowserWorld } from './browser-world';
import { openDesk } from './fixtures';

const FIRST = '+15550179101';
const SECOND = '+15550179102';

const the = useBrowserWorld();

beforeAll(async () => {
  await openDesk(the.world.stack, '+15550160003', { name: 'Grace', welcome_message: 'Hello.', prompt: '' });
});

test('a file that is not what it seems is asked about, and one that cannot be read is named', async () => {
  const page = await atContacts('Files');
  await chooseFile(page, 'good.csv', `phone,plan\n${FIRST},pro\n${FIRST},pro\n`);
  const preview = page.getByRole('table', { name: 'The first rows of the file' });
  await preview.getByRole('row').filter({ hasText: 'Duplicate of line 2' }).waitFor();

  await chooseFile(page, 'wide.csv', Buffer.from('\ufeffphone,plan', 'utf16le'));
  const refused = page.getByRole('alert').filter({ hasText: 'wide.csv was not taken. The file is in UTF-16' });
  await refused.getByText(/good\.csv stays chosen/).waitFor();

  await chooseFile(page, 'cut.csv', `phone,plan\n${FIRST},pro\n${SECOND},"pro\n+15550179103,pro\n`);
  await page.getByText('2 rows · 1 row with faults').waitFor();
  await refused.waitFor({ state: 'hidden' });
  await isHeldBack(page, /never closed/);
  await page.getByRole('checkbox', { name: 'Leave that part out, and send the rows before it' }).check();
  await goesOnToSchedule(page);
  await page.getByRole('link', { name: 'Back to contacts' }).click();

  await chooseFile(page, 'headless.csv', `${FIRST},Ann\n${SECOND},Ben\n`);
  await isHeldBack(page, /Say whether the first row/);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'The first row is a contact, too' }).click();
  await page.getByText('2 rows · 0 rows with faults').waitFor();
  await preview.getByRole('columnheader', { name: 'Column 1 → phone number' }).waitFor();
  await preview.getByRole('cell', { name: 'Ann' }).waitFor();

  await goesOnToSchedule(page);
  await needsWeekday(page);
  await page.getByRole('radio', { name: 'At once' }).check();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  const warnings = page.getByRole('alert').filter({ hasText: 'Worth a look' });
  await warnings.getByText(/Busy or unanswered people are called again within seconds/).waitFor();
  await isGoneOnWith(page);
});

/** The connection breaks, and the page is loaded again: it waits for what was sent before, however often that is busy. */
async function isGoneOnWith(page: Page): Promise<void> {
  const { world } = the;
  world.expectComplaint(/ERR_FAILED|status of 409 .*contacts\.csv/);
  await page.route('**/contacts.csv*', (route) => route.abort());
  await page.getByRole('button', { name: 'Upload contacts and start' }).click();
  await page.getByRole('alert').filter({ hasText: 'It broke off' }).waitFor();
  await page.unroute('**/contacts.csv*');
  let busy = 3;
  await page.route('**/contacts.csv*', async (route) => {
    busy -= 1;
    if (busy < 0) return route.continue();
    const problem = { status: 409, code: 'request_in_progress', detail: 'Still running.' };
    return route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
  await page.reload();

  const goOn = page.getByRole('button', { name: 'Go on' });
  await goOn.waitFor();
  const { y = Infinity } = (await goOn.boundingBox()) ?? {};
  expect(y).toBeLessThan(900);
  await page.getByRole('definition').getByText('Grace', { exact: true }).waitFor();
  await goOn.click();
  await page.getByText(/What was sent before is still being stored/).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor();
  await eventually(async () => {
    expect(await world.stack.callsTo(FIRST)).toHaveLength(1);
    expect(await world.stack.callsTo(SECOND)).toHaveLength(1);
  });
}

test('rows that were not taken come to the campaign from a file, once their columns are said', async () => {
  const { world } = the;
  const campaign = await world.stack.createCampaign({ name: 'Sent later', is_dynamic: true });
  const page = await world.signedIn(`/campaigns/${campaign}/send`);
  const part = page.getByRole('region', { name: 'From a file' });
  const rows = ['line_number,code,reason,Customer,Reached by', '3,invalid_number,No number.,Ann,+15550179104'];
  await part.locator('input[type=file]').setInputFiles(file('rejected.csv', rows.join('\r\n')));
  expect(await part.getByRole('combobox', { name: 'What column reason is' }).inputValue()).toBe('nothing');
  const number = part.getByRole('combobox', { name: 'What column Reached by is' });
  expect(await number.inputValue()).toBe('number');
  await number.selectOption('Leave out');
  const send = part.getByRole('button', { name: 'Send the file' });
  await part.getByRole('alert').getByText('Say which column holds the phone number.').waitFor();
  expect(await send.isDisabled()).toBe(true);
  await number.selectOption('Phone number');
  await part.getByRole('textbox', { name: 'Name of the variable from column Customer' }).fill('customer_name');
  expect(await seriousFindings(page)).toEqual([]);
  await send.click();
  await part.getByText('1 contact added').waitFor();
  const lines = await world.stack.api<{ records: unknown[] }>('GET', `/calls/bulk_call/${campaign}/lines`);
  expect(lines.records).toMatchObject([{ to_number: '+15550179104', custom_variables: { customer_name: 'Ann' } }]);

  await world.stack.api('DELETE', `/calls/bulk_call/${campaign}`);
  await part.getByText('This campaign is cancelled and takes no more contacts.').waitFor();
  await part.getByRole('link', { name: 'Make a new campaign' }).waitFor();
});

/** A draft with a name and a number, on its second step: Enter leads there. */
async function atContacts(campaignName: string): Promise<Page> {
  const page = await the.world.signedIn('/campaigns/new');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill(campaignName);
  await name.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'This step is not complete' }).waitFor();
  await page.getByRole('combobox', { name: 'Phone number' }).click();
  await page.getByRole('option', { name: /\+15550160003/ }).click();
  await page.getByRole('heading', { name: 'Agent: Grace' }).waitFor();
  await name.press('Enter');
  await page.getByRole('heading', { name: 'Step 2 of 4: Contacts' }).waitFor();
  return page;
}

function file(name: string, content: string | Buffer) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(content as string) };
}

async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Choose (a CSV|another) file$/ }).click();
  await (await chooser).setFiles(file(name, content));
}

async function isHeldBack(page: Page, why: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Continue to schedule' }).click();
  await page.getByRole('alert').filter({ hasText: 'This step is not complete' }).getByText(why).waitFor();
}

async function goesOnToSchedule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue to schedule' }).click();
  await page.getByRole('heading', { name: 'Step 3 of 4: Scheduling and retry' }).waitFor();
}

/** Without a day nobody can be called: said in words, and not those of a schema. */
async function needsWeekday(page: Page): Promise<void> {
  the.world.expectComplaint(/status of 422 .*\/bulk_call\/check/);
  const days = page.getByRole('group', { name: 'Days on which it calls' }).getByRole('checkbox');
  for (const day of await days.all()) await day.uncheck();
  await page.getByRole('status').getByText('Choose at least one day.').waitFor();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  const missing = page.getByRole('alert').filter({ hasText: 'This step is not complete' });
  await missing.getByText('Choose at least one day.').waitFor();
  for (const day of await days.all()) await day.check();
  await missing.waitFor({ state: 'hidden' });
}
