import { z } from 'zod';
import { CAMPAIGN_STATUSES, type CampaignStatus } from '../../../domain/campaign-status';
import { ruleFields, ruleRecord } from './calling-rules';
import {
  callbackConfig,
  callsPerSecond,
  concurrentCallLimit,
  retryConfig,
  settingsFields,
  voicemailRecordFields,
} from './campaign-settings';
import { id, idInput, pageQuery, success, timestamp } from './common';
import { timezone } from './contact';
import { lineRecord } from './line';
import { campaignTokenFields } from './webhook-token';

const MAX_CONTACT_LIST = 10_000;
const campaignStatus = z.enum(CAMPAIGN_STATUSES);

export const settingsWarnings = z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }));

/** Create's body. Unknown fields are ignored. */
export const createCampaignInput = z
  .object({
    name: z.string().trim().min(1).max(255),
    phone_number_id: idInput,
    bot_id: idInput.optional().meta({ description: 'The agent attached to the number; another one is refused.' }),
    is_dynamic: z.boolean().optional().meta({ description: 'Takes contacts for ever; false unless told.' }),
    save_as_draft: z.boolean().optional(),
    contact_list: z
      .array(z.record(z.string(), z.unknown()))
      .max(MAX_CONTACT_LIST)
      .optional()
      .meta({
        description:
          'Needed for a finite campaign that is no draft. Flat: every key but the number is a custom variable. A row ' +
          'with an object `custom_variables` or `metadata` is read as add_contact reads it.',
        example: [{ phone_number: '+15551234567', customer_name: 'Jane' }],
      }),
    is_scheduled: z.boolean().optional(),
    scheduled_datetime: z.string().max(64).optional().meta({
      description:
        'Wall-clock time in `timezone`. Skipped by daylight saving: the next valid instant; repeated: the first.',
      example: '2026-12-25 10:00:00',
    }),
    timezone: timezone.optional().meta({ description: 'IANA zone; UTC unless told.' }),
    ...settingsFields,
    ...ruleFields,
  })
  .meta({ id: 'CreateCampaign' });

export type CreateCampaignInput = z.output<typeof createCampaignInput>;

export const createCampaignAnswer = z
  .object({
    status: success,
    message: z.string(),
    id,
    is_scheduled: z.boolean(),
    current_status: campaignStatus,
    warnings: settingsWarnings.optional(),
  })
  .meta({ id: 'CreatedCampaign' });

export const lineCounts = z
  .object({
    total_contacts: z.int(),
    queued: z.int().meta({ description: 'Never dialled.' }),
    in_progress: z.int(),
    completed: z.int(),
    failed: z.int(),
    busy: z.int(),
    no_answer: z.int(),
    waiting_retry: z.int(),
    waiting_callback: z.int(),
    voicemail: z.int(),
    other: z.int().meta({ description: 'Skipped, suppressed, expired, cancelled, unknown.' }),
  })
  .meta({ id: 'LineCounts', description: 'The parts sum to the total.' });

const statusReason = z.object({
  code: z.string(),
  text: z.string(),
  since: timestamp,
  until: timestamp.nullable().meta({ description: 'When it goes on by itself; null when nobody can tell.' }),
});

export const callbackFigures = z
  .object({ pending: z.int(), kept: z.int(), late: z.int(), missed: z.int(), dropped: z.int() })
  .meta({ id: 'CallbackFigures', description: 'What became of the callbacks that were promised.' });

