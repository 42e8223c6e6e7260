import type { Locator, Page } from 'playwright-core';
import { eventually } from '../setup/eventually';
import type { WebhookReceiver } from '../setup/webhook-receiver';
import { seriousFindings } from './accessibility';
import { OWN_ZONE, picture, useBrowserWorld } from './browser-world';
import { clockText, contact, figure, markDocument, openDesk, type Desk } from './fixtures';
import { startCustomer } from './furnished';

const HOUR_MS = 3_600_000;
const ZONE = 'America/New_York';

const the = useBrowserWorld();
let desk: Desk;
let customer: WebhookReceiver;

beforeAll(async () => {
  customer = await startCustomer();
  desk = await openDesk(the.world.stack, '+15550160001', {
    name: 'Ada',
    welcome_message: 'Hello {{ customer_name }}, this is Ada of Example.',
    prompt: 'Ask whether the appointment still suits.',
  });
});

afterAll(() => customer?.close());

test('from the empty list through the wizard to a contact that is called while its page is open', async () => {
  const { world } = the;
  const page = await world.signedIn('/campaigns');
  await page.getByRole('heading', { name: 'No campaign yet' }).waitFor();
  await page.getByRole('link', { name: 'New campaign' }).last().click();

  await fillDetails(page, 'Appointments');
  await page.getByRole('heading', { name: 'Agent: Ada' }).waitFor();
  await page.getByText('Hello {{ customer_name }}, this is Ada of Example.').waitFor();
  const callbackUrl = `${customer.url}/attempts`;
  await fillCallbackUrl(page, callbackUrl);
  await page.getByRole('button', { name: 'Continue to contacts' }).click();

  await page.getByRole('heading', { name: 'Step 2 of 4: Contacts' }).waitFor();
  await page.getByRole('radio', { name: 'Dynamic campaign' }).check();
  await page.getByRole('button', { name: 'Continue to schedule' }).click();

  const until = Math.ceil((Date.now() + 3 * HOUR_MS) / 60_000) * 60_000;
  await fillHours(page, until);
  const week = page.getByRole('figure', { name: 'Hours of the next seven days' });
  await week.getByText(clockText(until, ZONE), { exact: false }).first().waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await week.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await picture(page, 'dashboard-wizard');
  await page.getByRole('button', { name: 'Continue to review' }).click();

  const window = page.getByRole('alert').filter({ hasText: 'Next window' });
  await window.getByText(`${clockText(until, ZONE)}:00 (${ZONE})`).waitFor();
  await window.getByText(`${clockText(until, OWN_ZONE)}:00 (${OWN_ZONE})`).waitFor();
  await page.getByText(callbackUrl, { exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create and start' }).click();

  await page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor();
  await page.getByRole('navigation', { name: 'Pages of the campaign' }).getByRole('link', { name: 'Overview' }).click();
  await isCalledAsItComes(page);
  const campaign = `/calls/bulk_call/${campaignIdOn(page)}`;
  const others = { call_schedule_callback: null, status_callback: null };
  const details = { call_status_callback: callbackUrl, ...others };
  expect(await world.stack.api('GET', campaign)).toMatchObject({ details });
  await eventually(() => expect(customer.at('/attempts')).toHaveLength(1));
  expect(await seriousFindings(page)).toEqual([]);
});

test('a draft keeps what was typed through a reload, asks before the rest is lost, and waits in the list', async () => {
  const { world } = the;
  const page = await world.signedIn('/campaigns/new');
  await fillDetails(page, 'Half a campaign');
  await page.getByRole('button', { name: 'Continue to contacts' }).click();
  await page.getByRole('radio', { name: 'Dynamic campaign' }).check();
  await isSaved(page);
  await page.reload();
  const dynamic = page.getByRole('radio', { name: 'Dynamic campaign' });
  await dynamic.waitFor();
  expect(await dynamic.isChecked()).toBe(true);
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Details' }).click();
  expect(await name(page).inputValue()).toBe('Half a campaign');

  const letThrough = await holdSaving(page);
  await name(page).fill('Two thirds of a campaign');
  const toTheList = page.getByRole('navigation', { name: 'Pages' }).first().getByRole('link', { name: 'Campaigns' });
  await toTheList.click();
  const question = page.getByRole('dialog', { name: 'Leave with unsaved changes?' });
  await question.getByRole('button', { name: 'Stay', exact: true }).click();
  await question.waitFor({ state: 'hidden' });
  expect(await name(page).inputValue()).toBe('Two thirds of a campaign');
  await toTheList.click();
  await question.getByRole('button', { name: 'Save and leave' }).click();
  letThrough();

  const drafts = page.getByRole('region', { name: 'Not finished yet' });
  await drafts.getByRole('link', { name: 'Two thirds of a campaign' }).click();
  await page.getByRole('heading', { name: 'Agent: Ada' }).waitFor();
  expect(await name(page).inputValue()).toBe('Two thirds of a campaign');

  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('dialog', { name: 'Discard this draft?' }).getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  await drafts.waitFor({ state: 'hidden' });
  expect(await world.stack.api('GET', '/campaign_drafts')).toMatchObject({ records: [] });
});

test('a draft that is open twice is not overwritten unnoticed: one takes over the other version, or keeps the own', async () => {
  const { world } = the;
  world.expectComplaint(/status of 409 .*\/campaign_drafts\/\d+/);
  const mine = await world.signedIn('/campaigns/new');
  await fillDetails(mine, 'Begun together');
  await isSaved(mine);
  const { pathname } = new URL(mine.url());
  const theirs = await world.signedIn(pathname);
  await theirs.getByRole('heading', { name: 'Agent: Ada' }).waitFor();
  await name(theirs).fill('Written by another');
  await isSaved(theirs);

  await name(mine).fill('Written by me');
  await conflictOn(mine).waitFor();
  expect(await seriousFindings(mine)).toEqual([]);
  await isNotSavedByLeaving(mine);
  await name(mine).fill('Written by me in spite of that');
  expect(await keptName(pathname)).toBe('Written by another');
  await conflictOn(mine).getByRole('button', { name: 'Load the other version' }).click();
  await conflictOn(mine).waitFor({ state: 'hidden' });
  expect(await name(mine).inputValue()).toBe('Written by another');

  await name(mine).fill('Written by me, and known');
  await isSaved(mine);
  await name(theirs).fill('Written by another in the end');
  await conflictOn(theirs).getByRole('button', { name: 'Keep mine' }).click();
  await conflictOn(theirs).waitFor({ state: 'hidden' });
  await isSaved(theirs);
  expect(await keptName(pathname)).toBe('Written by another in the end');
});

test('a draft that is no more says so, with the way to what came of it, or on with what was written', async () => {
  const { world } = the;
  world.expectComplaint(/status of 404 .*\/campaign_drafts\/\d+/);
  const page = await world.signedIn('/campaigns/new');
  await fillDetails(page, 'Made elsewhere');
  await isSaved(page);
  const id = /new\/(\d+)/.exec(page.url())?.[1];
  await world.stack.api('DELETE', `/campaign_drafts/${id}`);
  await name(page).fill('Written afterwards');
  const gone = page.getByRole('alert').filter({ hasText: 'This draft is not there any more' });
  await gone.getByRole('link', { name: 'To the campaigns' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await gone.getByRole('button', { name: 'Keep what is here as a new draft' }).click();
  await gone.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'Agent: Ada' }).waitFor();
  expect(await name(page).inputValue()).toBe('Written afterwards');
  await isSaved(page);
  expect(await keptName(new URL(page.url()).pathname)).toBe('Written afterwards');
});

test('many drafts leave the campaigns in sight, and those without a name can be told apart', async () => {
  const { world } = the;
  const { stack } = world;
  const made = [];
  for (let count = 0; count < 4; count += 1) {
    made.push(await stack.api<{ id: number }>('POST', '/campaign_drafts', { name: '', form: {} }));
  }
  const { records } = await stack.api<{ records: unknown[] }>('GET', '/campaign_drafts?pagesize=50');
  const page = await world.signedIn('/campaigns');
  const drafts = page.getByRole('region', { name: 'Not finished yet' });
  await drafts.getByRole('button', { name: `Show all ${records.length} drafts` }).waitFor();
  expect(await drafts.getByRole('listitem').count()).toBe(3);
  await drafts.getByRole('button', { name: `Show all ${records.length} drafts` }).click();
  expect(await drafts.getByRole('listitem').count()).toBe(records.length);
  for (const { id } of made) await drafts.getByRole('link', { name: `Draft ${id}, without a name` }).waitFor();
});

async function isSaved(page: Page): Promise<void> {
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
}

function conflictOn(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'This draft was changed elsewhere' });
}

