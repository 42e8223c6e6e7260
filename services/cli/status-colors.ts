import type { Output } from './output';

/** A status of a campaign, contact or delivery in the colour of what it means; the word stays. */
export function paintStatus({ colors }: Output, status: string): string {
  switch (status) {
    case 'in_progress':
      return colors.cyan(status);
    case 'completed':
    case 'delivered':
      return colors.green(status);
    case 'failed':
    case 'unknown':
      return colors.red(status);
    case 'paused':
    case 'auto_paused':
    case 'busy':
    case 'no_answer':
    case 'voicemail':
    case 'retry_scheduled':
      return colors.yellow(status);
    case 'scheduled':
    case 'callback_scheduled':
      return colors.magenta(status);
    case 'cancelled':
    case 'draft':
    case 'queued':
    case 'skipped':
    case 'suppressed':
    case 'expired':
      return colors.dim(status);
    default:
      return status;
  }
}
