import { Option, type Command } from 'commander';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhook-events';
import type { DeliveryRecord } from '../api-records';
import type { Context, Run } from '../context';
import { usageFault } from '../failure';
import { addPageOptions, printPages, type PageOptions } from '../pages';
import { printable } from '../printable';
import { readId } from '../readers';
import { paintStatus } from '../status-colors';
import { localTime, type Column } from '../table';

interface ListOptions extends PageOptions {
  readonly status?: string;
  readonly kind?: string;
  readonly event?: string;
  readonly endpoint?: number;
  readonly campaign?: number;
  readonly line?: number;
  readonly since?: string;
}

interface ReplayOptions {
  readonly failedSince?: string;
  readonly endpoint?: number;
  readonly campaign?: number;
}

/** `deliveries`: what was sent to webhooks and callbacks. */
export function addDeliveryCommands(program: Command, run: Run): void {
  const deliveries = program.command('deliveries').description('what was sent to webhooks and callbacks');
  const list = deliveries
    .command('list')
    .description('list them, newest first')
    .addOption(new Option('--status <status>', 'how it went').choices(['pending', 'delivered', 'failed']))
    .addOption(
      new Option('--kind <kind>', 'an event, or a callback of a campaign').choices([
        'event',
        'call_status',
        'call_schedule',
        'campaign_status',
      ]),
    )
    .addOption(new Option('--event <type>', 'of this type').choices(WEBHOOK_EVENT_TYPES))
    .option('--endpoint <id>', 'to this webhook', readId)
    .option('--campaign <id>', 'of this campaign', readId)
    .option('--line <id>', 'of this contact', readId)
    .option('--since <instant>', 'stored then or later, like 2026-11-20T00:00:00Z');
  addPageOptions(list).action(run<ListOptions>((context, _args, options) => listDeliveries(context, options)));
  deliveries
    .command('replay')
    .description('send one once more, or all that have failed since then')
    .argument('[id]', 'of one delivery, whatever became of it', readId)
    .option('--failed-since <instant>', 'all that have failed since then, like 2026-11-20T00:00:00Z')
    .option('--endpoint <id>', 'with --failed-since: only to this webhook', readId)
    .option('--campaign <id>', 'with --failed-since: only of this campaign', readId)
    .action(run<ReplayOptions>((context, [id], options) => replay(context, id, options)));
}

async function listDeliveries(context: Context, options: ListOptions): Promise<void> {
  const filter = {
    status: options.status,
    kind: options.kind,
    event_type: options.event,
    endpoint_id: options.endpoint,
    campaign_id: options.campaign,
    line_id: options.line,
    from: options.since,
  };
  await printPages<DeliveryRecord>(context, { path: 'deliveries', filter, options, columns: columnsFor(context) });
}

function columnsFor({ output }: Context): readonly Column<DeliveryRecord>[] {
  return [
    { title: 'Delivery', of: (row) => row.delivery_id },
    { title: 'What', of: (row) => row.event_type ?? row.kind },
    { title: 'Status', of: (row) => row.status, paint: (status) => paintStatus(output, status) },
    { title: 'Tries', of: (row) => row.tries },
    { title: 'Answer', of: (row) => row.last_error ?? row.last_status },
    { title: 'To', of: (row) => row.url, from: 110 },
    { title: 'Stored', of: (row) => localTime(row.created_at), from: 140 },
  ];
}

async function replay({ api, output }: Context, id: string | undefined, options: ReplayOptions): Promise<void> {
  const { failedSince: since, endpoint, campaign } = options;
  if ((id === undefined) === (since === undefined)) {
    throw usageFault('Say which: the id of a delivery, or --failed-since with an instant.');
  }
  if (id !== undefined && (endpoint !== undefined || campaign !== undefined)) {
    throw usageFault('--endpoint and --campaign go with --failed-since.');
  }
  const [path, body] =
    id === undefined
      ? ['deliveries/replay', { since, endpoint_id: endpoint, campaign_id: campaign }]
      : [`deliveries/${id}/replay`, undefined];
  const answer = await api.send<{ message: string }>('POST', path, body);
  if (output.json) output.document(answer);
  else output.text(printable(answer.message));
}
