import { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { success, timestamp } from './common';

export const forecastAnswer = z
  .object({
    status: success,
    campaign_status: z.enum(CAMPAIGN_STATUSES),
    through_at: timestamp.nullable().meta({
      description:
        'When the last call is over, if nobody changes anything; null: not within 400 days, not until somebody acts, or ' +
        'not under its limits.',
    }),
    expected_calls: z.int().meta({ description: 'Still to be made, retries included, as far as the limits allow.' }),
    stop: z
      .object({
        limit: z.enum(['calls_total', 'end_date']),
        at: timestamp.meta({ description: 'When it is reached.' }),
        contacts: z.int().meta({ description: 'Not done with by then; they wait until the limit is moved.' }),
      })
      .nullable()
      .meta({ description: 'The limit that ends the calls before all contacts are done with; null: none does.' }),
    remaining_contacts: z.int().meta({ description: 'Those not done with.' }),
    suppressed: z.int(),
    skipped: z.int(),
    expired: z.int(),
    assumptions: z.object({
      average_call_s: z.number().meta({ description: 'How long a call keeps its slot, ringing included.' }),
      answer_share: z.number().meta({ description: '0 to 1.' }),
      concurrency: z.int(),
      calls_per_second: z.number().nullable(),
      calls_per_day: z.int().nullable(),
      basis: z.string().meta({ example: 'measured on 500 calls' }),
    }),
    text: z.string().meta({ description: 'The same as a sentence.' }),
  })
  .meta({ id: 'Forecast' });
