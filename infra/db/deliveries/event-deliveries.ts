import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { WebhookEvent, WebhookEventType } from '../../../domain/webhook-events';
import type { Queryable } from '../database';
import type { NewDelivery } from '../webhook-tables';
import { insertDeliveries } from './deliveries';

/** Something that happened, for whoever listens. */
export interface Announcement {
  readonly organizationId: number;
  /** Null: it concerns the organization as a whole, and every endpoint of it that asks for its type hears of it. */
  readonly campaignId: number | null;
  readonly lineId?: number | null;
  readonly attemptId?: number | null;
  readonly type: WebhookEventType;
  /** What it happened to: announced again under the same type and key, it is not stored again. */
  readonly key: string;
  readonly at: Date;
  /** When the outbox is to deliver it; null: somebody else does. */
  readonly dueAt: Date | null;
  /** Asked once, and only when somebody listens. */
  readonly data: () => Promise<WebhookEvent['data']>;
}

/** What the announcements of one thing share. */
type Place = Pick<Announcement, 'organizationId' | 'campaignId' | 'lineId' | 'attemptId' | 'dueAt'>;

/** Postgres takes 65,535 parameters, of which a delivery has 12. */
const STORED_AT_ONCE = 500;

interface Listener {
  readonly id: number;
  readonly url: string;
  readonly events: readonly WebhookEventType[];
}

/**
 * Stores one delivery for each active endpoint that hears of an event: those of the organization, and those of its
 * campaign. Where nobody listens it costs one indexed query.
 *
 * @returns the ids of the deliveries; of one that was stored before, its id comes back.
 * @example
 * await announceEvent(trx, {
 *   organizationId, campaignId, type: 'campaign.paused', key: `${eventId}`, at: new Date(), dueAt: new Date(),
 *   data: () => campaignEventData(trx, campaignId, { reason: 'manual' }),
 * });
 */
export async function announceEvent(db: Queryable, announcement: Announcement): Promise<number[]> {
  return announceEvents(db, announcement, [announcement]);
}

/**
 * As `announceEvent`, for several things that happened in one place: one question who listens, one statement to store them
 * all unless they are hundreds.
 */
export async function announceEvents(
  db: Queryable,
  place: Place,
  events: ReadonlyArray<Pick<Announcement, 'type' | 'key' | 'at' | 'data'>>,
): Promise<number[]> {
  if (events.length === 0) return [];
  const listeners = await listenersOf(db, place, [...new Set(events.map(({ type }) => type))]);
  const deliveries: NewDelivery[] = [];
  for (const { type, key, at, data } of events) {
    const hearing = listeners.filter((listener) => listener.events.includes(type));
    if (hearing.length === 0) continue;
    const event: WebhookEvent = { type, timestamp: at.toISOString(), data: await data() };
    const body = JSON.stringify(event);
    for (const { id, url } of hearing) {
      deliveries.push({
        organization_id: place.organizationId,
        // What holds the calls outside of campaigns is shown to nobody.
        campaign_id: event.data.campaign === null ? null : place.campaignId,
        line_id: place.lineId ?? null,
        attempt_id: place.attemptId ?? null,
        kind: 'event',
        endpoint_id: id,
        event_type: type,
        dedupe_key: `event:${type}:${key}:${id}`,
        webhook_id: `msg_${randomUUID()}`,
        url,
        body,
        due_at: place.dueAt,
      });
    }
  }
  const ids: number[] = [];
  for (let first = 0; first < deliveries.length; first += STORED_AT_ONCE) {
    ids.push(...(await insertDeliveries(db, deliveries.slice(first, first + STORED_AT_ONCE))));
  }
  return ids;
}

async function listenersOf(db: Queryable, place: Place, types: readonly WebhookEventType[]): Promise<Listener[]> {
  const { organizationId, campaignId } = place;
  return db
    .selectFrom('webhook_endpoints')
    .select(['id', 'url', 'events'])
    .where('organization_id', '=', organizationId)
    .where('deleted_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where('is_active', '=', true)
    .where(sql<boolean>`events && ${[...types]}::text[]`)
    .$if(campaignId !== null, (query) =>
      query.where((eb) => eb.or([eb('campaign_id', 'is', null), eb('campaign_id', '=', campaignId)])),
    )
    .orderBy('id')
    .execute();
}
