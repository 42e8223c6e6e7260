import { Option, type Command } from 'commander';
import type { CampaignRecord } from '../api-records';
import type { Context } from '../context';
import { usageFault } from '../failure';
import { readJsonFile } from '../json-file';
import { printable } from '../printable';
import { collect, readHour, readSwitch, wholeNumber } from '../readers';
import { partsOfFile, partsOfOptions, type SettingsPart } from './settings-parts';
import { MOST_AT_ONCE, MOST_RETRIES, readRate, readRetryRule, readWindow } from './settings-options';

const MOST_CALLS = 1_000_000_000;

/** What was said about the settings; a wall-clock hour is a number. */
export interface SetOptions {
  readonly concurrency?: number;
  readonly callsPerSecond?: number;
  readonly retries?: number;
  readonly retrySchedule?: string;
  readonly retryRule?: readonly ReturnType<typeof readRetryRule>[];
  readonly voicemail?: string;
  readonly callbacks?: boolean;
  readonly dropPending?: boolean;
  readonly days?: string;
  readonly window?: readonly ReturnType<typeof readWindow>[];
  readonly closed?: readonly string[];
  readonly dailyStop?: number | 'off';
  readonly dailyStart?: number | 'off';
  readonly callsPerDay?: number;
  readonly callsTotal?: number;
  readonly connectedMinutes?: number;
  readonly endDate?: string;
  readonly fromFile?: string;
  readonly dryRun?: boolean;
}

interface Changed {
  readonly message: string;
  readonly effect: { readonly text: string };
  readonly warnings?: readonly { readonly detail: string }[];
}

/** The options of `campaigns set`. */
export function addSetOptions(command: Command): Command {
  const several =
    <T>(read: (text: string) => T) =>
    (text: string, before: readonly T[] = []): readonly T[] => [...before, read(text)];
  return command
    .description('change settings while it runs, and tell what that changes')
    .option('--concurrency <n>', 'calls at once', wholeNumber(1, MOST_AT_ONCE))
    .option('--calls-per-second <n>', 'how fast; 0 for no limit of its own', readRate)
    .option('--retries <n>', 'after the first call; 0 for none', wholeNumber(0, MOST_RETRIES))
    .addOption(new Option('--retry-schedule <when>', 'when').choices(['immediately', 'next_day', 'scheduled_time']))
    .option(
      '--retry-rule <rule>',
      'busy=300 (seconds) or busy=300x2; several times; replaces all',
      several(readRetryRule),
    )
    .addOption(new Option('--voicemail <policy>', 'what one counts as').choices(['reached', 'retry', 'leave_message']))
    .option('--callbacks <on|off>', 'follow "call me back"', readSwitch)
    .option('--drop-pending', 'with --callbacks off: drop those already promised')
    .option('--days <days>', 'mon,tue,...: calls on these days')
    .option('--window <window>', '09:00-12:00: calls then; several times; replaces all', several(readWindow))
    .option('--closed <date>', '2026-12-25: no call that day; several times; replaces all', collect)
    .option('--daily-stop <time>', 'no call from then on, 17:30 or off', readHour)
    .option('--daily-start <time>', 'goes on then, 9:30 or off', readHour)
    .option('--calls-per-day <n>', '0 for no limit', wholeNumber(0, MOST_CALLS))
    .option('--calls-total <n>', '0 for no limit', wholeNumber(0, MOST_CALLS))
    .option('--connected-minutes <n>', '0 for no limit', wholeNumber(0, MOST_CALLS))
    .option('--end-date <date>', '2027-01-31; "" for none')
    .option('--from-file <json>', 'settings in the shape of create (- for stdin); options come after it')
    .option('--dry-run', 'only tell what would change');
}

/**
 * Changes settings of a campaign, or only tells. Every part is tried before the first is stored, so that a refusal
 * leaves all as it was.
 *
 * @throws CliFailure when nothing was said, or the API refuses.
 */
export async function setCampaign(context: Context, id: number, options: SetOptions): Promise<void> {
  const inFile = options.fromFile === undefined ? [] : partsOfFile(await readJsonFile(context, options.fromFile));
  const parts = [...inFile, ...partsOfOptions(await withConcurrency(context, id, options))];
  if (parts.length === 0) throw usageFault('Say what to change: see everdial campaigns set --help.');
  const put = (part: SettingsPart, dryRun: boolean): Promise<Changed> =>
    context.api.send<Changed>('PUT', `calls/bulk_call/${id}/${part.path}`, part.body, dryRun ? { dry_run: true } : {});
  if (parts.length > 1 && !options.dryRun) for (const part of parts) await put(part, true);
  for (const part of parts) tell(context, part, await put(part, options.dryRun === true));
}

/** The API takes both together: the one that was not given stays. */
async function withConcurrency({ api }: Context, id: number, options: SetOptions): Promise<SetOptions> {
  if (options.callsPerSecond === undefined || options.concurrency !== undefined) return options;
  const { details } = await api.get<{ details: CampaignRecord }>(`calls/bulk_call/${id}`);
  return { ...options, concurrency: details.concurrent_call_limit };
}

function tell({ output }: Context, part: SettingsPart, answer: Changed): void {
  if (output.json) {
    output.document({ settings: part.path, ...answer });
    return;
  }
  const { message, effect, warnings = [] } = answer;
  output.text(`${output.colors.bold(part.path)}  ${printable(message)} ${printable(effect.text)}`);
  for (const warning of warnings) output.note(`${output.colors.yellow('note')} ${printable(warning.detail)}`);
}
