import { parseArgs } from 'node:util';
import { readPhoneNumber } from '../../infra/phone-numbers/read-phone-number';

/** What was asked for on the command line. */
export interface Arguments {
  readonly campaignFile: string;
  readonly contactsFile: string | null;
  readonly mixFile: string | null;
  /** Epoch milliseconds; null: now. */
  readonly from: number | null;
  /** E.164; null for the first simulated number. */
  readonly number: string | null;
  readonly talkS: number;
  readonly maxDays: number;
  readonly maxContacts: number;
  readonly json: boolean;
}

export const USAGE = [
  'npm run dry-run -- campaign.json [contacts.csv] [options]',
  '',
  'What would this campaign do? Plays its days in seconds; nobody is called, no webhook leaves. docs/dry-run.md',
  '',
  '  campaign.json        as POST /calls/bulk_call/create takes it',
  '  contacts.csv         as POST /calls/bulk_call/{id}/contacts.csv takes it',
  '  --mix mix.json       how calls end: {"seed": 7, "shares": {"busy": 0.2, "no_answer": 0.3}}',
  '  --talk 60            how long people talk on average, in seconds',
  '  --from 2027-03-26T08:00:00Z   when it starts: now, or in the next 400 days',
  '  --number +493012345  the number it calls from: numbers without a country code are read there',
  '  --max-days 60        ends there in any case',
  '  --max-contacts 1000  of more, an even sample is called',
  '  --json               a JSON document a line',
].join('\n');

/** What was typed cannot be run; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const DAY_MS = 24 * 60 * 60_000;
/** Hours are planned no further ahead. */
const FURTHEST_DAYS = 400;
/** Without an offset nobody knows which instant is meant. */
const INSTANT = /(?:z|[+-]\d\d:?\d\d)$/i;

/**
 * Reads the command line.
 *
 * @param now epoch milliseconds: time can be skipped, but not turned back.
 * @throws UsageError.
 */
export function readArguments(args: readonly string[], now: number): Arguments {
  const { values, positionals } = parse(args);
  const [campaignFile, contactsFile = null, ...more] = positionals;
  if (campaignFile === undefined) throw new UsageError(USAGE);
  if (more.length > 0) throw new UsageError(`Only two files are read; ${more.join(', ')} is too much.`);
  return {
    campaignFile,
    contactsFile,
    mixFile: values.mix ?? null,
    from: values.from === undefined ? null : readFrom(values.from, now),
    number: values.number === undefined ? null : readNumber(values.number),
    talkS: readCount('--talk', values.talk ?? '60', 3_600),
    maxDays: readCount('--max-days', values['max-days'] ?? '60', FURTHEST_DAYS),
    maxContacts: readCount('--max-contacts', values['max-contacts'] ?? '1000', 1_000_000),
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mix: { type: 'string' },
        talk: { type: 'string' },
        from: { type: 'string' },
        number: { type: 'string' },
        'max-days': { type: 'string' },
        'max-contacts': { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

function readFrom(text: string, now: number): number {
  const from = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(from)) throw new UsageError(`--from ${text} is no instant. Write it like 2027-03-26T08:00:00Z.`);
  if (from < now) {
    throw new UsageError(
      `--from ${text} has passed. Time can be skipped, but not turned back: give one that lies ahead.`,
    );
  }
  if (from > now + FURTHEST_DAYS * DAY_MS) {
    throw new UsageError(`--from ${text} is more than ${FURTHEST_DAYS} days ahead: hours are planned no further.`);
  }
  return from;
}

function readNumber(text: string): string {
  const read = readPhoneNumber(text);
  if (!read) throw new UsageError(`--number ${text} is no phone number with its country code, such as +15551234567.`);
  return read.e164;
}

function readCount(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${option} ${text}: a whole number from 1 to ${most} is needed.`);
}
