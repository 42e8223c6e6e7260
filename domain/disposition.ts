/** How one attempt ended, in the words all providers are mapped to. */
export const DISPOSITIONS = [
  'completed',
  'busy',
  'no_answer',
  'declined',
  'voicemail',
  'failed',
  'invalid_number',
  'suppressed',
  'no_capacity',
  'cancelled',
  'unknown',
] as const;

export type Disposition = (typeof DISPOSITIONS)[number];

/** Dispositions that a campaign may set a retry rule for. */
export const RETRYABLE_DISPOSITIONS = ['busy', 'no_answer', 'declined', 'voicemail', 'failed', 'unknown'] as const;
export type RetryableDisposition = (typeof RETRYABLE_DISPOSITIONS)[number];

/** True when a policy may ask for another attempt after this disposition. */
export function isRetryable(disposition: Disposition): disposition is RetryableDisposition {
  return (RETRYABLE_DISPOSITIONS as readonly string[]).includes(disposition);
}

/**
 * True when the attempt counts against the retry budget. `no_capacity` does not: the provider was full, limited, down
 * or without funds, and nobody's phone rang (spec, "Retry").
 */
export function countsAsAttempt(disposition: Disposition): boolean {
  return disposition !== 'no_capacity';
}

/** What providers call the ways of having no room for a call; anything else is plain lack of capacity. */
const NO_CAPACITY_CODES: ReadonlyArray<readonly [RegExp, string]> = [
  [/fund|credit|balance|payment|billing|http_402/, 'the provider account is without funds'],
  [/unauthori|forbidden|credential|api_key|authenticat|http_40[13]$/, 'the provider refuses the credentials'],
  [/rate_?limit|too_many|throttl|http_429/, 'the provider limits the rate of calls'],
  [/unreachable|unavailable|timeout|provider_down|econn|http_5\d\d/, 'the provider cannot be reached'],
];

/**
 * Why an attempt was none, in words: the ways of `no_capacity` are told apart by the provider's own code.
 *
 * @param rawCode as the provider gave it; null when it gave none.
 * @example noCapacityText('insufficient_funds') // 'the provider account is without funds'
 */
export function noCapacityText(rawCode: string | null): string {
  const code = (rawCode ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return NO_CAPACITY_CODES.find(([pattern]) => pattern.test(code))?.[1] ?? 'the provider had no capacity';
}

/**
 * The four statuses that existing integrations know from campaign callbacks.
 *
 * @param voicemailPolicy `reached` reports voicemail as completed, `retry` as no-answer.
 * @example callbackStatusOf('declined', 'retry') // 'busy'
 */
export function callbackStatusOf(
  disposition: Disposition,
  voicemailPolicy: 'reached' | 'retry',
): 'completed' | 'failed' | 'busy' | 'no-answer' {
  switch (disposition) {
    case 'completed':
      return 'completed';
    case 'busy':
    case 'declined':
      return 'busy';
    case 'no_answer':
      return 'no-answer';
    case 'voicemail':
      return voicemailPolicy === 'reached' ? 'completed' : 'no-answer';
    default:
      return 'failed';
  }
}
