import { sql } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { WebhookEvent, WebhookEventType } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import { callEventData, campaignEventData, turnEventData } from './event-data';

/** Whose past is looked through. */
interface Past {
  readonly organizationId: number;
  /** Null: of every campaign. */
  readonly campaignId: number | null;
}

/** How many of the newest calls or deliveries are looked through: a type that never came must not cost all of them. */
const LOOKED_THROUGH = 10_000;
const ANSWERED: readonly Disposition[] = ['completed', 'voicemail'];
const CONVERSATION_TYPES = {
  'conversation.transcript': 'transcript',
  'conversation.intent_detected': 'intent',
  'conversation.entity_captured': 'entity',
} as const;

/**
 * The newest event of a type, told anew: with what is known today. Events that leave no trace of their own but in their
 * deliveries are shown with the newest call.
 *
 * @returns null when nothing of the kind has happened yet.
 */
export async function newestEvent(db: Queryable, past: Past, type: WebhookEventType): Promise<WebhookEvent | null> {
  if (type in CONVERSATION_TYPES) return newestOfConversation(db, past, type as keyof typeof CONVERSATION_TYPES);
  if (type.startsWith('campaign.')) return newestOfCampaign(db, past, type);
  if (type.startsWith('call.')) return newestOfCall(db, past, type);
  return (await newestDelivered(db, past, type)) ?? (await newestOfCall(db, past, type));
}

/** An event of one call of the organization; null when there is no such call. */
export async function eventOfCall(
  db: Queryable,
  organizationId: number,
  attemptId: number,
  type: WebhookEventType,
): Promise<WebhookEvent | null> {
  const attempt = await db
    .selectFrom('attempts')
    .select(['id', 'created_at', 'ended_at'])
    .where('id', '=', attemptId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return attempt ? callEvent(db, attempt, type) : null;
}

async function newestOfCall(db: Queryable, past: Past, type: WebhookEventType): Promise<WebhookEvent | null> {
  const wanted = db.selectFrom(recentCalls(db, past).as('attempts')).selectAll();
  const matching = {
    'call.ended': () =>
      wanted
        .where('status', '=', 'ended')
        .where((eb) => eb.or([eb('disposition', 'in', ANSWERED), eb('answered_at', 'is not', null)])),
    'call.failed': () =>
      wanted
        .where('status', '=', 'ended')
        .where('answered_at', 'is', null)
        .where('disposition', 'not in', [...ANSWERED, 'no_capacity']),
    'call.voicemail_detected': () => wanted.where('disposition', '=', 'voicemail'),
    'call.started': () => wanted.where('provider_call_id', 'is not', null),
  };
  const query = type in matching ? matching[type as keyof typeof matching]() : wanted;
  const attempt = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  return attempt ? callEvent(db, attempt, type) : null;
}

/** In the order of an index that begins with whose they are: nobody else's calls are read. */
function recentCalls(db: Queryable, { organizationId, campaignId }: Past) {
  return db
    .selectFrom('attempts')
    .select(['id', 'created_at', 'ended_at', 'status', 'disposition', 'answered_at', 'provider_call_id'])
    .where('organization_id', '=', organizationId)
    .$if(campaignId !== null, (query) => query.where('campaign_id', '=', campaignId ?? 0).orderBy('ended_at', 'desc'))
    .$if(campaignId === null, (query) => query.orderBy('id', 'desc'))
    .limit(LOOKED_THROUGH);
}

async function callEvent(
  db: Queryable,
  attempt: { readonly id: number; readonly created_at: Date; readonly ended_at: Date | null },
  type: WebhookEventType,
): Promise<WebhookEvent> {
  const at = type === 'call.started' ? attempt.created_at : (attempt.ended_at ?? attempt.created_at);
  return { type, timestamp: at.toISOString(), data: await callEventData(db, attempt.id) };
}

async function newestOfConversation(
  db: Queryable,
  past: Past,
  type: keyof typeof CONVERSATION_TYPES,
): Promise<WebhookEvent | null> {
  const part = CONVERSATION_TYPES[type];
  const told = await db
    .selectFrom('conversation_events')
    .select(['attempt_id', 'data', 'created_at'])
    .where('organization_id', '=', past.organizationId)
    .where('type', '=', part)
    .$if(past.campaignId !== null, (query) =>
      query.where('attempt_id', 'in', (eb) => eb.selectFrom(recentCalls(db, past).as('recent')).select('recent.id')),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!told) return null;
  const readData = part === 'transcript' && told.data['complete'] === false ? turnEventData : callEventData;
  const data = await readData(db, told.attempt_id, { [part]: told.data });
  return { type, timestamp: told.created_at.toISOString(), data };
}

async function newestOfCampaign(db: Queryable, past: Past, type: WebhookEventType): Promise<WebhookEvent | null> {
  const happened = await db
    .selectFrom('campaign_events')
    .select(['campaign_id', 'data', 'created_at'])
    .where(ofPast('campaign_events', past))
    .where('type', '=', type)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!happened) return null;
  const data = await campaignEventData(db, happened.campaign_id, happened.data);
  return { type, timestamp: happened.created_at.toISOString(), data };
}

async function newestDelivered(db: Queryable, past: Past, type: WebhookEventType): Promise<WebhookEvent | null> {
  const recent = db
    .selectFrom('deliveries')
    .select(['id', 'event_type'])
    .where(ofPast('deliveries', past))
    .orderBy('id', 'desc')
    .limit(LOOKED_THROUGH);
  const delivery = await db
    .selectFrom(recent.as('recent'))
    .innerJoin('deliveries', 'deliveries.id', 'recent.id')
    .select('deliveries.body')
    .where('recent.event_type', '=', type)
    .orderBy('recent.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (delivery?.body as unknown as WebhookEvent | undefined) ?? null;
}

function ofPast(table: string, { organizationId, campaignId }: Past) {
  const organization = sql<boolean>`${sql.ref(`${table}.organization_id`)} = ${organizationId}`;
  if (campaignId === null) return organization;
  return sql<boolean>`(${organization} and ${sql.ref(`${table}.campaign_id`)} = ${campaignId})`;
}
