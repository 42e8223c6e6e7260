import { readPhoneNumber, type NumberOrigin } from '../../../infra/phone-numbers/read-phone-number';
import type { NewLine } from '../../../infra/db/lines/line-insertion';
import { jsonPointer } from '../http/json-text';
import type { FieldFault } from '../http/problem';
import { faultsOf } from '../http/validation';
import { contactInput, type ContactInput } from '../schemas/contact';

const DEFAULT_PRIORITY = 5;
const NUMBER_FIELDS = ['to_number', 'phone_number', 'phone'] as const;

/** Where a contact goes, and where it is called from. */
export interface ContactDestination {
  readonly organizationId: number;
  readonly campaignId: number;
  readonly origin: NumberOrigin | null;
}

/** Something worth knowing about a contact that was accepted. */
export interface ContactWarning {
  readonly code: string;
  readonly detail: string;
}

/** A contact that may be stored, or what is wrong with it. Pointers start at the contact. */
export type ReadContact =
  | { readonly ok: true; readonly line: NewLine; readonly warnings: readonly ContactWarning[] }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** A row's first fault, with the field it is about. */
export function rejectionOf({ faults }: Extract<ReadContact, { ok: false }>): { code: string; reason: string } {
  const [first] = faults;
  if (!first) return { code: 'invalid', reason: 'The row has faults.' };
  return {
    code: first.code,
    reason: first.pointer === '' ? first.detail : `${first.pointer.slice(1)}: ${first.detail}`,
  };
}

/** Reads a contact in the shape of add_contact. */
export function readContact(given: unknown, destination: ContactDestination): ReadContact {
  const result = contactInput.safeParse(given);
  return result.success ? lineOf(result.data, destination) : { ok: false, faults: faultsOf(result.error) };
}

/**
 * Reads a row of create's contact_list. Flat: every key but the number is a custom variable, `priority` and `timezone`
 * too. A row that holds an object `custom_variables` or `metadata` has the shape of add_contact.
 *
 * @example readListedContact({ phone_number: '+15551234567', customer_name: 'Jane' }, destination)
 */
export function readListedContact(
  row: Readonly<Record<string, unknown>>,
  destination: ContactDestination,
): ReadContact {
  if (isObject(row['custom_variables']) || isObject(row['metadata'])) return readContact(row, destination);
  const numbers: Record<string, unknown> = {};
  const variables: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    if ((NUMBER_FIELDS as readonly string[]).includes(key)) numbers[key] = value;
    else variables[key] = value;
  }
  return readContact({ ...numbers, custom_variables: variables }, destination);
}

/** Turns a contact whose fields are sound into a line. */
export function lineOf(contact: ContactInput, { origin, ...where }: ContactDestination): ReadContact {
  const field = NUMBER_FIELDS.find((name) => contact[name] !== undefined && contact[name] !== '');
  if (field === undefined) {
    const detail = 'Give the number to call as to_number, phone_number or phone.';
    return { ok: false, faults: [{ pointer: '/to_number', code: 'missing_phone', detail }] };
  }
  const number = readPhoneNumber(contact[field] ?? '', origin);
  if (!number) {
    const detail = 'This cannot be a phone number. Write it with its country code, like +15551234567.';
    return { ok: false, faults: [{ pointer: jsonPointer([field]), code: 'invalid_phone', detail }] };
  }
  const line: NewLine = {
    ...where,
    toNumber: number.e164,
    externalId: contact.external_id ?? null,
    timezone: contact.timezone ?? null,
    priority: contact.priority ?? DEFAULT_PRIORITY,
    scheduleAt: contact.schedule_at ?? null,
    expiresAt: contact.expires_at ?? null,
    customVariables: contact.custom_variables ?? {},
    metadata: contact.metadata ?? {},
  };
  return { ok: true, line, warnings: number.valid ? [] : [NUMBER_NOT_VALID] };
}

const NUMBER_NOT_VALID: ContactWarning = {
  code: 'number_not_valid',
  detail: 'The number is possible, but its numbering plan does not assign it. It will be called.',
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
