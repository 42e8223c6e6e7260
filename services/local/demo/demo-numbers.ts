import { DEMO_CONTACTS, type DemoContact } from './contacts';

const BLOCKS = 1_000;

/**
 * Chooses the three digits in the middle of the demo's numbers. Every run has its own: the simulator knows whom it has
 * called before, and who asked never to be called again stays so.
 *
 * @param campaignId never used twice by one database.
 * @param called every number in the simulator's ledger.
 * @throws Error when there have been a thousand runs.
 * @example freeBlock(12, []) // '012'
 */
export function freeBlock(campaignId: number, called: readonly string[]): string {
  const taken = new Set(called);
  for (let tries = 0; tries < BLOCKS; tries += 1) {
    const block = String((campaignId + tries) % BLOCKS).padStart(3, '0');
    if (DEMO_CONTACTS.every((contact) => !taken.has(numberOf(contact, block)))) return block;
  }
  throw new Error('Every number of the demo has been called in this stack. Use another EVERDIAL_HOME.');
}

/** @example numberOf({ prefix: '+1555', script: '9001' }, '012') // '+15550129001' */
export function numberOf({ prefix, script }: Pick<DemoContact, 'prefix' | 'script'>, block: string): string {
  return `${prefix}${block}${script}`;
}
