import { z } from 'zod';
import { MAX_CONTACTS } from './contact';

/** Why a lead was not taken. */
export const LEAD_REJECTIONS = [
  'invalid_lead',
  'missing_campaign_id',
  'unknown_campaign',
  'campaign_closed',
  'missing_phone',
  'invalid_phone',
  'variables_too_large',
] as const;

export type LeadRejection = (typeof LEAD_REJECTIONS)[number];

/** Leads are read one by one, so that a faulty one does not spoil the others. */
const lead = z.unknown().meta({
  override: {
    type: 'object',
    required: ['campaign_id'],
    properties: {
      campaign_id: { anyOf: [{ type: 'integer' }, { type: 'string' }], examples: ['12'] },
      phone: { type: 'string', description: 'Also as `phone_number` or `to_number`.', examples: ['+15551234567'] },
    },
    additionalProperties: true,
    description: 'Every other field is a custom variable, at most 32 KB together.',
    examples: [{ campaign_id: '12', phone: '+15551234567', name: 'Alice' }],
  },
});

export const leadBatchInput = z
  .object({
    idempotency_key: z
      .string()
      .min(1)
      .max(255)
      .meta({ description: 'Good for one batch in seven days.', example: 'lead-batch-001' }),
    leads: z.array(lead).min(1).max(MAX_CONTACTS),
  })
  .meta({ id: 'LeadBatch' });

export type LeadBatchInput = z.output<typeof leadBatchInput>;

export const leadBatchAnswer = z
  .object({
    request_id: z.string().meta({ description: 'Begins the external id of each lead: `{request_id}-{index}`.' }),
    accepted: z.int().meta({ description: 'Leads that were not rejected, also those that a rule keeps from a call.' }),
    rejected: z.array(z.object({ index: z.int(), code: z.enum(LEAD_REJECTIONS), reason: z.string() })),
    skipped: z
      .array(z.object({ index: z.int(), line_id: z.int(), condition: z.string() }))
      .optional()
      .meta({
        description:
          'Accepted and not called, if there are such: `condition` says which one they do not meet, or `duplicate`.',
      }),
  })
  .meta({ id: 'LeadBatchTaken' });