/** Leaving asks, and saving what is in conflict is refused. */
async function isNotSavedByLeaving(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).first().getByRole('link', { name: 'Campaigns' }).click();
  const question = page.getByRole('dialog', { name: 'Leave with unsaved changes?' });
  await question.getByRole('button', { name: 'Save and leave' }).click();
  await question.getByRole('alert').getByText('Not saved: Somebody else has changed this draft').waitFor();
  await question.getByRole('button', { name: 'Stay', exact: true }).click();
  await question.waitFor({ state: 'hidden' });
}

/** The name of a draft as the API has it. @param pathname of a step. */
async function keptName(pathname: string): Promise<string> {
  const id = /new\/(\d+)/.exec(pathname)?.[1];
  return (await the.world.stack.api<{ name: string }>('GET', `/campaign_drafts/${id}`)).name;
}

async function fillDetails(page: Page, campaignName: string): Promise<void> {
  await page.getByRole('heading', { name: 'Step 1 of 4: Details and phone number' }).waitFor();
  await name(page).fill(campaignName);
  await page.getByRole('combobox', { name: 'Phone number' }).click();
  await page.getByRole('option', { name: new RegExp(desk.number.replace('+', '\\+')) }).click();
}

/** Refused at its field where nobody can be called; then given. */
async function fillCallbackUrl(page: Page, url: string): Promise<void> {
  the.world.expectComplaint(/status of 422 .*\/bulk_call\/check/);
  await page.getByRole('button', { name: 'Webhooks of this campaign (optional)' }).click();
  const field = page.getByRole('textbox', { name: 'Callback URL after each attempt' });
  const refused = page.waitForResponse((answer) => answer.url().endsWith('/check') && answer.status() === 422);
  await field.fill('crm.example.com');
  await refused;
  await page.getByRole('button', { name: 'Continue to contacts' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'This step is not complete' });
  await summary.getByText(/^Callback URL after each attempt: This is not a URL/).waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill(url);
  await summary.waitFor({ state: 'hidden' });
}

