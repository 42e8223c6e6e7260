import { counted } from '../../shared/counted';

interface Counts {
  readonly added: number;
  readonly already: number;
  readonly contacts_ended: number;
}

/** @example suppressedText({ added: 2, already: 1, contacts_ended: 4 }) // '2 numbers added, 1 was there already; 4 contacts that waited for a call are ended.' */
export function suppressedText({ added, already, contacts_ended }: Counts): string {
  const there = already === 0 ? '' : `, ${already} ${already === 1 ? 'was' : 'were'} there already`;
  return `${counted(added, 'number')} added${there}; ${endedText(contacts_ended)}`;
}

function endedText(count: number): string {
  if (count === 0) return 'no contact was waiting for a call.';
  return `${counted(count, 'contact')} that waited for a call ${count === 1 ? 'is' : 'are'} ended.`;
}
