import { z } from 'zod';
import { callbackFigures, lineCounts } from './campaign';
import { success, timestamp } from './common';

const minuteOfCalls = z.object({
  minute: timestamp.meta({ description: 'When it began.' }),
  calls: z.int().meta({ description: 'Attempts that ended in it.' }),
  answered: z.int(),
});

const figures = {
  counts: lineCounts,
  callback_figures: callbackFigures,
  calls: z.object({
    in_progress: z.int().meta({ description: 'Calls that are asked for, ring or talk.' }),
    per_minute: z.number().meta({ description: 'Attempts that ended, a minute, over the last five.' }),
    answer_rate: z.number().nullable().meta({
      description: '0 to 1: answered by a person, of the attempts that ended in the last hour; null without any.',
    }),
    last_hour: z.array(minuteOfCalls).meta({ description: 'Sixty minutes in order; the last one still runs.' }),
  }),
  retries_due: z.int().meta({ description: 'Lines whose retry is due, or comes within an hour.' }),
  callbacks_due: z.int().meta({ description: 'Lines whose callback is due, or comes within an hour.' }),
};

/** What the stream of a campaign sends, and what `/figures` answers beside its status. */
export const campaignFigures = z.object(figures).meta({ id: 'CampaignFigures' });

export const campaignFiguresAnswer = z.object({ status: success, ...figures }).meta({ id: 'CampaignFiguresAnswer' });
