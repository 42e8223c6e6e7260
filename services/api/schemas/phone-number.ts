import { z } from 'zod';
import { id, idInput, success, timestamp } from './common';

const name = z.string().trim().min(1).max(255);

const MAX_CONCURRENCY_LIMIT = 100_000;

/** In requests, where null is as absent, 0 is how a limit is taken away. */
export const concurrencyLimitInput = z
  .int()
  .min(0)
  .max(MAX_CONCURRENCY_LIMIT)
  .transform((limit) => limit || null);

export const createPhoneNumberInput = z
  .strictObject({
    number: z.string().max(64).optional().meta({ description: 'E.164.', example: '+15550100002' }),
    phone_number: z.string().max(64).optional().meta({ description: 'The same as `number`.' }),
    name: name.optional(),
    provider: z.string().max(50).optional().meta({ description: 'Only `simulator` so far.' }),
    agent_id: idInput.optional(),
  })
  .meta({ id: 'CreatePhoneNumber' });

export const updatePhoneNumberInput = z
  .strictObject({
    name: name.optional(),
    agent_id: idInput.optional(),
    concurrency_limit: concurrencyLimitInput
      .optional()
      .meta({ description: 'Calls in flight over all campaigns. 0: no limit of its own.' }),
  })
  .meta({ id: 'UpdatePhoneNumber' });

export const attachInput = z.strictObject({ phone_number_id: idInput, agent_id: idInput }).meta({ id: 'AttachAgent' });
export const detachInput = z.strictObject({ phone_number_id: idInput }).meta({ id: 'DetachAgent' });
export const importInput = z.record(z.string(), z.unknown());

const phoneNumberRecord = z
  .object({
    id,
    number: z.string(),
    name: z.string(),
    provider: z.string(),
    agent_id: id.nullable(),
    concurrency_limit: z.int().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'PhoneNumber' });

export const phoneNumberAnswer = z.object({ status: success, id, phone_number: phoneNumberRecord });
export const listPhoneNumbersAnswer = z.object({
  status: success,
  records: z.array(phoneNumberRecord),
  total_records: z.int(),
});
