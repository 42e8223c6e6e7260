import type { Locator, Page } from 'playwright-core';
import { wallClock } from '../setup/hours';
import type { RunningStack } from '../setup/running-stack';

/** An agent, and the simulated number it speaks on. */
export interface Desk {
  readonly number: string;
  readonly phone_number_id: number;
}

/** Makes an agent and a simulated number for it. @param number E.164. */
export async function openDesk(stack: RunningStack, number: string, agent: Record<string, string>): Promise<Desk> {
  const made = await stack.api<{ agent: { id: number } }>('POST', '/agents', agent);
  const body = { phone_number: number, agent_id: made.agent.id, provider: 'simulator', name: agent['name'] };
  const { phone_number } = await stack.api<{ phone_number: { id: number } }>('POST', '/phone_numbers', body);
  return { number, phone_number_id: phone_number.id };
}

/** A key of the first organization that may look, and change nothing. */
export async function readingKey(stack: RunningStack): Promise<string> {
  return (await stack.api<{ key: string }>('POST', '/api_keys', { name: 'Looks only', scopes: ['read'] })).key;
}

/**
 * Marks the document that a page shows now.
 *
 * @returns whether it still shows the same one: a reload, or a link that is not the router's, would have thrown it away.
 */
export async function markDocument(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(globalThis, { marked: true }));
  return () => page.evaluate(() => 'marked' in globalThis);
}

/** What the page says of the campaign to those who hear it. @param status as in `outside its hours`. */
export function announced(page: Page, status: string): Locator {
  return page.locator('[aria-live]').filter({ hasText: new RegExp(`^The campaign is ${status}\\.$`) });
}

/** A contact among those that came or changed while the campaign's page was open. @param number E.164. */
export function contact(page: Page, number: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('link', { name: number }) });
}

/** A figure of the campaign's page by its label. @example await figure(page, 'Completed', '3').waitFor(); */
export function figure(page: Page, label: string, value: string): Locator {
  // Terms have no names: each value stands behind its term, with a note in an element of its own.
  return page
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .locator(`xpath=following-sibling::dd[1][text()[1]="${value}"]`);
}

/** What the clocks of a zone show at an instant. @example clockText(Date.now(), 'UTC') // '09:05' */
export function clockText(at: number, zone: string): string {
  const { minute } = wallClock(at, zone);
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
