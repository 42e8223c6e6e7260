/** What to do about answering machines. Whether one counts as having reached the person is the retry policy's. */
export interface VoicemailHandling {
  /** `wait_for_beep` listens until the greeting is over, so that a message is not cut off at its beginning. */
  readonly detection: 'off' | 'detect' | 'wait_for_beep';
  /** How long the provider listens before it takes whoever answers for a person, seconds. */
  readonly timeoutS: number;
  /** A template that is spoken to a machine before hanging up; null hangs up. */
  readonly message: string | null;
}

/** What holds where a campaign says nothing. */
export const DEFAULT_VOICEMAIL: VoicemailHandling = { detection: 'off', timeoutS: 30, message: null };
