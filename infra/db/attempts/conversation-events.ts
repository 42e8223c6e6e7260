import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { conversationOf, withConversation, type ConversationReport } from '../../../domain/conversation';
import type { WebhookEventType } from '../../../domain/webhook-events';
import type { Database } from '../database';
import { callEventData } from '../deliveries/event-data';
import { announceEvent } from '../deliveries/event-deliveries';
import { storableJson } from '../storable-json';
import type { AttemptRow, Schema } from '../tables';

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

/**
 * Stores what was said or understood in a call, adds it to the call's outcome, and announces it. It may come twice, in any
 * order, and after the end of the call; one of a call that is not known changes nothing.
 *
 * @param now epoch milliseconds: when it came.
 */
export async function storeConversationEvent(
  db: Database,
  event: ConversationEvent,
  now: number = Date.now(),
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const attempt = await trx
      .selectFrom('attempts')
      .selectAll()
      .where('reference', '=', event.reference)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!attempt) return;
    const eventId = await store(trx, attempt, event, event.eventId);
    if (eventId === null) return;
    const outcome = withConversation(attempt.outcome, event);
    if (outcome !== attempt.outcome && outcome !== null) {
      await trx
        .updateTable('attempts')
        .set({ outcome: storableJson(outcome), updated_at: new Date(now) })
        .where('id', '=', attempt.id)
        .execute();
    }
    await announce(trx, attempt, { eventId, report: event, now });
  });
}

/**
 * Stores and announces what a call's outcome tells of the conversation and nobody has told before: some providers report it
 * with the end of the call only.
 *
 * @param now epoch milliseconds.
 */
export async function tellConversation(trx: Transaction<Schema>, attempt: AttemptRow, now: number): Promise<void> {
  for (const report of conversationOf(attempt.outcome)) {
    const eventId = await store(trx, attempt, report, null);
    if (eventId !== null) await announce(trx, attempt, { eventId, report, now });
  }
}

/** @returns null when it was told before. */
async function store(
  trx: Transaction<Schema>,
  attempt: AttemptRow,
  report: ConversationReport,
  providerEventId: string | null,
): Promise<number | null> {
  const stored = await trx
    .insertInto('conversation_events')
    .values({
      organization_id: attempt.organization_id,
      attempt_id: attempt.id,
      type: report.type,
      dedupe_key: dedupeKey(report, providerEventId),
      data: storableJson(dataOf(report)),
    })
    .onConflict((conflict) => conflict.columns(['attempt_id', 'dedupe_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored?.id ?? null;
}

async function announce(
  trx: Transaction<Schema>,
  attempt: AttemptRow,
  told: { readonly eventId: number; readonly report: ConversationReport; readonly now: number },
): Promise<void> {
  const { eventId, report, now } = told;
  await announceEvent(trx, {
    organizationId: attempt.organization_id,
    campaignId: attempt.campaign_id,
    lineId: attempt.line_id,
    attemptId: attempt.id,
    type: EVENT_TYPES[report.type],
    key: `${eventId}`,
    at: new Date(now),
    dueAt: new Date(),
    data: () => callEventData(trx, attempt.id, { [report.type]: dataOf(report) }),
  });
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