/** Open from two hours ago, on the clocks of another zone than the browser's. */
async function fillHours(page: Page, until: number): Promise<void> {
  const zone = page.getByRole('combobox', { name: 'Time zone of the campaign' });
  await zone.fill('new york');
  await page.getByRole('option', { name: ZONE }).click();
  await page.getByRole('button', { name: 'Add times' }).click();
  await page.getByLabel('Times 1: from').fill(clockText(until - 5 * HOUR_MS, ZONE));
  await page.getByLabel('Times 1: to').fill(clockText(until, ZONE));
}

/** A contact that is posted is on the open page when it comes, and when it was reached. */
async function isCalledAsItComes(page: Page): Promise<void> {
  const { stack } = the.world;
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  const isStillThere = await markDocument(page);
  const number = '+15550109001';
  const lead = contact(page, number);
  let shownAt = 0;
  const shown = lead.waitFor().then(() => (shownAt = performance.now()));
  shown.catch(() => undefined);
  const body = { to_number: number, custom_variables: { customer_name: 'Maria' } };
  await stack.api('POST', `/calls/bulk_call/${campaignIdOn(page)}/add_contact`, body);
  const answeredAt = performance.now();
  await shown;
  process.stdout.write(`A contact was on the open page ${Math.round(shownAt - answeredAt)} ms after the answer.\n`);

  await lead.getByText('completed', { exact: true }).waitFor();
  await figure(page, 'Completed', '1').waitFor();
  expect(await stack.callsTo(number)).toHaveLength(1);
  expect(await isStillThere()).toBe(true);
}

function campaignIdOn(page: Page): number {
  return Number(/campaigns\/(\d+)/.exec(page.url())?.[1]);
}

function name(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Name', exact: true });
}

/** Keeps drafts from being saved until the function that it returns is called. */
async function holdSaving(page: Page): Promise<() => void> {
  let letThrough = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\/campaign_drafts\/\d+$/, async (route) => {
    if (route.request().method() === 'PUT') await released;
    await route.continue();
  });
  return letThrough;
}
