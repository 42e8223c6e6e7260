import type { Disposition } from './disposition';

/** Every `call_status` of a line: one contact in one campaign. */
export const LINE_STATUSES = [
  'queued',
  'in_progress',
  'retry_scheduled',
  'callback_scheduled',
  'completed',
  'busy',
  'no_answer',
  'voicemail',
  'failed',
  'skipped',
  'suppressed',
  'expired',
  'cancelled',
  'unknown',
] as const;

export type LineStatus = (typeof LINE_STATUSES)[number];

/** The statuses of a line that is not done with. */
export const OPEN_LINE_STATUSES: readonly LineStatus[] = [
  'queued',
  'in_progress',
  'retry_scheduled',
  'callback_scheduled',
];

/** True when the line is done with: no call will follow unless a person asks for one. */
export function isFinalLineStatus(status: LineStatus): boolean {
  return !OPEN_LINE_STATUSES.includes(status);
}

/**
 * The status a line ends in when its last attempt ended so.
 *
 * @example finalLineStatusOf('declined') // 'busy'
 */
export function finalLineStatusOf(disposition: Disposition): LineStatus {
  switch (disposition) {
    case 'completed':
    case 'busy':
    case 'no_answer':
    case 'voicemail':
    case 'suppressed':
    case 'cancelled':
    case 'unknown':
      return disposition;
    case 'declined':
      return 'busy';
    case 'failed':
    case 'invalid_number':
    case 'no_capacity':
      return 'failed';
  }
}
