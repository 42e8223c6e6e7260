import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { conversationOf, withConversation, type ConversationReport } from '../../../domain/conversation';
import type { WebhookEventType } from '../../../domain/webhook-events';
import { announceInbound, type InboundHappened } from '../deliveries/inbound-announcements';
import type { InboundCallRow, SpokenTurn } from '../provider-tables';
import { storableJson } from '../storable-json';
import type { Schema } from '../schema';

type Report = ConversationReport & { readonly eventId: string | null };

/** No conversation of people has as many. */
const MAX_TURNS = 1_000;

const EVENT_TYPES = {
  transcript: 'conversation.transcript',
  intent: 'conversation.intent_detected',
  entity: 'conversation.entity_captured',
} as const satisfies Record<ConversationReport['type'], WebhookEventType>;

/**
 * Adds what a provider tells of a conversation to the outcome of its call. It is announced with the end of the call, once,
 * and at once where it comes later. The caller holds the call's lock.
 *
 * @param now epoch milliseconds.
 */
export async function addReport(
  trx: Transaction<Schema>,
  call: InboundCallRow,
  report: Report,
  now: number,
): Promise<void> {
  const turns = withTurn(call.turns, report);
  const added = withConversation(call.outcome, report);
  if (turns === call.turns && added === call.outcome) return;
  const isLateTurn = turns !== call.turns && call.status === 'ended';
  // It belongs to the transcript that was put together at the end, unless the provider has told one.
  const isOwn = (call.outcome?.['transcript'] ?? null) === spokenOf(call.turns);
  const outcome = isLateTurn && isOwn ? { ...added, transcript: spokenOf(turns) } : added;
  await trx
    .updateTable('inbound_calls')
    .set({
      turns: storableJson(turns),
      outcome: outcome && storableJson(outcome),
      updated_at: new Date(now),
    })
    .where('id', '=', call.id)
    .execute();
  if (call.status === 'ended' && !isLateTurn) await tellConversation(trx, { ...call, outcome }, new Date(now));
}

/** Announces what a call's outcome tells of the conversation and was not announced before. */
export async function tellConversation(trx: Transaction<Schema>, call: InboundCallRow, at: Date): Promise<void> {
  const { reports } = conversationOf(call.outcome);
  await announceInbound(
    trx,
    call,
    reports.map((report) => happened(report, at)),
  );
}

/**
 * What was said, turn by turn; null where nobody has told it.
 *
 * @example spokenOf([{ key: '1', speaker: 'agent', text: 'Hello', atS: 0 }]) // 'agent: Hello'
 */
export function spokenOf(turns: readonly SpokenTurn[]): string | null {
  if (turns.length === 0) return null;
  const inOrder = turns.map((turn, index) => ({ ...turn, index }));
  inOrder.sort((left, right) => (left.atS ?? Infinity) - (right.atS ?? Infinity) || left.index - right.index);
  return inOrder.map(({ speaker, text }) => (speaker === null ? text : `${speaker}: ${text}`)).join('\n');
}

/** The turns themselves where the report is none, or was told before. */
function withTurn(turns: readonly SpokenTurn[], report: Report): readonly SpokenTurn[] {
  if (report.type !== 'transcript' || report.transcript.complete || turns.length >= MAX_TURNS) return turns;
  const { speaker, text, atS } = report.transcript;
  const key = report.eventId ?? digestOf([speaker, text, atS]);
  return turns.some((turn) => turn.key === key) ? turns : [...turns, { key, speaker, text, atS }];
}

function happened(report: ConversationReport, at: Date): InboundHappened {
  const [told, which] = toldOf(report);
  return { type: EVENT_TYPES[report.type], at, which: digestOf(which), more: { [report.type]: told } };
}

/** What is told of a report, and by what it is known again. */
function toldOf(report: ConversationReport): readonly [told: object, which: unknown] {
  switch (report.type) {
    case 'transcript': {
      const { atS: at_s, ...transcript } = report.transcript;
      return [{ ...transcript, at_s }, transcript.text];
    }
    case 'intent':
      return [report.intent, report.intent.name];
    case 'entity':
      return [report.entity, [report.entity.name, report.entity.value]];
  }
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
