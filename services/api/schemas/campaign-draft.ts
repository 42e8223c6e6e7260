import { z } from 'zod';
import { id, pageQuery, success, timestamp, timestampInput } from './common';

const MAX_FORM_BYTES = 256 * 1024;

const form = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_FORM_BYTES, {
    error: 'At most 256 KB',
    params: { code: 'too_big' },
  })
  .meta({ description: 'Whatever the form holds, up to 256 KB of JSON. Nobody but its own page reads it.' });

/** The whole of a draft, each time. */
export const campaignDraftInput = z
  .strictObject({
    name: z.string().trim().max(255).meta({ description: 'May be empty: nobody has named it yet.' }),
    form,
  })
  .meta({ id: 'CampaignDraftInput' });

/** A draft as it is now, and what its sender takes it for. */
export const campaignDraftChange = campaignDraftInput
  .extend({
    updated_at: timestampInput.optional().meta({
      description:
        'The `updated_at` of the draft as you read it. Changed by somebody else since then, it is kept, and the answer is ' +
        '409 `draft_changed`; sending what is stored already is no conflict. Without it whatever is there is overwritten.',
    }),
  })
  .meta({ id: 'CampaignDraftChange' });

const summary = { id, name: z.string(), created_at: timestamp, updated_at: timestamp };

export const listCampaignDraftsQuery = pageQuery;
export const listCampaignDraftsAnswer = z.object({
  status: success,
  records: z.array(z.object(summary).meta({ id: 'CampaignDraftSummary' })),
  total_records: z.int(),
});

export const campaignDraftAnswer = z
  .object({ status: success, ...summary, form: z.record(z.string(), z.unknown()) })
  .meta({ id: 'CampaignDraft' });
