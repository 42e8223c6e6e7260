import type { ApiDependencies } from '../dependencies';
import { defineOperation, streamRoute, type Route } from '../http/operation';
import { createCampaignFeeds } from '../live/campaign-feeds';
import { eventStream } from '../live/event-stream';
import { readEventId } from '../live/event-text';
import { campaignEventsQuery, campaignStreamEvent } from '../schemas/campaign-events';
import { requireCampaign } from './campaigns';

/** So often whoever listens is looked up again, too. */
const ALIVE_EVERY_MS = 15_000;
/** So long a stream has to end by itself when the process is to end. */
const CUT_OFF_AFTER_MS = 1_000;

const eventsOperation = defineOperation({
  id: 'streamCampaignEvents',
  method: 'get',
  path: '/calls/bulk_call/{id}/events',
  tag: 'campaigns',
  summary: 'Follow a campaign as it changes (server-sent events)',
  description:
    'Begins with `campaign` and `figures`, then tells what changes: `lines` that came or changed, the campaign, its ' +
    'figures. `reset` says that too much has changed to be told: fetch everything anew. `Last-Event-ID` goes on where a ' +
    'stream broke off, on any instance of the API. No line that changes is left out; one may come twice.',
  scope: 'read',
  query: campaignEventsQuery,
  streams: 'text/event-stream',
  answer: campaignStreamEvent,
});

/** A campaign as it changes. */
export function campaignEventsRoute(deps: ApiDependencies): Route {
  const feeds = createCampaignFeeds(deps);
  return streamRoute(eventsOperation, async ({ id, query, caller, db, gone, lastEventId, isStillAllowed }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    const { organizationId } = caller;
    const listener = feeds.listen({ id: campaign.id, organizationId }, readEventId(lastEventId ?? query.last_event_id));
    // Also where the client has gone before the stream has begun.
    onAbort(gone, () => listener.close());
    const endings = deps.closing ? [gone, deps.closing] : [gone];
    const chunks = eventStream(listener, { endings, isStillAllowed, aliveEveryMs: ALIVE_EVERY_MS });
    return { chunks, ...(deps.closing && { cutOff: sometimeAfter(deps.closing, gone) }) };
  });
}

function onAbort(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
}

/** Whoever takes nothing would hold the process until it is killed. */
function sometimeAfter(closing: AbortSignal, gone: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const act = (): void => void setTimeout(() => controller.abort(), CUT_OFF_AFTER_MS).unref();
  onAbort(closing, act);
  onAbort(gone, () => closing.removeEventListener('abort', act));
  return controller.signal;
}
