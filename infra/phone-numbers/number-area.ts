import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberArea } from '../../domain/number-rotation';

/**
 * Where a number belongs, as far as its digits tell; null for what is no number.
 *
 * @example areaOfNumber('+12125550100') // { callingCode: '1', national: '2125550100' }
 */
export function areaOfNumber(e164: string): NumberArea | null {
  const number = parsePhoneNumberFromString(e164);
  return number ? { callingCode: number.countryCallingCode, national: number.nationalNumber } : null;
}
