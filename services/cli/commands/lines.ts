import { Option, type Command } from 'commander';
import { LINE_STATUSES } from '../../../domain/line-status';
import type { LineRecord } from '../api-records';
import type { Context, Run } from '../context';
import { addPageOptions, printPages, type PageOptions } from '../pages';
import { readId } from '../readers';
import { paintStatus } from '../status-colors';
import { localTime, type Column } from '../table';

interface LinesOptions extends PageOptions {
  readonly campaign: number;
  readonly status?: string;
  readonly interaction?: string;
  readonly search?: string;
}

/** `lines`: the contacts of a campaign. */
export function addLineCommand(program: Command, run: Run): void {
  const lines = program
    .command('lines')
    .description('list the contacts of a campaign, in the order they came')
    .requiredOption('--campaign <id>', 'which campaign', readId)
    .addOption(new Option('--status <status>', 'what has become of them').choices(LINE_STATUSES))
    .option('--interaction <status>', 'interaction_status, as the outcome has it')
    .option('--search <text>', 'part of the number, the external id or a name');
  addPageOptions(lines).action(run<LinesOptions>((context, _args, options) => listLines(context, options)));
}

async function listLines(context: Context, options: LinesOptions): Promise<void> {
  const filter = {
    call_status: options.status,
    interaction_status: options.interaction,
    search: options.search,
  };
  const path = `calls/bulk_call/${options.campaign}/lines`;
  await printPages<LineRecord>(context, { path, filter, options, columns: columnsFor(context) });
}

function columnsFor({ output }: Context): readonly Column<LineRecord>[] {
  return [
    { title: 'Line', of: (line) => line.line_id },
    { title: 'Number', of: (line) => line.to_number },
    { title: 'Status', of: (line) => line.call_status, paint: (status) => paintStatus(output, status) },
    { title: 'Calls', of: (line) => line.attempts },
    { title: 'Next call', of: (line) => localTime(line.next_attempt_at), from: 90 },
    { title: 'External id', of: (line) => line.external_id, from: 110 },
    { title: 'Variables', of: (line) => variablesOf(line), from: 110 },
  ];
}

function variablesOf({ custom_variables }: LineRecord): string {
  const entries = Object.entries(custom_variables);
  return entries.length === 0 ? '' : JSON.stringify(custom_variables);
}
