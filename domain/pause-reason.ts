/** Who or what has paused a campaign, as it appears in `status_reason.code`. */
export const PAUSE_CODES = [
  'paused',
  'circuit_breaker',
  'quota_reached',
  'numbers_resting',
  'agent_missing',
  'number_missing',
  'credentials_refused',
] as const;
export type PauseCode = (typeof PAUSE_CODES)[number];

/** Why a campaign is paused, and until when where it goes on by itself. */
export interface PauseReason {
  readonly code: PauseCode;
  /** A sentence for people, without numbers or names of contacts. */
  readonly text: string;
  /** Epoch milliseconds at which it goes on by itself; null: when somebody resumes it. */
  readonly until: number | null;
}

/** A person's pause. */
export const PAUSED_BY_HAND: PauseReason = {
  code: 'paused',
  text: 'The campaign is paused. Resume it to go on.',
  until: null,
};
