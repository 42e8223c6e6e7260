import { sql } from 'kysely';
import type { Queryable } from '../database';
import { campaignEventData } from '../deliveries/event-data';
import { announceEvent } from '../deliveries/event-deliveries';

/** What happens to a campaign as a whole (spec/webhooks, "Webhook module"). */
export type CampaignEventType =
  | 'campaign.started'
  | 'campaign.paused'
  | 'campaign.resumed'
  | 'campaign.auto_paused'
  | 'campaign.waiting'
  | 'campaign.quota_reached'
  | 'campaign.completed'
  | 'campaign.cancelled'
  | 'campaign.failed';

/**
 * Notes an event for its owner, and announces it to endpoints. The caller says what happened in `data`: ids, codes and
 * counts only. Of what holds the calls outside of campaigns nobody hears: it is no campaign of anybody.
 */
export async function recordCampaignEvent(
  db: Queryable,
  campaign: { readonly id: number; readonly organization_id: number },
  type: CampaignEventType,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const event = await db
    .insertInto('campaign_events')
    .columns(['organization_id', 'campaign_id', 'type', 'data'])
    .expression((eb) =>
      eb
        .selectFrom('campaigns')
        .select(['organization_id', 'id', sql.val(type).as('type'), sql`${JSON.stringify(data)}::jsonb`.as('data')])
        .where('id', '=', campaign.id)
        .where('is_direct', '=', false),
    )
    .returning(['id', 'created_at'])
    .executeTakeFirst();
  if (!event) return;
  await announceEvent(db, {
    organizationId: campaign.organization_id,
    campaignId: campaign.id,
    type,
    key: `${event.id}`,
    at: event.created_at,
    dueAt: event.created_at,
    data: () => campaignEventData(db, campaign.id, data),
  });
}

/** True when the start of a campaign has been noted. */
export async function hasCampaignStarted(db: Queryable, campaignId: number): Promise<boolean> {
  const started = await db
    .selectFrom('campaign_events')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('type', '=', 'campaign.started')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return started !== undefined;
}
