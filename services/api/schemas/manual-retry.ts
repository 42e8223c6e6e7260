import { z } from 'zod';
import { CAMPAIGN_STATUSES } from '../../../domain/campaign-status';
import { MAX_RETRY_LIMIT } from '../../../domain/retry-policy';
import { FAILURE_REASONS } from '../../../infra/db/lines/manual-retry';
import { success } from './common';

/** Campaign callbacks say `no-answer`: taken as well. */
const failureReason = z
  .string()
  .transform((reason) => reason.replaceAll('-', '_'))
  .pipe(z.enum(FAILURE_REASONS))
  .meta({ override: { type: 'string', enum: [...FAILURE_REASONS] } });

export const manualRetryInput = z
  .object({
    failure_reasons: z
      .array(failureReason)
      .min(1)
      .max(20)
      .optional()
      .meta({
        description:
          'How the last call of a contact ended that is called again; all of these unless told, without voicemails where ' +
          '`voicemail_policy` is `reached`.',
      }),
    max_retries: z.int().min(0).max(MAX_RETRY_LIMIT).optional().meta({
      description: "Retries after the next call; at most the campaign's `retry_limit`, which it is unless told.",
    }),
  })
  .meta({ id: 'ManualRetry' });

export const manualRetryAnswer = z
  .object({
    status: success,
    message: z.string(),
    requeued: z.int(),
    max_retries: z.int().meta({ description: 'Retries that each of them has after its next call.' }),
    current_status: z.enum(CAMPAIGN_STATUSES),
  })
  .meta({ id: 'ManualRetryDone' });
