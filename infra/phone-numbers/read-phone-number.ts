import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** Where a number without a country code is dialled from. */
export interface NumberOrigin {
  readonly country: CountryCode | null;
  /** Without the plus; known also where the country is not, as in +1 555. */
  readonly callingCode: string;
}

/** A number that may be dialled. */
export interface ReadNumber {
  readonly e164: string;
  /** False for a number that is possible and not assigned to anybody, such as +15551234567. */
  readonly valid: boolean;
}

/**
 * Reads a phone number in any readable form.
 *
 * @param origin of the number that calls; without it the text needs a country code.
 * @returns null when it cannot be a number.
 * @example readPhoneNumber('(555) 123-4567', { country: 'US', callingCode: '1' }) // { e164: '+15551234567', valid: false }
 */
export function readPhoneNumber(text: string, origin: NumberOrigin | null = null): ReadNumber | null {
  if (text.length > 64) return null;
  // Spreadsheets mark a text with an apostrophe; so do our own lists, lest a number be taken for a formula.
  const number = parsePhoneNumberFromString(text.replace(/^\s*(?:tel:|')/i, '').trim(), {
    extract: false,
    ...hintOf(origin),
  });
  // An extension cannot be dialled, and the number before it is somebody else's.
  if (!number || !number.isPossible() || number.ext !== undefined) return null;
  return { e164: number.number, valid: number.isValid() };
}

/**
 * The origin that an E.164 number gives to the numbers it calls; null for a number that cannot be one.
 *
 * @example originOf('+442079460958') // { country: 'GB', callingCode: '44' }
 */
export function originOf(e164: string): NumberOrigin | null {
  const number = parsePhoneNumberFromString(e164);
  return number ? { country: number.country ?? null, callingCode: number.countryCallingCode } : null;
}

function hintOf(origin: NumberOrigin | null): { defaultCountry?: CountryCode; defaultCallingCode?: string } {
  if (!origin) return {};
  return origin.country ? { defaultCountry: origin.country } : { defaultCallingCode: origin.callingCode };
}
