import { z } from 'zod';
import { campaignRecord } from './campaign';
import { campaignFigures } from './campaign-figures';
import { lineRecord } from './line';

/** Lines in one event. */
export const MAX_LINES_OF_EVENT = 150;

export const campaignEventsQuery = z.object({
  last_event_id: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'As the header `Last-Event-ID`, which wins: for clients that cannot set it.' }),
});

const eventId = z.string().meta({ description: 'For `Last-Event-ID`. Any instance of the API understands it.' });

const reset = z
  .object({
    reason: z.enum(['too_far_behind', 'unknown_event_id']).meta({
      description: 'More than 2,000 lines have changed since, or the id of the last event is none of ours.',
    }),
  })
  .meta({ id: 'CampaignStreamReset' });

const changedLines = z
  .object({ lines: z.array(lineRecord).max(MAX_LINES_OF_EVENT) })
  .meta({ id: 'ChangedLines', description: 'Lines that were added or changed, as they are now. One may come twice.' });

/** One event of the stream. On the wire `data` is JSON. */
export const campaignStreamEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('campaign'), id: eventId, data: campaignRecord }),
    z.object({ event: z.literal('figures'), id: eventId, data: campaignFigures }),
    z.object({ event: z.literal('lines'), id: eventId, data: changedLines }),
    z.object({ event: z.literal('reset'), id: eventId, data: reset }),
  ])
  .meta({ id: 'CampaignStreamEvent', description: 'One server-sent event; `data` is JSON on the wire.' });
