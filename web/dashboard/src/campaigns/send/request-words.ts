import type { components } from '../../../../client/schema';

/** What a request has added. */
export const OPERATION_TEXT: Readonly<Record<components['schemas']['ContactRequest']['operation'], string>> = {
  addContact: 'One contact',
  addContacts: 'Many contacts',
  addContactsCsv: 'CSV file',
  addLeads: 'Batch of leads',
};

/** An HTTP status in words. @example statusWords(422) // 'Refused' */
export function statusWords(status: number): string {
  if (status < 300) return 'Accepted';
  if (status === 429) return 'Too many requests';
  return status < 500 ? 'Refused' : 'Failed';
}

/** JSON over several lines; a text that is none, or was cut, stays as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
