import type { Logger } from '../../../infra/observability/logger';
import { Problem } from '../http/problem';
import { createTurns } from '../http/turns';
import { CampaignFeed } from './campaign-feed';
import type { EventId } from './event-text';
import type { FeedListener } from './feed-listener';
import { createFeedSource, type FeedWorld } from './feed-source';

const MAX_LISTENERS = 1_000;
/** Nobody takes all of them. */
const MAX_LISTENERS_OF_ORGANIZATION = 250;

/** The feeds of a process: one for each campaign that somebody follows. */
export interface CampaignFeeds {
  /** Campaigns that are looked at. */
  readonly size: number;
  /**
   * Follows a campaign. To be closed.
   *
   * @param last the last event that the listener has received; null when it has just come.
   * @throws Problem 503 when as many listen as may, here or of the organization.
   */
  listen(campaign: { readonly id: number; readonly organizationId: number }, last: EventId | null): FeedListener;
}

/** Looks at campaigns while they are followed, each once however many follow it. */
export function createCampaignFeeds(deps: Omit<FeedWorld, 'takeTurns'> & { readonly logger: Logger }): CampaignFeeds {
  const world = { ...deps, takeTurns: createTurns() };
  const feeds = new Map<number, CampaignFeed>();
  const listeners = createLimits();
  return {
    get size() {
      return feeds.size;
    },
    listen(campaign, last) {
      const { organizationId } = campaign;
      listeners.add(organizationId);
      const feed =
        feeds.get(campaign.id) ??
        new CampaignFeed(createFeedSource(world, campaign), deps.logger, () => feeds.delete(campaign.id));
      feeds.set(campaign.id, feed);
      return feed.join(last, () => listeners.remove(organizationId));
    },
  };
}

/** Counts those who listen. */
function createLimits() {
  const byOrganization = new Map<number, number>();
  let all = 0;
  return {
    /** @throws Problem 503. */
    add(organizationId: number): void {
      const own = byOrganization.get(organizationId) ?? 0;
      if (own >= MAX_LISTENERS_OF_ORGANIZATION) throw tooMany(`${own} streams of your organization`);
      if (all >= MAX_LISTENERS) throw tooMany(`${all} streams`);
      byOrganization.set(organizationId, own + 1);
      all += 1;
    },
    remove(organizationId: number): void {
      const left = (byOrganization.get(organizationId) ?? 0) - 1;
      if (left > 0) byOrganization.set(organizationId, left);
      else byOrganization.delete(organizationId);
      all -= 1;
    },
  };
}

function tooMany(streams: string): Problem {
  const detail = `${streams} are open here already. Try again later, or ask for what you need.`;
  return new Problem(503, 'too_many_streams', detail, { headers: { 'Retry-After': '5' } });
}
