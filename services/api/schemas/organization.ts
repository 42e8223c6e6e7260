import { z } from 'zod';
import { contactHoursInput } from './calling-rules';
import { id, pageQuery, success, timestamp } from './common';

const MAX_CALLS_TO_NUMBER = 1_000;
const callsToNumber = z.int().min(1).max(MAX_CALLS_TO_NUMBER);

export const callingRulesInput = z
  .strictObject({
    contact_hours: contactHoursInput
      .optional()
      .meta({ description: 'In the zone of the called person; switched off by `enabled: false` only.' }),
    number_caps: z
      .strictObject({
        enabled: z.boolean().optional(),
        attempts_per_day: callsToNumber.optional().meta({ description: 'To one number, over all campaigns.' }),
        connected_per_day: callsToNumber.optional(),
        on_simulator: z.boolean().optional().meta({ description: 'Whether simulated numbers are counted too.' }),
      })
      .optional(),
  })
  .meta({ id: 'CallingRulesInput', description: 'Fields left out keep their value.' });

export const callingRulesAnswer = z
  .object({
    status: success,
    contact_hours: z.object({ enabled: z.boolean(), start: z.string(), end: z.string(), strict: z.boolean() }),
    number_caps: z.object({
      enabled: z.boolean(),
      attempts_per_day: z.int(),
      connected_per_day: z.int(),
      on_simulator: z.boolean(),
    }),
  })
  .meta({ id: 'CallingRules' });

export const auditQuery = pageQuery;
export const auditAnswer = z.object({
  status: success,
  records: z.array(
    z
      .object({
        id,
        action: z.string().meta({ example: 'calling_rules.update' }),
        object_type: z.string(),
        object_id: id.nullable(),
        data: z.record(z.string(), z.unknown()),
        api_key_prefix: z.string().nullable().meta({ description: 'null: the system did it by itself.' }),
        created_at: timestamp,
      })
      .meta({ id: 'AuditEntry' }),
  ),
  total_records: z.int(),
});
