import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { conversationOf, withConversation, type ConversationReport } from '../../../domain/conversation';
import type { WebhookEvent, WebhookEventType } from '../../../domain/webhook-events';
import type { Database } from '../database';
import { callEventData, turnEventData } from '../deliveries/event-data';
import { announceEvents } from '../deliveries/event-deliveries';
import { storableJson } from '../storable-json';
import type { AttemptRow } from '../line-tables';
import type { Schema } from '../schema';
import { attemptsOf, type EventSource } from './event-source';

/** What a provider tells of a conversation, verified and read. */
export type ConversationEvent = {
  /** Our own reference of the attempt. */
  readonly reference: string;
  /** The provider's own id of the event; null without one. */
  readonly eventId: string | null;
} & ConversationReport;

const EVENT_TYPES = {
  transcript: 'conversation.transcript',
  intent: 'conversation.intent_detected',
  entity: 'conversation.entity_captured',
} as const satisfies Record<ConversationReport['type'], WebhookEventType>;

/** Transcript and outcome of a call, as JSON: longer ones are no part of the events of its intents and entities. */
const LONG_TEXTS_LENGTH = 32_000;

/**
 * Stores what was said or understood in a call, adds it to the call's outcome, and announces it. It may come twice, in any
 * order, and after the end of the call; one of a call that is not the source's changes nothing.
 *
 * @param now epoch milliseconds: when it came.
 */
export async function storeConversationEvent(
  db: Database,
  event: ConversationEvent,
  source: EventSource,
  now: number = Date.now(),
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const attempt = await trx
      .selectFrom('attempts')
      .selectAll()
      .where('reference', '=', event.reference)
      .where(attemptsOf(source))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!attempt) return;
    const stored = await store(trx, attempt, [event], event.eventId);
    if (stored.length === 0) return;
    const outcome = withConversation(attempt.outcome, event);
    if (outcome !== attempt.outcome && outcome !== null) {
      await trx
        .updateTable('attempts')
        .set({ outcome: storableJson(outcome), updated_at: new Date(now) })
        .where('id', '=', attempt.id)
        .execute();
    }
    await announce(trx, attempt, stored, now);
  });
}

/**
 * Stores and announces what a call's outcome tells of the conversation and nobody has told before: some providers report it
 * with the end of the call only. However much it tells, it costs a handful of statements: attempt and line are locked
 * meanwhile.
 *
 * @param now epoch milliseconds.
 * @returns how much of it was left out, for the log: beyond a hundred reports of one call, or too large.
 */
export async function tellConversation(trx: Transaction<Schema>, attempt: AttemptRow, now: number): Promise<number> {
  const { reports, dropped } = conversationOf(attempt.outcome);
  await announce(trx, attempt, await store(trx, attempt, reports, null), now);
  return dropped;
}

/** Something that was told for the first time. */
interface StoredReport {
  readonly id: number;
  readonly report: ConversationReport;
}

/** @returns those that were not told before. */
async function store(
  trx: Transaction<Schema>,
  attempt: AttemptRow,
  reports: readonly ConversationReport[],
  providerEventId: string | null,
): Promise<StoredReport[]> {
  if (reports.length === 0) return [];
  const byKey = new Map(reports.map((report) => [dedupeKey(report, providerEventId), report]));
  const rows = await trx
    .insertInto('conversation_events')
    .values(
      [...byKey].map(([dedupe_key, report]) => ({
        organization_id: attempt.organization_id,
        attempt_id: attempt.id,
        type: report.type,
        dedupe_key,
        data: storableJson(dataOf(report)),
      })),
    )
    .onConflict((conflict) => conflict.columns(['attempt_id', 'dedupe_key']).doNothing())
    .returning(['id', 'dedupe_key'])
    .execute();
  return rows.map(({ id, dedupe_key }) => ({ id, report: byKey.get(dedupe_key)! }));
}

async function announce(
  trx: Transaction<Schema>,
  attempt: AttemptRow,
  told: readonly StoredReport[],
  now: number,
): Promise<void> {
  const readData = dataReader(trx, attempt.id);
  const place = {
    organizationId: attempt.organization_id,
    campaignId: attempt.campaign_id,
    lineId: attempt.line_id,
    attemptId: attempt.id,
    dueAt: new Date(),
  };
  await announceEvents(
    trx,
    place,
    told.map(({ id, report }) => ({
      type: EVENT_TYPES[report.type],
      key: `${id}`,
      at: new Date(now),
      data: async () => ({ ...(await readData(report)), [report.type]: dataOf(report) }),
    })),
  );
}

/** The call that a report belongs to: read once for all of them. */
function dataReader(trx: Transaction<Schema>, attemptId: number) {
  let whole: Promise<WebhookEvent['data']> | null = null;
  let brief: Promise<WebhookEvent['data']> | null = null;
  return (report: ConversationReport): Promise<WebhookEvent['data']> => {
    if (isTurn(report)) return turnEventData(trx, attemptId);
    whole ??= callEventData(trx, attemptId);
    return report.type === 'transcript' ? whole : (brief ??= whole.then(withoutLongTexts));
  };
}

function isTurn(report: ConversationReport): boolean {
  return report.type === 'transcript' && !report.transcript.complete;
}

/** A hundred intents and entities would tell the same long texts a hundred times. */
function withoutLongTexts(data: WebhookEvent['data']): WebhookEvent['data'] {
  const { transcript, post_call_outcomes } = data.call ?? {};
  if (JSON.stringify([transcript, post_call_outcomes]).length <= LONG_TEXTS_LENGTH) return data;
  return { ...data, call: { ...data.call, transcript: null, post_call_outcomes: null } };
}

function dataOf(report: ConversationReport): object {
  switch (report.type) {
    case 'transcript': {
      const { atS: at_s, ...transcript } = report.transcript;
      return { ...transcript, at_s };
    }
    case 'intent':
      return report.intent;
    case 'entity':
      return report.entity;
  }
}

/**
 * By which the same thing is known again, told live, with the end of the call or after it: the text of a whole transcript,
 * the name of an intent, an entity with its value. Only turns may be said twice: they go by the provider's id.
 */
function dedupeKey(report: ConversationReport, providerEventId: string | null): string {
  const [kind, content] = identityOf(report, providerEventId);
  return `${kind}:${createHash('sha256').update(canonicalJson(content)).digest('hex')}`;
}

function identityOf(report: ConversationReport, providerEventId: string | null): readonly [string, unknown] {
  switch (report.type) {
    case 'transcript': {
      const { transcript } = report;
      if (transcript.complete) return ['transcript', transcript.text];
      return providerEventId === null ? ['turn', transcript] : ['turn_id', providerEventId];
    }
    case 'intent':
      return ['intent', report.intent.name];
    case 'entity':
      return ['entity', [report.entity.name, report.entity.value]];
  }
}

/** The same for equal values: Postgres gives the fields of an object back in an order of its own. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
