import type { z } from 'zod';
import type { CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import type { LineCount } from '../../../infra/db/lines/lines';
import { localTimeOf } from '../../../infra/time-zones/local-time';
import { NOT_DIALLING_TEXT, PROVIDER_RESTING } from '../../../domain/not-dialling';
import type { CampaignStatus } from '../../../domain/campaign-status';
import { campaignWorkflowId } from '../../../workflows/campaign/contract';
import type { lineCounts, listCampaignsAnswer } from '../schemas/campaign';
import type { TemporalLinks } from '../temporal-links';
import {
  callbackRecord,
  callingHoursRecord,
  conditionsRecord,
  dailyTimeRecord,
  limitsRecord,
  retryRecord,
} from './settings-record';

type CampaignRecord = z.input<typeof listCampaignsAnswer>['records'][number];
type LineCounts = z.input<typeof lineCounts>;

/** A campaign as the API shows it: create's names, flat, and what has become of it. */
export function campaignRecord(row: CampaignWithNumber, links: TemporalLinks): CampaignRecord {
  return {
    id: row.id,
    campaign_sid: `camp_${row.id}`,
    name: row.name,
    phone_number_id: row.phone_number_id,
    from_number: row.from_number,
    bot_id: row.agent_id,
    is_dynamic: row.type === 'dynamic',
    save_as_draft: row.status === 'draft',
    is_scheduled: row.starts_at !== null,
    scheduled_datetime: row.starts_at && localTimeOf(row.starts_at, row.timezone),
    timezone: row.timezone,
    ...settingsRecord(row),
    settings_version: row.settings_version,
    status: row.status,
    status_reason: statusReasonOf(row),
    opens_at: row.opens_at?.toISOString() ?? null,
    temporal_ui_url: row.status === 'draft' ? null : links.workflow(campaignWorkflowId(row.id)),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}

function settingsRecord({ settings, caller_numbers }: CampaignWithNumber) {
  const { pacing, callbacks, duplicates, rotation } = settings;
  return {
    concurrent_call_limit: pacing.concurrency,
    calls_per_second: pacing.callsPerSecond,
    ...retryRecord(settings),
    pre_call_failure: settings.preCallFailure,
    ...callbackRecord(settings.callback),
    call_status_callback: callbacks.callStatus,
    call_schedule_callback: callbacks.callSchedule,
    status_callback: callbacks.campaignStatus,
    ...dailyTimeRecord(settings.hours),
    ...callingHoursRecord(settings.hours, settings.contactHours),
    ...conditionsRecord(settings.conditions),
    duplicates,
    rotation: rotation && {
      numbers: [...caller_numbers],
      strategy: rotation.strategy,
      calls_per_number: rotation.callsPerNumber,
      health_threshold: rotation.healthThreshold,
      fallback: rotation.fallback,
    },
    ...limitsRecord(settings.limits, settings.breaker),
  };
}

/** Statuses in which a campaign with contacts dials. */
const WOULD_DIAL: readonly CampaignStatus[] = ['pending', 'waiting', 'in_progress'];

/** Why it is not dialling: a halt that was asked for, before the workflow shows it; else what that shows. */
function statusReasonOf(row: CampaignWithNumber): CampaignRecord['status_reason'] {
  if (row.halt_requested !== null && row.halt_reason !== null) {
    const { code, text, until } = row.halt_reason;
    const since = row.halt_requested_at ?? row.status_since;
    return { code, text, since: since.toISOString(), until: until === null ? null : new Date(until).toISOString() };
  }
  const rest = row.provider_rests_until;
  if (rest !== null && WOULD_DIAL.includes(row.status)) {
    return { ...PROVIDER_RESTING, since: row.status_since.toISOString(), until: rest.toISOString() };
  }
  if (row.status_reason === null) return null;
  const text = row.status_text ?? (NOT_DIALLING_TEXT as Record<string, string>)[row.status_reason];
  return {
    code: row.status_reason,
    text: text ?? row.status_reason,
    since: row.status_since.toISOString(),
    until: (row.status_until ?? row.opens_at)?.toISOString() ?? null,
  };
}

/** Sums a campaign's lines as live-status shows them: each line is in exactly one part. */
export function summarizeLines(counts: readonly LineCount[]): LineCounts {
  const summary: LineCounts = {
    total_contacts: 0,
    queued: 0,
    in_progress: 0,
    completed: 0,
    failed: 0,
    busy: 0,
    no_answer: 0,
    waiting_retry: 0,
    waiting_callback: 0,
    voicemail: 0,
    other: 0,
  };
  for (const count of counts) {
    summary.total_contacts += count.lines;
    summary[partOf(count)] += count.lines;
  }
  return summary;
}

function partOf({ callStatus, dialled }: LineCount): Exclude<keyof LineCounts, 'total_contacts'> {
  switch (callStatus) {
    case 'queued':
      return dialled ? 'waiting_retry' : 'queued';
    case 'retry_scheduled':
      return 'waiting_retry';
    case 'callback_scheduled':
      return 'waiting_callback';
    case 'in_progress':
    case 'completed':
    case 'failed':
    case 'busy':
    case 'no_answer':
    case 'voicemail':
      return callStatus;
    case 'skipped':
    case 'suppressed':
    case 'expired':
    case 'cancelled':
    case 'unknown':
      return 'other';
  }
}
