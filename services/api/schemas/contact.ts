import { z } from 'zod';
import { isTimeZone } from '../../../infra/time-zones/local-time';
import { id, success, timestamp, timestampInput } from './common';

export const MAX_CONTACTS = 1_000;
const MAX_DOCUMENT_BYTES = 32 * 1024;

/** A JSON object of the customer, at most 32 KB. */
export const customerDocument = z
  .record(z.string(), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_DOCUMENT_BYTES, {
    message: 'At most 32 KB.',
    params: { code: 'too_large' },
  });

export const timezone = z
  .string()
  .max(64)
  .refine(isTimeZone, {
    message: 'This is no IANA time zone, such as America/New_York.',
    params: { code: 'invalid_timezone' },
  })
  .meta({ example: 'America/New_York' });

const number = z.string().max(64);

/** One contact, in the shape of add_contact. Unknown fields are ignored. */
export const contactInput = z
  .object({
    to_number: number.optional().meta({
      description: 'Any readable form; without a country code where the campaign calls from. Stored as E.164.',
      example: '+15551234567',
    }),
    phone_number: number.optional().meta({ description: 'The same as `to_number`.' }),
    phone: number.optional().meta({ description: 'The same as `to_number`.' }),
    custom_variables: customerDocument.optional().meta({ description: 'Given to the agent.' }),
    metadata: customerDocument
      .optional()
      .meta({ description: 'Comes back to you; never given to the agent or provider.' }),
    timezone: timezone.optional().meta({ description: 'IANA zone of the called person.' }),
    priority: z.int().min(0).max(9).optional().meta({ description: '0 to 9, higher first; 5 unless told.' }),
    schedule_at: timestampInput.optional().meta({ description: 'Not called before this instant.' }),
    expires_at: timestampInput.optional().meta({ description: 'Not called from this instant on.' }),
    external_id: z.string().max(255).optional().meta({ description: 'Your own id of the contact.' }),
  })
  .meta({ id: 'Contact' });

export type ContactInput = z.output<typeof contactInput>;

export const warning = z.object({ code: z.string().meta({ example: 'number_not_valid' }), detail: z.string() });

const duplicate = z.enum(['skipped', 'updated', 'requeued']).meta({
  description: 'The contact was there already; `line_id` is its line, and what the policy has made of it.',
});

/** Why a contact is not called now. */
export const WAITING_REASONS = [
  'campaign_draft',
  'campaign_scheduled',
  'campaign_paused',
  'outside_calling_hours',
  'contact_hours',
  'scheduled_contact',
  'retry_scheduled',
  'callback_scheduled',
  'condition',
  'suppressed',
  'expired',
  'no_calling_hours',
  'duplicate',
] as const;

export const contactAnswer = z
  .object({
    status: success,
    campaign_status: z.string(),
    line_id: id,
    warnings: z.array(warning).optional(),
    will_call_after: timestamp.nullable().optional().meta({
      description: 'Given with `reason` when the contact will not be called now; null when nobody knows the time.',
    }),
    reason: z.enum(WAITING_REASONS).optional().meta({ example: 'campaign_paused' }),
    condition: z.string().optional().meta({ description: 'With `reason: condition`.', example: 'plan equals pro' }),
    duplicate: duplicate.optional(),
  })
  .meta({ id: 'AddedContact' });

/** Rows are read one by one, so that a faulty one does not spoil the others. */
export const contactsInput = z
  .object({
    contacts: z
      .array(z.unknown().meta({ override: { $ref: '#/components/schemas/Contact' } }))
      .min(1)
      .max(MAX_CONTACTS),
  })
  .meta({ id: 'Contacts' });

export const contactsAnswer = z
  .object({
    status: success,
    campaign_status: z.string(),
    accepted: z.array(
      z.object({
        index: z.int(),
        line_id: id,
        warnings: z.array(warning).optional(),
        duplicate: duplicate.exclude(['skipped']).optional(),
      }),
    ),
    rejected: z.array(z.object({ index: z.int(), code: z.string(), reason: z.string() })),
    skipped: z
      .array(z.object({ index: z.int(), line_id: id, condition: z.string() }))
      .meta({ description: 'Stored and not called: `condition` says which one it does not meet, or `duplicate`.' }),
  })
  .meta({ id: 'AddedContacts' });
