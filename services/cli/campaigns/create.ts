import { Option, type Command } from 'commander';
import type { CountedPage, PhoneNumberRecord } from '../api-records';
import type { Context } from '../context';
import { failure, usageFault } from '../failure';
import { readJsonFile } from '../json-file';
import { printable } from '../printable';
import { wholeNumber } from '../readers';
import { MOST_AT_ONCE, MOST_RETRIES, readRate } from './settings-options';
import { askForCampaign } from './ask';

export interface CreateOptions {
  readonly name?: string;
  readonly number?: string;
  readonly dynamic?: boolean;
  readonly draft?: boolean;
  readonly timezone?: string;
  readonly at?: string;
  readonly concurrency?: number;
  readonly callsPerSecond?: number;
  readonly retries?: number;
  readonly retrySchedule?: string;
  readonly callbacks?: boolean;
  readonly file?: string;
}

/** The body of POST /calls/bulk_call/create, as far as the command line makes it. */
export type CampaignBody = Readonly<Record<string, unknown>>;

interface Created {
  readonly id: number;
  readonly message: string;
  readonly current_status: string;
  readonly warnings?: readonly { readonly detail: string }[];
}

const LARGEST_PAGE = 150;

/** The options of `campaigns create`. */
export function addCreateOptions(command: Command): Command {
  return command
    .description('create a campaign; without options it asks')
    .option('--name <name>', 'what it is called')
    .option('--number <number>', 'the number it calls from, like +15550100001, or its id')
    .option('--dynamic', 'takes contacts until it is cancelled; otherwise it ends with its last contact')
    .option('--draft', 'keep it to itself until `campaigns start`')
    .option('--timezone <zone>', 'IANA zone, such as Europe/Berlin; UTC unless told')
    .option('--at <time>', 'starts then: "2026-12-25 10:00:00" in its zone')
    .option('--concurrency <n>', 'calls at once', wholeNumber(1, MOST_AT_ONCE))
    .option('--calls-per-second <n>', 'how fast; 0 for no limit of its own', readRate)
    .option('--retries <n>', 'after the first call; 0 for none', wholeNumber(0, MOST_RETRIES))
    .addOption(new Option('--retry-schedule <when>', 'when').choices(['immediately', 'next_day', 'scheduled_time']))
    .option('--callbacks', 'follow "call me back"')
    .option('--file <json>', 'everything that create takes, from a file (- for stdin); options come before it');
}

/**
 * Creates a campaign of the options, of a file, or of what is answered on the terminal.
 *
 * @throws CliFailure when neither was given and nobody can be asked.
 */
export async function createCampaign(context: Context, options: CreateOptions): Promise<void> {
  const { output, api } = context;
  const fromFile = options.file === undefined ? {} : await readJsonFile(context, options.file);
  const body = isEmpty(options)
    ? await askWhereSomebodyIs(context)
    : { ...fromFile, ...(await bodyOf(context, options)) };
  if (body.name === undefined || body.phone_number_id === undefined) {
    throw usageFault('A campaign needs --name and --number (or a --file that has name and phone_number_id).');
  }
  const created = await api.send<Created>('POST', 'calls/bulk_call/create', body);
  if (output.json) {
    output.document(created);
    return;
  }
  output.text(
    `${printable(created.message)} Its id is ${output.colors.bold(String(created.id))}: ${created.current_status}.`,
  );
  for (const warning of created.warnings ?? [])
    output.note(`${output.colors.yellow('note')} ${printable(warning.detail)}`);
  output.note(`Contacts: everdial contacts push FILE --campaign ${created.id}`);
}

/** What an option says, as the API takes it. */
async function bodyOf(context: Context, options: CreateOptions): Promise<CampaignBody> {
  const { retries, retrySchedule } = options;
  const retry = {
    ...(retries !== undefined && { auto_retry: retries > 0, retry_limit: retries }),
    ...(retrySchedule !== undefined && { auto_retry_schedule: retrySchedule }),
  };
  return {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.number !== undefined && { phone_number_id: await numberId(context, options.number) }),
    ...(options.dynamic && { is_dynamic: true }),
    ...(options.draft && { save_as_draft: true }),
    ...(options.timezone !== undefined && { timezone: options.timezone }),
    ...(options.at !== undefined && { is_scheduled: true, scheduled_datetime: options.at }),
    ...(options.concurrency !== undefined && { concurrent_call_limit: options.concurrency }),
    ...(options.callsPerSecond !== undefined && { calls_per_second: options.callsPerSecond }),
    ...(Object.keys(retry).length > 0 && { retry_config: retry }),
    ...(options.callbacks && { enabled_reschedule_call: true }),
  };
}

function isEmpty(options: CreateOptions): boolean {
  const given: Partial<Record<keyof CreateOptions, unknown>> = options;
  return (Object.keys(CREATE_FIELDS) as (keyof CreateOptions)[]).every((field) => given[field] === undefined);
}

/** The options that say something about the campaign; the global ones do not. */
const CREATE_FIELDS: Readonly<Record<keyof CreateOptions, true>> = {
  name: true,
  number: true,
  dynamic: true,
  draft: true,
  timezone: true,
  at: true,
  concurrency: true,
  callsPerSecond: true,
  retries: true,
  retrySchedule: true,
  callbacks: true,
  file: true,
};

async function askWhereSomebodyIs(context: Context): Promise<CampaignBody> {
  if (!context.interactive) {
    throw usageFault('Say what to create: --name and --number, or --file. On a terminal it asks.');
  }
  return askForCampaign(context, await numbersOf(context));
}

async function numbersOf({ api }: Context): Promise<readonly PhoneNumberRecord[]> {
  const numbers: PhoneNumberRecord[] = [];
  for (let pageno = 1; ; pageno += 1) {
    const query = { pageno, pagesize: LARGEST_PAGE };
    const page = await api.get<CountedPage<PhoneNumberRecord>>('phone_numbers', query);
    numbers.push(...page.records);
    if (page.records.length === 0 || numbers.length >= page.total_records) return numbers;
  }
}

async function numberId(context: Context, text: string): Promise<number> {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  const wanted = text.replace(/[^\d]/g, '');
  const numbers = await numbersOf(context);
  const found = numbers.find(({ number }) => number === `+${wanted}`);
  if (found) return found.id;
  const known = numbers.map(({ id, number }) => `${number} (${id})`).join(', ');
  throw failure('unknown_number', `${text} is none of your numbers. There are: ${known || 'none'}.`);
}
