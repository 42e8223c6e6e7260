import { setTimeout as delay } from 'node:timers/promises';
import logUpdate from 'log-update';
import { hasEnded, type CursorPage, type LineCounts, type LineRecord } from '../api-records';
import type { Context } from '../context';
import { paintStatus } from '../status-colors';

/** Contacts that may still be called. */
const OPEN = ['queued', 'in_progress', 'retry_scheduled', 'callback_scheduled'] as const;
type OpenStatus = (typeof OPEN)[number];

/** A contact that goes from one of them to another between two questions is seen by the next look. */
const QUIET_LOOKS = 2;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const LARGEST_PAGE = 150;

interface LiveStatus {
  readonly campaign_status: string;
  readonly summary: LineCounts;
}

/** Which contacts came with a file: those that were stored while it was read. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Waits until no contact of an import may be called any more, or its campaign has ended. */
export async function waitForContacts(
  context: Context,
  campaignId: number,
  imported: { readonly import_id: number },
): Promise<void> {
  const { api, output, signal } = context;
  const path = `calls/bulk_call/${campaignId}`;
  const { created_at, finished_at } = await api.get<{ created_at: string; finished_at: string | null }>(
    `${path}/imports/${imported.import_id}`,
  );
  const span = { from: Date.parse(created_at), to: finished_at === null ? Infinity : Date.parse(finished_at) };
  const cursors = new Map<OpenStatus, string>();
  const draw = output.json ? null : logUpdate.create(output.stdout);
  let quietLooks = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const live = await api.get<LiveStatus>(`bulk-call/${campaignId}/live-status`);
    draw?.(pictureOf(context, live));
    const ended = hasEnded(live.campaign_status);
    if (ended || !mayCall(live.summary) || quietLooks === QUIET_LOOKS) {
      draw?.done();
      const { campaign_status, summary } = live;
      if (output.json)
        output.document({ waited: ended ? 'campaign_ended' : 'contacts_done', campaign_status, summary });
      else output.text(ended ? 'The campaign has ended.' : 'Every contact of the file is done with.');
      return;
    }
    if (await anyOpen(context, path, span, cursors)) quietLooks = 0;
    else [quietLooks, pauseMs] = [quietLooks + 1, FIRST_PAUSE_MS];
    await delay(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

function mayCall({ queued, in_progress, waiting_retry, waiting_callback }: LineCounts): boolean {
  return queued + in_progress + waiting_retry + waiting_callback > 0;
}

async function anyOpen(context: Context, path: string, span: Span, cursors: Map<OpenStatus, string>): Promise<boolean> {
  for (const status of OPEN) if (await hasOpenLine(context, { path, status, span, cursors })) return true;
  return false;
}

/**
 * Whether a contact of the span has this status. Contacts come in the order in which they were stored, so those before the
 * span are gone through once: the cursor behind them is kept.
 */
async function hasOpenLine(
  { api, signal }: Context,
  search: {
    readonly path: string;
    readonly status: OpenStatus;
    readonly span: Span;
    readonly cursors: Map<OpenStatus, string>;
  },
): Promise<boolean> {
  const { path, status, span, cursors } = search;
  for (;;) {
    signal.throwIfAborted();
    const query = { call_status: status, pagesize: LARGEST_PAGE, cursor: cursors.get(status) };
    const page = await api.get<CursorPage<LineRecord>>(`${path}/lines`, query);
    const times = page.records.map(({ created_at }) => Date.parse(created_at));
    if (times.some((at) => at >= span.from && at <= span.to)) return true;
    const isBehind = times.some((at) => at > span.to);
    if (isBehind || page.next_cursor === null) return false;
    cursors.set(status, page.next_cursor);
  }
}

function pictureOf({ output }: Context, { campaign_status, summary }: LiveStatus): string {
  const { total_contacts, queued, in_progress, waiting_retry, waiting_callback } = summary;
  const waiting = waiting_retry + waiting_callback;
  const done = total_contacts - queued - in_progress - waiting;
  return `${paintStatus(output, campaign_status)}  ${queued} queued, ${in_progress} in progress, ${waiting} called again later, ${done} done`;
}
