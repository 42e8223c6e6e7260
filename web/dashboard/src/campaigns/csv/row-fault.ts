import { CONTACT_FIELDS, type ColumnTarget, type ContactField } from './csv-choice';
import { counted } from '../../shared/counted';
import { columnOf } from './column-mapping';

/** Which column fills which field of a contact; -1 for none. */
export type FieldColumns = Readonly<Record<ContactField, number>>;

/** Where the fields of a contact are, under a mapping. */
export function fieldColumns(mapping: readonly ColumnTarget[]): FieldColumns {
  return Object.fromEntries(
    CONTACT_FIELDS.map((field) => [field, columnOf(mapping, field)]),
  ) as unknown as FieldColumns;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const MIN_DIGITS = 5;
const MAX_DIGITS = 17;
const MAX_ID_LENGTH = 255;

/**
 * Why the API will probably refuse a row; null when nothing cheap to see speaks against it. The API decides: it knows which
 * numbers are possible.
 */
export function rowFault(fields: readonly string[], columns: number, at: FieldColumns): string | null {
  if (fields.length !== columns) {
    return `The row has ${counted(fields.length, 'field')}, and the first line names ${counted(columns, 'column')}.`;
  }
  if (fields.some((field) => field.includes('\ufffd'))) return 'The row holds characters that are not UTF-8.';
  if (fields.some((field) => field.includes('\0'))) return 'The row holds NUL characters.';
  const valueOf = (field: ContactField): string => (at[field] === -1 ? '' : (fields[at[field]] ?? '').trim());
  if (at.number !== -1) {
    const fault = numberFault(valueOf('number'));
    if (fault !== null) return fault;
  }
  if (valueOf('external_id').length > MAX_ID_LENGTH)
    return `The external id is longer than ${MAX_ID_LENGTH} characters.`;
  const priority = valueOf('priority');
  if (priority !== '' && !/^\d$/.test(priority)) return `The priority is "${short(priority)}"; it can be 0 to 9.`;
  const zone = valueOf('timezone');
  if (zone !== '' && !isZone(zone)) return `"${short(zone)}" is no time zone such as America/New_York.`;
  for (const field of ['schedule_at', 'expires_at'] as const) {
    const text = valueOf(field);
    if (text !== '' && (!INSTANT.test(text) || Number.isNaN(Date.parse(text)))) {
      return `${field} is "${short(text)}"; write it like 2026-12-25T10:00:00+01:00.`;
    }
  }
  return null;
}

function numberFault(text: string): string | null {
  if (text === '') return 'The number is missing.';
  const digits = digitsOf(text).length;
  // Most are written like this.
  if (/^\+?[0-9]{7,15}$/.test(text)) return null;
  const plain = text.replace(/^(?:tel:|')/i, '');
  if (digits < MIN_DIGITS || digits > MAX_DIGITS || /[^\p{Nd}\s+().\-–/\u200e\u202a-\u202e\u00a0]/u.test(plain)) {
    return `"${short(text)}" cannot be a phone number.`;
  }
  return null;
}

/**
 * What two spellings of one number have in common, as far as this can be told without knowing where it is dialled from.
 *
 * @example numberKey('+1 (555) 123-4567') // '15551234567'
 */
export function numberKey(text: string): string {
  return digitsOf(text).replace(/^00/, '');
}

function digitsOf(text: string): string {
  if (/^\+?[0-9]*$/.test(text)) return text.startsWith('+') ? text.slice(1) : text;
  return text.replace(/\P{Nd}/gu, '');
}

const zones = new Map<string, boolean>();

function isZone(text: string): boolean {
  const known = zones.get(text);
  if (known !== undefined) return known;
  let valid = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    valid = false;
  }
  zones.set(text, valid);
  return valid;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
