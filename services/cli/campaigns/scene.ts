import type { CampaignRecord, LineCounts, LineRecord } from '../api-records';
import type { Output } from '../output';
import { clip, printable } from '../printable';
import { paintStatus } from '../status-colors';
import { localMoment, localTime, tableOf, type Column } from '../table';

/** What `figures` events have. */
export interface Figures {
  readonly counts: LineCounts;
  readonly calls: { readonly in_progress: number; readonly per_minute: number; readonly answer_rate: number | null };
  readonly retries_due: number;
  readonly callbacks_due: number;
}

/** Everything that `campaigns watch` shows. */
export interface Scene {
  readonly campaign: CampaignRecord | null;
  readonly figures: Figures | null;
  /** Newest change first. */
  readonly lines: readonly LineRecord[];
  /** Why the connection is gone; null while it is there. */
  readonly lost: string | null;
}

/** A campaign as it stands, as the lines of a picture. */
export function drawScene(output: Output, scene: Scene): string {
  const { campaign, figures, lines, lost } = scene;
  return [
    campaign ? headOf(output, campaign) : output.colors.dim('waiting for the campaign'),
    ...(figures ? figuresOf(output, figures) : []),
    ...(lines.length > 0 ? [tableOf(output, columnsFor(output), lines)] : []),
    lost === null
      ? output.colors.dim('Ctrl-C ends watching; the campaign goes on.')
      : output.colors.yellow(clip(`connection lost (${printable(lost)}), trying again`, output.columns)),
  ].join('\n');
}

function headOf(output: Output, { name, status, status_reason: reason }: CampaignRecord): string {
  const head = `${output.colors.bold(clip(printable(name), output.columns - status.length - 2))}  ${paintStatus(output, status)}`;
  if (!reason) return head;
  const until = reason.until === null ? '' : ` Until ${localMoment(reason.until)}.`;
  return `${head}\n${clip(printable(`${reason.text}${until}`), output.columns)}`;
}

function figuresOf(output: Output, { counts, calls, retries_due, callbacks_due }: Figures): string[] {
  const { total_contacts, queued, waiting_retry, waiting_callback, completed, voicemail, busy, no_answer } = counts;
  const rate = calls.answer_rate === null ? 'no calls yet' : `${Math.round(calls.answer_rate * 100)} % answered`;
  const line = (entries: ReadonlyArray<readonly [string, number | string]>): string =>
    entries.map(([name, value]) => `${output.colors.bold(String(value))} ${name}`).join('  ');
  return [
    line([
      ['contacts', total_contacts],
      ['queued', queued],
      ['in progress', calls.in_progress],
      ['completed', completed],
    ]),
    line([
      ['retry later', waiting_retry],
      ['callbacks', waiting_callback],
      ['busy', busy],
      ['no answer', no_answer],
      ['voicemail', voicemail],
      ['failed', counts.failed],
      ['other', counts.other],
    ]),
    `${line([['calls a minute', calls.per_minute]])}  ${rate}  ${line([
      ['retries due', retries_due],
      ['callbacks due', callbacks_due],
    ])}`,
  ];
}

function columnsFor(output: Output): readonly Column<LineRecord>[] {
  return [
    { title: 'Line', of: (line) => line.line_id },
    { title: 'Number', of: (line) => line.to_number },
    { title: 'Status', of: (line) => line.call_status, paint: (status) => paintStatus(output, status) },
    { title: 'Calls', of: (line) => line.attempts },
    { title: 'Next call', of: (line) => localTime(line.next_attempt_at), from: 80 },
  ];
}
