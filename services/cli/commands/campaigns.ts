import { Option, type Command } from 'commander';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import type { CampaignRecord, CountedPage, LineCounts } from '../api-records';
import { actOnCampaign, cancelCampaign, startCampaign } from '../campaigns/act';
import { addCreateOptions, createCampaign, type CreateOptions } from '../campaigns/create';
import { addSetOptions, setCampaign, type SetOptions } from '../campaigns/set';
import { watchCampaign } from '../campaigns/watch';
import type { Context, Run } from '../context';
import { printable } from '../printable';
import { readId, wholeNumber } from '../readers';
import { paintStatus } from '../status-colors';
import { listOf, localMoment, localTime, tableOf, type Column } from '../table';

interface ListOptions {
  readonly status?: string;
  readonly page: number;
  readonly pagesize: number;
}

const LARGEST_PAGE = 150;
const ID = 'of the campaign';

/** `campaigns`: list, show, create, change, watch. */
export function addCampaignCommands(program: Command, run: Run): void {
  const campaigns = program.command('campaigns').description('create, look at and change campaigns');
  campaigns
    .command('list')
    .description('list campaigns, newest first')
    .addOption(new Option('--status <status>', 'only those').choices(CAMPAIGN_STATUSES))
    .option('--page <n>', 'which page', wholeNumber(1, 1_000_000), 1)
    .option('--pagesize <n>', `how many a page, at most ${LARGEST_PAGE}`, wholeNumber(1, LARGEST_PAGE), 30)
    .action(run<ListOptions>((context, _args, options) => listCampaigns(context, options)));
  campaigns
    .command('show')
    .description('show a campaign: its status and why, settings, counts')
    .argument('<id>', ID, readId)
    .action(run((context, [id]) => showCampaign(context, readId(id ?? ''))));
  addCreateOptions(campaigns.command('create')).action(
    run<CreateOptions>((context, _args, options) => createCampaign(context, options)),
  );
  campaigns
    .command('watch')
    .description('follow a campaign live until it ends; events as NDJSON without a terminal')
    .argument('<id>', ID, readId)
    .action(run((context, [id]) => watchCampaign(context, readId(id ?? ''))));
  addActions(campaigns, run);
  addSetOptions(campaigns.command('set').argument('<id>', ID, readId)).action(
    run<SetOptions>((context, [id], options) => setCampaign(context, readId(id ?? ''), options)),
  );
}

function addActions(campaigns: Command, run: Run): void {
  const act = (name: string, description: string): Command =>
    campaigns.command(name).description(description).argument('<id>', ID, readId);
  act('start', 'start a draft').action(run((context, [id]) => startCampaign(context, readId(id ?? ''))));
  act('pause', 'start no call until it is resumed').action(
    run((context, [id]) => actOnCampaign(context, readId(id ?? ''), 'pause')),
  );
  act('resume', 'go on').action(run((context, [id]) => actOnCampaign(context, readId(id ?? ''), 'resume')));
  act('cancel', 'end it for good; calls in progress finish')
    .option('--yes', 'without being asked for the name')
    .action(
      run<{ yes?: boolean }>((context, [id], { yes }) => cancelCampaign(context, readId(id ?? ''), yes === true)),
    );
}

async function listCampaigns({ api, output }: Context, { status, page, pagesize }: ListOptions): Promise<void> {
  const query = { status, pageno: page, pagesize };
  const { records, total_records: total } = await api.get<CountedPage<CampaignRecord>>('calls/bulk_call', query);
  if (output.json) {
    records.forEach((record) => output.document(record));
    return;
  }
  if (records.length === 0) {
    output.note(total === 0 ? 'There is no campaign yet: everdial campaigns create' : 'Nothing found.');
    return;
  }
  const columns: readonly Column<CampaignRecord>[] = [
    { title: 'Id', of: (row) => row.id },
    { title: 'Name', of: (row) => row.name },
    { title: 'Status', of: (row) => row.status, paint: (text) => paintStatus(output, text) },
    { title: 'Type', of: (row) => typeOf(row), from: 70 },
    { title: 'From', of: (row) => row.from_number, from: 100 },
    { title: 'Why not dialling', of: (row) => row.status_reason?.text ?? null, from: 140 },
    { title: 'Created', of: (row) => localTime(row.created_at), from: 120 },
  ];
  output.text(tableOf(output, columns, records));
  if (total > page * pagesize) output.note(`${total} in all: --page ${page + 1} has the next.`);
}

interface Details extends CampaignRecord {
  readonly counts: LineCounts;
}

async function showCampaign({ api, output }: Context, id: number): Promise<void> {
  const { details } = await api.get<{ details: Details }>(`calls/bulk_call/${id}`);
  if (output.json) {
    output.document(details);
    return;
  }
  const { status_reason: reason, retry_config: retry, counts } = details;
  const retries = retry.auto_retry ? `up to ${retry.retry_limit}` : 'none';
  const why = reason && `${reason.text}${reason.until === null ? '' : ` Until ${localMoment(reason.until)}.`}`;
  output.text(`${output.colors.bold(printable(details.name))}  ${paintStatus(output, details.status)}`);
  output.text(
    listOf(output, [
      ['id', details.id],
      ['why', why],
      ['type', typeOf(details)],
      ['calls from', details.from_number],
      ['time zone', details.timezone],
      ['starts', details.scheduled_datetime],
      ['at once', details.concurrent_call_limit],
      ['a second', details.calls_per_second],
      ['retries', retries],
      ['created', localTime(details.created_at)],
      ['ended', localTime(details.ended_at)],
      ['Temporal UI', details.temporal_ui_url],
    ]),
  );
  output.text('');
  output.text(listOf(output, countEntries(counts)));
}

function countEntries({ total_contacts, ...parts }: LineCounts): ReadonlyArray<readonly [string, number]> {
  const shown = Object.entries(parts).filter(([, lines]) => lines > 0);
  return [['contacts', total_contacts], ...shown.map(([name, lines]) => [name.replace('_', ' '), lines] as const)];
}

function typeOf({ is_dynamic }: CampaignRecord): string {
  return is_dynamic ? 'dynamic' : 'finite';
}
