import { z } from 'zod';
import { pageQuery, success, timestamp } from './common';

const MAX_NUMBERS = 1_000;
const number = z.string().max(64).meta({ example: '+15551234567' });
const reason = z.string().trim().min(1).max(255);

export const suppressInput = z
  .strictObject({
    number: number.optional().meta({ description: 'With its country code.' }),
    numbers: z.array(number).min(1).max(MAX_NUMBERS).optional(),
    reason: reason.optional(),
  })
  .meta({ id: 'Suppress', description: 'Give `number`, or `numbers`.' });

export const suppressCsvQuery = z.object({ reason: reason.optional() });

const counts = {
  added: z.int(),
  already: z.int().meta({ description: 'Were suppressed before, or come twice.' }),
  contacts_ended: z.int().meta({ description: 'Contacts that waited for a call, in all campaigns.' }),
};

export const suppressAnswer = z.object({ status: success, ...counts }).meta({ id: 'Suppressed' });

export const suppressCsvAnswer = z
  .object({
    status: success,
    rows: z.int(),
    ...counts,
    rejected: z.int(),
    first_rejections: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })),
  })
  .meta({ id: 'SuppressedFromCsv' });

export const listSuppressionsQuery = pageQuery.extend({
  search: z.string().max(64).optional().meta({ description: 'Part of the number.' }),
});

export const listSuppressionsAnswer = z.object({
  status: success,
  records: z.array(
    z
      .object({
        number: z.string(),
        reason: z.string(),
        source: z.enum(['call', 'api', 'csv', 'line']).meta({
          description: 'The called person, this API, a CSV file, or an admin on the page of a contact.',
        }),
        created_at: timestamp,
      })
      .meta({ id: 'Suppression' }),
  ),
  total_records: z.int(),
});

export const unsuppressAnswer = z.object({ status: success, message: z.string() });
