/** What `countHeldLines` counts, as a sentence's end behind "1 contact" and "5 contacts". */
const HELD: Readonly<Record<string, readonly [one: string, many: string]>> = {
  in_queue: ['waits for its turn', 'wait for their turn'],
  scheduled_contact: ['is scheduled for later', 'are scheduled for later'],
  contact_hours: ['is outside its own calling hours', 'are outside their own calling hours'],
  held_off: ['is held off by the pre-call webhook', 'are held off by the pre-call webhook'],
  calling_us: ['is on the line with you', 'are on the line with you'],
  number_cap: ['was called often enough for today', 'were called often enough for today'],
  no_capacity: ['waits for capacity at the provider', 'wait for capacity at the provider'],
  retry_scheduled: ['waits for a retry', 'wait for a retry'],
  callback_scheduled: ['waits for a callback', 'wait for a callback'],
  skipped: ['was skipped', 'were skipped'],
  suppressed: ['has a suppressed number', 'have a suppressed number'],
  expired: ['expired before it could be called', 'expired before they could be called'],
};

/**
 * How many contacts a rule holds, in words.
 *
 * @example heldText('retry_scheduled', 5) // '5 contacts wait for a retry.'
 */
export function heldText(rule: string, lines: number): string {
  const [one, many] = HELD[rule] ?? [`is ${rule}`, `are ${rule}`];
  return lines === 1 ? `1 contact ${one}.` : `${lines.toLocaleString('en-US')} contacts ${many}.`;
}