const campaignFields = {
  id,
  campaign_sid: z.string().meta({ example: 'camp_12' }),
  name: z.string(),
  phone_number_id: id,
  from_number: z.string(),
  bot_id: id.nullable(),
  is_dynamic: z.boolean(),
  save_as_draft: z.boolean(),
  is_scheduled: z.boolean(),
  scheduled_datetime: z.string().nullable().meta({ description: 'Wall-clock time in `timezone`.' }),
  timezone: z.string(),
  concurrent_call_limit: concurrentCallLimit,
  calls_per_second: callsPerSecond.nullable(),
  retry_config: retryConfig,
  ...voicemailRecordFields,
  pre_call_failure: z.enum(['fail_call', 'proceed', 'requeue']),
  enabled_reschedule_call: z.boolean(),
  callback: callbackConfig,
  call_status_callback: z.string().nullable(),
  call_schedule_callback: z.string().nullable(),
  status_callback: z.string().nullable(),
  ...ruleRecord,
  settings_version: z.int(),
  status: campaignStatus,
  status_reason: statusReason.nullable(),
  opens_at: timestamp.nullable(),
  temporal_ui_url: z.string().nullable(),
  created_at: timestamp,
  updated_at: timestamp,
  ended_at: timestamp.nullable(),
};

export const campaignRecord = z.object(campaignFields).meta({ id: 'Campaign' });

const isStatus = (text: string): text is CampaignStatus => (CAMPAIGN_STATUSES as readonly string[]).includes(text);

const statuses = z
  .string()
  .max(500)
  .transform((text) => text.split(','))
  .refine((given) => given.every(isStatus), `Expected some of ${CAMPAIGN_STATUSES.join(', ')}, separated by commas`)
  .transform((given) => given.filter(isStatus));

export const listCampaignsQuery = pageQuery.extend({
  status: campaignStatus.optional(),
  statuses: statuses.optional().meta({
    override: { type: 'string' },
    description: 'Several, separated by commas.',
    example: 'waiting,in_progress',
  }),
  type: z.enum(['dynamic', 'finite']).optional(),
  search: z.string().max(200).optional().meta({ description: 'Part of the name.' }),
  include: z.literal('activity').optional().meta({ description: 'Gives each record its `activity`.' }),
});

const activity = z
  .object({
    queued: z.int().meta({ description: 'Lines that wait for a slot.' }),
    in_progress: z.int(),
    reached: z.int().meta({ description: 'Completed, and voicemails where they count as reached.' }),
    last_activity_at: timestamp.nullable().meta({ description: 'When a line last came or changed; null without any.' }),
  })
  .meta({ id: 'CampaignActivity' });

export const listCampaignsAnswer = z.object({
  status: success,
  records: z.array(
    campaignRecord
      .extend({ activity: activity.optional().meta({ description: 'With `include=activity`.' }) })
      .meta({ id: 'ListedCampaign' }),
  ),
  total_records: z.int(),
});

export const campaignDetailsAnswer = z.object({
  status: success,
  details: z
    .object({ ...campaignFields, counts: lineCounts, callback_figures: callbackFigures, ...campaignTokenFields })
    .meta({ id: 'CampaignDetails' }),
  contact_list: z.array(lineRecord).meta({ description: 'The first 150 lines.' }),
});

export const campaignActionInput = z
  .object({
    action: z.enum(['pause', 'resume', 'cancel', 'reschedule']),
    new_scheduled_datetime: z
      .string()
      .max(64)
      .optional()
      .meta({ description: 'For `reschedule`: wall-clock time in the zone.', example: '2026-12-25 10:00:00' }),
    new_timezone: z.string().max(64).optional().meta({
      description: "For `reschedule`: the campaign's zone from then on; a daily stop and start keep theirs.",
    }),
  })
  .meta({ id: 'CampaignAction' });

export const campaignActionAnswer = z
  .object({
    status: success,
    message: z.string(),
    current_status: campaignStatus,
    scheduled_datetime: z.string().optional().meta({ description: 'After `reschedule`.' }),
    timezone: z.string().optional(),
  })
  .meta({ id: 'CampaignActionDone' });

export const liveStatusAnswer = z
  .object({ status: success, bulk_call_id: id, campaign_status: campaignStatus, summary: lineCounts })
  .meta({ id: 'LiveStatus' });
