/** What the command line reads of the API's answers. `--json` prints them as they come. */

export interface CampaignRecord {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly status_reason: { readonly code: string; readonly text: string; readonly until: string | null } | null;
  readonly is_dynamic: boolean;
  readonly from_number: string;
  readonly timezone: string;
  readonly scheduled_datetime: string | null;
  readonly concurrent_call_limit: number;
  readonly calls_per_second: number | null;
  readonly retry_config: { readonly auto_retry?: boolean; readonly retry_limit?: number };
  readonly opens_at: string | null;
  readonly temporal_ui_url: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

export interface LineCounts {
  readonly total_contacts: number;
  readonly queued: number;
  readonly in_progress: number;
  readonly completed: number;
  readonly failed: number;
  readonly busy: number;
  readonly no_answer: number;
  readonly waiting_retry: number;
  readonly waiting_callback: number;
  readonly voicemail: number;
  readonly other: number;
}

export interface LineRecord {
  readonly line_id: number;
  readonly to_number: string;
  readonly external_id: string | null;
  readonly call_status: string;
  readonly interaction_status: string | null;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly custom_variables: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

export interface DeliveryRecord {
  readonly delivery_id: number;
  readonly webhook_id: string;
  readonly kind: string;
  readonly event_type: string | null;
  readonly endpoint_id: number | null;
  readonly campaign_id: number | null;
  readonly url: string;
  readonly status: string;
  readonly tries: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: string;
}

export interface PhoneNumberRecord {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly provider: string;
  readonly agent_id: number | null;
}

/** A page of a list that is counted. */
export interface CountedPage<Item> {
  readonly records: readonly Item[];
  readonly total_records: number;
}

/** A page of a list that is gone through by cursor. */
export interface CursorPage<Item> {
  readonly records: readonly Item[];
  readonly next_cursor: string | null;
}

const ENDED: readonly string[] = ['completed', 'cancelled', 'failed'];

/** Whether a campaign makes no call any more. */
export function hasEnded(status: string): boolean {
  return ENDED.includes(status);
}
