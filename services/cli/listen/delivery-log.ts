import { setTimeout as delay } from 'node:timers/promises';
import type { CursorPage, DeliveryRecord } from '../api-records';
import type { Context } from '../context';
import { CliFailure } from '../failure';
import { EXIT_CODES } from '../exit-codes';
import type { Heard, Wanted } from './forward';

const EVERY_MS = 1_000;
/** What is stored together is seen at once; what was begun before may be seen after. */
const LOOK_BACK_MS = 30_000;
const LARGEST_PAGE = 150;

/**
 * Reads the log of deliveries every second, and passes on what has come, oldest first.
 *
 * @throws CliFailure when the API refuses; the signal's reason when stopped.
 */
export async function listenToLog(
  context: Context,
  wanted: Wanted,
  pass: (heard: Heard) => Promise<void>,
): Promise<void> {
  const { output, signal } = context;
  output.note(
    'Reading the log of deliveries; Ctrl-C ends it. While nothing is sent to anybody, nothing is heard here.',
  );
  const known = new Map<number, number>();
  // What lies in the log already was heard by others.
  let newest = await newestInLog(context, wanted);
  for (const { delivery_id, created_at } of await newDeliveries(context, wanted, newest)) {
    known.set(delivery_id, Date.parse(created_at));
  }
  for (;;) {
    await delay(EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    const found = await whileAway(context, () => newDeliveries(context, wanted, newest));
    for (const { delivery_id, created_at, ...delivery } of found.reverse()) {
      if (known.has(delivery_id)) continue;
      known.set(delivery_id, Date.parse(created_at));
      newest = Math.max(newest, Date.parse(created_at));
      const what = delivery.event_type ?? delivery.kind;
      if (!isWanted(wanted, delivery)) continue;
      const path = `deliveries/${delivery_id}`;
      const { body } = (await context.api.get<{ delivery: { body: object } }>(path)).delivery;
      await pass({ webhookId: delivery.webhook_id, what, body: JSON.stringify(body) });
    }
    for (const [id, at] of known) if (at < newest - 2 * LOOK_BACK_MS) known.delete(id);
  }
}

/** When the newest was stored, by the clock that stores them; 0 for an empty log. */
async function newestInLog({ api }: Context, { campaign }: Wanted): Promise<number> {
  const query = { pagesize: 1, campaign_id: campaign };
  const { records } = await api.get<CursorPage<DeliveryRecord>>('deliveries', query);
  return records[0] ? Date.parse(records[0].created_at) : 0;
}

/** Newest first, with some that are known. */
async function newDeliveries({ api }: Context, { campaign }: Wanted, since: number): Promise<DeliveryRecord[]> {
  const from = new Date(Math.max(0, since - LOOK_BACK_MS)).toISOString();
  const found: DeliveryRecord[] = [];
  let cursor: string | undefined;
  do {
    const query = { pagesize: LARGEST_PAGE, campaign_id: campaign, from, cursor };
    const page = await api.get<CursorPage<DeliveryRecord>>('deliveries', query);
    found.push(...page.records);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

/** Callbacks of campaigns have no type: who asked for some events does not want them. */
function isWanted({ events, chosen }: Wanted, { event_type }: Pick<DeliveryRecord, 'event_type'>): boolean {
  return event_type === null ? !chosen : event_type === 'webhook.test' || events.some((type) => type === event_type);
}

/** An API that is away for a while is asked again; what happened meanwhile is in its log. */
async function whileAway({ output, signal }: Context, ask: () => Promise<DeliveryRecord[]>): Promise<DeliveryRecord[]> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    const passes =
      error instanceof CliFailure && (error.exitCode === EXIT_CODES.unreachable || (error.problem?.status ?? 0) >= 500);
    if (!passes) throw error;
    output.note(`The API is away (${error.code}), trying again`);
    return [];
  }
}
