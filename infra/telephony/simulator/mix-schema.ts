import { z } from 'zod';
import { ENDINGS, type EndingName } from './scripts';

const share = z.number().min(0).max(1);

/**
 * A mix as people write it: a seed, and shares by the names of endings.
 *
 * @example mixSchema.parse({ seed: 7, shares: { busy: 0.2 } }) // { seed: '7', shares: { busy: 0.2 } }
 */
export const mixSchema = z.object({
  seed: z.coerce.string(),
  shares: z
    .partialRecord(z.enum(Object.keys(ENDINGS) as [EndingName, ...EndingName[]]), share)
    .refine(
      (shares) => Object.values(shares).reduce((sum, part) => sum + part, 0) <= 1 + 1e-9,
      'add up to more than 1',
    ),
  conversations: share.optional(),
});
