/** How an endpoint is asked. */
export const WEBHOOK_METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type WebhookMethod = (typeof WEBHOOK_METHODS)[number];

/** Where a variable's value comes from; `default` is the variable's own name. */
export const VARIABLE_SOURCES = ['default', 'contact', 'agent_outcome', 'call_log'] as const;
export type VariableSource = (typeof VARIABLE_SOURCES)[number];

/** The fields of a call that variables may name (spec/webhooks). */
export const CALL_LOG_FIELDS = [
  'call_id',
  'call_sid',
  'company_id',
  'campaign_id',
  'agent_id',
  'contact_id',
  'from_number',
  'to_number',
  'duration',
  'status',
  'direction',
  'rating',
  'summary',
  'recording_url',
  'transcript',
  'sentiment',
  'agent_task_status',
  'agent_task_feedback',
  'dynamic_variables',
  'post_call_outcomes',
  'created_at',
  'started_at',
  'ended_at',
] as const;
export type CallLogField = (typeof CALL_LOG_FIELDS)[number];

/** A value that a body, a query or a header of an endpoint is filled with. */
export interface WebhookVariable {
  readonly name: string;
  readonly source: VariableSource;
  /** The field within the source; dots go deeper, `metadata.order_id`. Null for `default`. */
  readonly field: string | null;
}

/** When an answer counts as delivered. */
export interface SuccessCondition {
  /** The status code expected; null: any 2xx. */
  readonly status: number | null;
  /** A dotted path into a JSON answer, and the boolean that must stand there; null: the answer is not read. */
  readonly key: string | null;
  readonly value: boolean;
}

/** How long an endpoint is tried. Null everywhere: growing delays for three days. */
export interface RetryBounds {
  /** Tries after the first. */
  readonly retryLimit: number | null;
  /** Seconds from the first try, all included. */
  readonly totalTimeoutS: number | null;
}
