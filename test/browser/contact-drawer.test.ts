import type { Locator, Page } from 'playwright-core';
import { wallClock } from '../setup/hours';
import { seriousFindings } from './accessibility';
import { OWN_ZONE, useBrowserWorld } from './browser-world';
import { clockText, readingKey } from './fixtures';

const ZONE = 'America/New_York';
const DAY_MS = 86_400_000;
/** Whoever was busy sleeps until something is done. */
const RETRY_LATER = { retry_config: { auto_retry: true, retry_limit: 3, rules: { busy: { delay_s: 7_200 } } } };

const the = useBrowserWorld();

test('a contact that waits for its retry is called now; its story tells each call, in order, as it happens', async () => {
  const { page, drawer, id } = await openContact('+15550409013', RETRY_LATER);
  await status(drawer, 'retry scheduled').waitFor();
  await happening(drawer, 2).getByRole('heading', { name: 'Attempt 1: busy' }).waitFor();
  await happening(drawer, 2).getByText('It is called again', { exact: false }).waitFor();
  await drawer.getByText('Next attempt', { exact: true }).waitFor();
  // What lies above the page has no banner of its own.
  expect(await page.getByRole('banner').count()).toBe(1);

  await drawer.getByRole('button', { name: 'Call now' }).click();
  await drawer.getByRole('alert').getByText('The contact is called next.').waitFor();
  await status(drawer, 'completed').waitFor();
  await happening(drawer, 3).getByRole('heading', { name: 'Attempt 2: answered' }).waitFor();
  await happening(drawer, 4).getByRole('heading', { name: 'The end: completed' }).waitFor();
  await drawer.getByText('The contact is done with: it is not called any more.').waitFor();
  expect(await drawer.getByRole('button', { name: 'Call now' }).isDisabled()).toBe(true);
  expect(await the.world.stack.callsTo('+15550409013')).toHaveLength(2);
  expect(await seriousFindings(page)).toEqual([]);

  await drawer.getByRole('button', { name: 'Close the contact' }).click();
  await drawer.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/campaigns/${id}/lines`);
  await page.getByRole('row').filter({ hasText: '+15550409013' }).getByText('completed', { exact: true }).waitFor();
});

test('words that ask for a callback are quoted beside the time that was promised', async () => {
  const { drawer, id, lineId } = await openContact('+15550409006', { enabled_reschedule_call: true, timezone: ZONE });
  await status(drawer, 'callback scheduled').waitFor();
  await drawer.getByRole('heading', { name: 'A callback was promised' }).waitFor();
  const promise = drawer.getByRole('listitem').filter({ hasText: 'A callback was promised' });
  await promise.getByText('“tomorrow at 3pm”').waitFor();
  const [callback] = (await storyOf({ id, lineId })).callbacks;
  if (!callback) throw new Error('No callback was promised.');
  const { due_at, wall_clock, timezone } = callback;
  expect(wall_clock).toMatch(/T15:00/);
  await promise.getByText(new RegExp(`Promised: .*, 15:00 in ${timezone}\\.`)).waitFor();
  await promise.getByText(new RegExp(`${clockText(Date.parse(due_at), OWN_ZONE)} where you are`)).waitFor();
});

test('a callback that is called now shows when it was called, and is counted when that has happened', async () => {
  const { drawer, id, lineId } = await openContact('+15550419006', { enabled_reschedule_call: true, timezone: ZONE });
  await status(drawer, 'callback scheduled').waitFor();
  await fact(drawer, 'Attempts', '1').waitFor();

  await drawer.getByRole('button', { name: 'Call now' }).click();
  const notice = drawer.getByRole('alert').getByText('The contact is called next.');
  await notice.waitFor();
  // Whoever is called back asks for another one.
  await fact(drawer, 'Attempts', '2, of which 1 callback').waitFor();
  await notice.waitFor({ state: 'hidden' });
  const { attempts, callbacks } = await storyOf({ id, lineId });
  expect(callbacks.map(({ status: become }) => become)).toEqual(['kept', 'pending']);
  const calledAt = Date.parse(attempts[1]!.created_at);
  const [kept, ahead] = [0, 1].map((place) =>
    drawer.getByRole('listitem').filter({ hasText: 'A callback was promised' }).nth(place),
  );
  const [there, here] = [ZONE, OWN_ZONE].map((zone) => clockText(calledAt, zone));
  await kept!.getByText(new RegExp(`Called at .*, ${there} \\(${ZONE}\\), .*, ${here} where you are`)).waitFor();
  await ahead!.getByText(new RegExp(`It is called at .*, 15:00 \\(${ZONE}\\)`)).waitFor();
});

test('Escape leaves a question, and not the contact behind it', async () => {
  const { drawer, page, lineId } = await openContact('+15550429001', { status: 'paused' });
  await drawer.getByRole('button', { name: 'Skip', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Skip +15550429001?' });
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'hidden' });
  expect(await drawer.isVisible()).toBe(true);
  expect(await the.world.stack.statusOf(lineId)).toBe('queued');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
});

test('a skipped contact ends without a call, after a question that can be left', async () => {
  const { drawer, page, lineId } = await openContact('+15550409001', { status: 'paused' });
  await status(drawer, 'queued').waitFor();
  await drawer.getByRole('button', { name: 'Skip', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Skip +15550409001?' });
  await question.getByRole('button', { name: 'Leave it' }).click();
  await question.waitFor({ state: 'hidden' });
  expect(await the.world.stack.statusOf(lineId)).toBe('queued');
  await drawer.getByRole('button', { name: 'Skip', exact: true }).click();
  await question.getByRole('button', { name: 'Skip the contact' }).click();
  await status(drawer, 'skipped').waitFor();
  expect(await the.world.stack.statusOf(lineId)).toBe('skipped');
  expect(await the.world.stack.callsTo('+15550409001')).toEqual([]);
});

test('the next call is moved to a day and time in a zone of choice', async () => {
  const { drawer, page, id, lineId } = await openContact('+15550419002', RETRY_LATER);
  await status(drawer, 'retry scheduled').waitFor();
  await drawer.getByRole('button', { name: 'Reschedule' }).click();
  const { date } = wallClock(Date.now() + 3 * DAY_MS, ZONE);
  await drawer.getByLabel('Next call not before').fill(`${date}T10:30`);
  await drawer.getByRole('combobox', { name: 'In the time of' }).fill('new york');
  await page.getByRole('option', { name: ZONE }).click();
  await drawer.getByRole('button', { name: 'Move the next call' }).click();
  await drawer.getByRole('alert').getByText('It is called after', { exact: false }).waitFor();
  const { next_attempt_at } = (await storyOf({ id, lineId })).line;
  expect(wallClock(Date.parse(next_attempt_at), ZONE)).toEqual({ date, minute: 10 * 60 + 30 });
  await drawer
    .getByRole('definition')
    .getByText(new RegExp(clockText(Date.parse(next_attempt_at), OWN_ZONE)))
    .first()
    .waitFor();
});

test('a suppressed number ends in every campaign, and is on the list of those not to be called', async () => {
  const { stack } = the.world;
  const number = '+15550429002';
  const elsewhere = await pausedCampaign();
  const otherLine = await stack.addContact(elsewhere, number);
  const { drawer, page, lineId } = await openContact(number, RETRY_LATER);
  await status(drawer, 'retry scheduled').waitFor();
  await drawer.getByRole('button', { name: 'Suppress' }).click();
  const question = page.getByRole('dialog', { name: `Never call ${number} again?` });
  await question.getByText(/in every campaign, and not only in this one/).waitFor();
  await question.getByRole('button', { name: 'Suppress in every campaign' }).click();
  await drawer.getByText('2 waiting contacts with this number ended, in all campaigns.').waitFor();
  await status(drawer, 'suppressed').waitFor();
  expect([await stack.statusOf(lineId), await stack.statusOf(otherLine)]).toEqual(['suppressed', 'suppressed']);
  await page.goto('/suppressions');
  await page.getByRole('row').filter({ hasText: number }).waitFor();
});

test('a key that may only look sees the story, and is told why it cannot act', async () => {
  const { stack } = the.world;
  const id = await pausedCampaign();
  const lineId = await stack.addContact(id, '+15550439001', { custom_variables: { plan: 'pro' } });
  const page = await the.world.signedIn(`/campaigns/${id}/lines?line=${lineId}`, {}, await readingKey(stack));
  const drawer = page.getByRole('dialog', { name: '+15550439001' });
  await drawer.getByRole('table', { name: 'Variables' }).getByRole('row', { name: 'plan pro' }).waitFor();
  await drawer.getByText('Your key may only look. Acting on contacts needs the scope contacts:write.').waitFor();
  for (const name of ['Call now', 'Reschedule', 'Skip', 'Suppress']) {
    expect(await drawer.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
  }
});

interface OpenContact {
  readonly page: Page;
  readonly drawer: Locator;
  readonly id: number;
  readonly lineId: number;
}

/** Adds a contact to a campaign, and opens it from the list. @param status `paused`: of one that calls nobody. */
async function openContact(
  number: string,
  { status: wanted, ...fields }: Record<string, unknown>,
): Promise<OpenContact> {
  const { stack } = the.world;
  const id = wanted === 'paused' ? await pausedCampaign() : await stack.createCampaign({ name: 'Stories', ...fields });
  const page = await the.world.signedIn(`/campaigns/${id}/lines`);
  await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  const lineId = await stack.addContact(id, number);
  await page.getByRole('link', { name: number }).click();
  return { page, drawer: page.getByRole('dialog', { name: number, exact: true }), id, lineId };
}

async function pausedCampaign(): Promise<number> {
  const { stack } = the.world;
  const id = await stack.createCampaign({ name: 'It waits' });
  await stack.api('PUT', `/calls/bulk_call/${id}`, { action: 'pause' });
  return id;
}

function status(drawer: Locator, text: string): Locator {
  return drawer.locator('[aria-live]').getByText(text, { exact: true });
}

/** What happened, by its place in the story, from 1: the first is that the contact came. */
function happening(drawer: Locator, place: number): Locator {
  return drawer
    .getByRole('list', { name: 'What happened, in order' })
    .getByRole('listitem')
    .nth(place - 1);
}

/** What the contact's facts say of something. */
function fact(drawer: Locator, name: string, text: string): Locator {
  return drawer
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator(`xpath=following-sibling::dd[1][.="${text}"]`);
}

interface Story {
  readonly line: { readonly next_attempt_at: string };
  readonly attempts: ReadonlyArray<{ created_at: string }>;
  readonly callbacks: ReadonlyArray<{ status: string; due_at: string; wall_clock: string; timezone: string }>;
}

async function storyOf({ id, lineId }: Pick<OpenContact, 'id' | 'lineId'>): Promise<Story> {
  return the.world.stack.api<Story>('GET', `/calls/bulk_call/${id}/lines/${lineId}`);
}
