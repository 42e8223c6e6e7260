import { z } from 'zod';
import { createCampaignInput, settingsWarnings } from './campaign';
import { id, success, timestamp } from './common';

const MAX_COLUMNS = 1_000;

/** Create's body, and what the contacts will bring. */
export const checkCampaignInput = createCampaignInput
  .extend({
    columns: z
      .array(z.string().max(500))
      .max(MAX_COLUMNS)
      .optional()
      .meta({
        description: 'Names of the variables that the contacts will have, beside those in `contact_list`.',
        example: ['customer_name', 'plan'],
      }),
  })
  .meta({ id: 'CheckCampaign' });

const opening = z
  .object({ from: timestamp, until: timestamp.nullable().meta({ description: 'null: it does not close.' }) })
  .meta({ id: 'Opening', description: 'A stretch of time in which calls may start.' });

const clockChange = z
  .object({
    at: timestamp,
    date: z.string().meta({ description: 'The day of the zone on which clocks are changed.', example: '2026-10-25' }),
    offset_before_s: z.int().meta({ description: 'Seconds ahead of UTC.', example: 7_200 }),
    offset_after_s: z.int().meta({ example: 3_600 }),
  })
  .meta({ id: 'ClockChange' });

export const checkCampaignAnswer = z
  .object({
    status: success,
    from_number: z.string(),
    agent: z.object({ id, name: z.string() }).nullable(),
    timezone: z.string(),
    next_opening: opening.nullable().meta({ description: 'null: it never opens within 400 days.' }),
    openings: z.array(opening).meta({
      description: 'Of the 14 days from now, or from its start where that lies ahead; at most 100.',
    }),
    clock_changes: z.array(clockChange).meta({ description: 'In the zone of the campaign, within the same 14 days.' }),
    template_variables: z
      .array(z.string())
      .meta({ description: "What the agent's welcome message and prompt, and the voicemail message, ask for." }),
    missing_variables: z.array(z.string()).meta({
      description:
        'Those that no contact will have, and that have no default. Empty where nothing says what contacts will have.',
    }),
    warnings: settingsWarnings,
  })
  .meta({ id: 'CheckedCampaign' });
