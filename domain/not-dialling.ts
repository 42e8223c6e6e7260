import type { PauseCode } from './pause-reason';

/** Why a campaign starts no call at this moment; null while it does. */
export type NotDialling =
  | PauseCode
  | 'ended'
  | 'scheduled'
  | 'outside_hours'
  | 'no_contacts'
  | 'all_slots_taken'
  | 'shared_capacity'
  | 'pace'
  | null;

/**
 * Why calls wait although their campaign dials: its provider has refused one and asked for quiet. Known to Postgres, not to
 * the campaign's workflow.
 */
export const PROVIDER_RESTING = {
  code: 'provider_resting',
  text: 'The provider has asked for no further calls for a while. They go on by themselves.',
} as const;

/** `NotDialling` in words, for people: the API, the dashboard and the Temporal UI say it alike. */
export const NOT_DIALLING_TEXT: Record<Exclude<NotDialling, null>, string> = {
  paused: 'The campaign is paused. Resume it to go on.',
  circuit_breaker: 'Too many calls failed at the provider. Resume the campaign when it is well again.',
  quota_reached: 'A limit of the campaign is reached. Raise it, then resume.',
  numbers_resting: 'All caller numbers rest, because too few people answer them.',
  agent_missing: 'The number has no agent. Attach one, then resume.',
  number_missing: 'The campaign has no number to call from. Give it one, then resume.',
  credentials_refused: 'The provider refuses the credentials. Correct them, then resume.',
  ended: 'The campaign has ended.',
  scheduled: 'The campaign has not started yet.',
  outside_hours: 'It is outside the calling hours.',
  no_contacts: 'No contact waits to be called.',
  all_slots_taken: 'As many calls are in flight as the concurrency allows.',
  shared_capacity: 'The number or the provider account is at its limit, and this campaign has its fair part of it.',
  pace: 'The next call waits for its turn in the calls per second.',
};
