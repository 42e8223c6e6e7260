import { z } from 'zod';
import { id, success, timestamp } from './common';

/** As many as are kept of a campaign. */
export const MAX_REQUESTS = 50;

export const contactRequestsQuery = z.object({
  limit: z
    .string()
    .regex(/^(?:[1-9]|[1-4]\d|50)$/, 'Expected a whole number from 1 to 50')
    .transform(Number)
    .optional()
    .meta({ override: { type: 'integer', minimum: 1, maximum: MAX_REQUESTS }, description: '20 unless told.' }),
});

const contactRequest = z
  .object({
    id,
    received_at: timestamp,
    operation: z.enum(['addContact', 'addContacts', 'addContactsCsv', 'addLeads']),
    http_status: z.int(),
    code: z.string().nullable().meta({ description: 'Of the problem it was answered with; null: it was accepted.' }),
    request_id: z.string(),
    api_key_prefix: z
      .string()
      .nullable()
      .meta({ description: 'The first characters of the key; null for leads, which come with the webhook token.' }),
    body: z.string().meta({ description: 'The first 2,000 characters. Empty for a file.' }),
    answer: z.string().meta({ description: 'The first 2,000 characters.' }),
  })
  .meta({ id: 'ContactRequest' });

export const contactRequestsAnswer = z.object({
  status: success,
  records: z.array(contactRequest).meta({ description: 'Newest first.' }),
});
