import { z } from 'zod';
// Only for its typing of `.meta()`.
import 'zod-openapi';

const MAX_PAGE = 150;

/** An id in a request: an integer or a numeric string. */
export const idInput = z
  .union(
    [
      z.int().positive(),
      z
        .string()
        .regex(/^[1-9]\d{0,14}$/)
        .transform(Number),
    ],
    { error: 'Expected an id: a positive integer, or a string of digits' },
  )
  .meta({ description: 'An integer, or a string of digits.', example: 1 });

const MAX_CONCURRENCY_LIMIT = 100_000;

/** In requests, where null is as absent, 0 is how a limit is taken away. */
export const concurrencyLimitInput = z
  .int()
  .min(0)
  .max(MAX_CONCURRENCY_LIMIT)
  .transform((limit) => limit || null);

export const id = z.int().meta({ example: 12 });

export const timestamp = z.iso.datetime().meta({ example: '2026-12-25T15:00:00.000Z' });

/** An instant in a request: RFC 3339 with any offset. */
export const timestampInput = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'Expected a positive whole number')
    .transform(Number)
    .refine((value) => value <= most, `At most ${most}`)
    .meta({ override: { type: 'integer', minimum: 1, maximum: most } });

export const pageQuery = z.object({
  pageno: wholeNumber(1_000_000).optional().meta({ description: 'From 1.' }),
  pagesize: wholeNumber(MAX_PAGE).optional().meta({ description: 'At most 150; 30 unless told.' }),
});

export const pageSize = wholeNumber(MAX_PAGE);

/**
 * Which rows a page holds.
 *
 * @example pageOf({ pageno: 3, pagesize: 50 }) // { offset: 100, limit: 50 }
 */
export function pageOf(query: z.output<typeof pageQuery>): { offset: number; limit: number } {
  const limit = query.pagesize ?? 30;
  return { offset: ((query.pageno ?? 1) - 1) * limit, limit };
}

export const success = z.literal('success');

const fieldFault = z
  .object({
    pointer: z.string().meta({ description: 'JSON pointer into the body; `?name` for a query parameter.' }),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'FieldFault' });

/** RFC 9457, with what existing clients read. */
export const problemDocument = z
  .object({
    type: z.string().meta({
      description: 'A page about this `code`.',
      example: 'https://everdial.example.com/problems/campaign_closed',
    }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, and what to do.' }),
    instance: z.string(),
    code: z.string().meta({ description: 'Stable, for programs.', example: 'campaign_closed' }),
    request_id: z.string(),
    errors: z.array(fieldFault),
    error: z.string().meta({ description: 'The same as `code`.' }),
    error_description: z.string().meta({ description: 'The same as `detail`.' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457).' });
