import { RULED_DISPOSITIONS } from '../rules/ruled-dispositions';
import type { CampaignBody } from './wizard-form';

const SOON_S = 60;
const DAY_S = 86_400;
const HOUR_S = 3_600;

/**
 * After which ends of a call people are called again within a minute, by their labels.
 *
 * @example retriedAtOnce({ retry_config: { auto_retry: true } }) // ['busy', 'no answer', 'declined', 'voicemail']
 */
export function retriedAtOnce({ retry_config: retry, voicemail_policy: voicemail }: CampaignBody): string[] {
  if (!retry?.auto_retry || retry.retry_limit === 0) return [];
  const { auto_retry_schedule: schedule, retry_schedule_days: days, retry_schedule_hours: hours } = retry;
  const afterTimeS = (days ?? 0) * DAY_S + (hours ?? 0) * HOUR_S;
  const usualS = schedule === 'next_day' ? DAY_S : schedule === 'scheduled_time' ? afterTimeS : 0;
  return RULED_DISPOSITIONS.filter(({ name }) => {
    // Nobody has heard it ring where the provider failed; a voicemail may count as reached.
    if (name === 'failed' || (name === 'voicemail' && (voicemail ?? 'retry') !== 'retry')) return false;
    return (retry.rules?.[name]?.delay_s ?? usualS) < SOON_S;
  }).map(({ label }) => label.toLowerCase());
}
