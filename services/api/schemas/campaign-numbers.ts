import { z } from 'zod';
import { id, idInput, success, timestamp } from './common';

export const addNumberInput = z
  .object({
    phone_number_id: idInput,
    sequence: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .meta({ description: 'Lower ones first; behind all others unless told.' }),
  })
  .meta({ id: 'AddCampaignNumber' });

export const updateNumberInput = z.object({ is_active: z.boolean() }).meta({ id: 'UpdateCampaignNumber' });

const campaignNumber = z
  .object({
    assignment_id: id,
    phone_number_id: id,
    number: z.string(),
    sequence: z.int(),
    is_active: z.boolean(),
    calls: z.int().meta({ description: 'Of this campaign from it.' }),
    answer_rate: z.number().nullable().meta({ description: 'Percent of its last calls; null before the first.' }),
    last_used_at: timestamp.nullable(),
    rests_until: timestamp.nullable().meta({ description: 'Too few people answer it: not used before then.' }),
  })
  .meta({ id: 'CampaignNumber' });

export const campaignNumbersAnswer = z
  .object({ status: success, records: z.array(campaignNumber), total_records: z.int() })
  .meta({ id: 'CampaignNumbers' });
export const campaignNumberAnswer = z.object({ status: success, message: z.string(), ...campaignNumber.shape });
