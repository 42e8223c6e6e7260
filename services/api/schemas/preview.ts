import { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { LINE_STATUSES } from '../../../domain/line-status';
import { id, pageSize, success } from './common';

export const previewQuery = z.object({
  limit: pageSize.optional().meta({ description: 'At most 150; 50 unless told.' }),
});

const renderedLine = z
  .object({
    line_id: id,
    to_number: z.string(),
    external_id: z.string().nullable(),
    call_status: z.enum(LINE_STATUSES),
    welcome_message: z.string(),
    prompt: z.string(),
    unresolved: z
      .array(z.string())
      .meta({ description: 'Variables without a value; they stay in the text as written.' }),
  })
  .meta({ id: 'RenderedLine' });

export const previewAnswer = z
  .object({
    status: success,
    campaign_status: z.enum(CAMPAIGN_STATUSES),
    bot_id: id.nullable().meta({ description: 'The agent whose texts these are; null where the number has none.' }),
    variables: z.array(z.string()).meta({ description: 'What welcome message and prompt ask for.' }),
    unresolved: z.array(z.string()).meta({ description: 'Those that at least one of these lines has no value for.' }),
    problems: z
      .array(z.object({ field: z.enum(['welcome_message', 'prompt']), detail: z.string() }))
      .meta({ description: 'Why a text could not be rendered, and is shown as written.' }),
    records: z.array(renderedLine),
  })
  .meta({ id: 'Preview' });
