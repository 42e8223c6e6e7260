import {
  callbackStatusOf,
  countsAsAttempt,
  DISPOSITIONS,
  isRetryable,
  RETRYABLE_DISPOSITIONS,
  type Disposition,
} from './disposition';

type CallbackStatus = ReturnType<typeof callbackStatusOf>;

describe('the status that existing integrations are told', () => {
  const expected: Record<Disposition, { reached: CallbackStatus; retry: CallbackStatus }> = {
    completed: { reached: 'completed', retry: 'completed' },
    busy: { reached: 'busy', retry: 'busy' },
    declined: { reached: 'busy', retry: 'busy' },
    no_answer: { reached: 'no-answer', retry: 'no-answer' },
    voicemail: { reached: 'completed', retry: 'no-answer' },
    failed: { reached: 'failed', retry: 'failed' },
    invalid_number: { reached: 'failed', retry: 'failed' },
    suppressed: { reached: 'failed', retry: 'failed' },
    no_capacity: { reached: 'failed', retry: 'failed' },
    cancelled: { reached: 'failed', retry: 'failed' },
    unknown: { reached: 'failed', retry: 'failed' },
  };

  it.each(DISPOSITIONS)('%s', (disposition) => {
    expect({
      reached: callbackStatusOf(disposition, 'reached'),
      retry: callbackStatusOf(disposition, 'retry'),
    }).toEqual(expected[disposition]);
  });
});

describe('an attempt', () => {
  it('counts against the retry budget unless the provider had no capacity', () => {
    expect(DISPOSITIONS.filter((disposition) => !countsAsAttempt(disposition))).toEqual(['no_capacity']);
  });

  it('may have a retry rule only where calling again can help', () => {
    expect(DISPOSITIONS.filter(isRetryable)).toEqual([...RETRYABLE_DISPOSITIONS]);
    for (const never of ['completed', 'invalid_number', 'suppressed', 'cancelled'] as const) {
      expect(isRetryable(never)).toBe(false);
    }
  });
});
