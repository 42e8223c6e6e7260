import fc from 'fast-check';
import { DISPOSITIONS, type Disposition } from './disposition';
import { finalLineStatusOf, isFinalLineStatus, LINE_STATUSES, type LineStatus } from './line-status';

describe('the status of a line', () => {
  it('is open while a call may follow by itself, and final otherwise', () => {
    expect(LINE_STATUSES.filter((status) => !isFinalLineStatus(status))).toEqual([
      'queued',
      'in_progress',
      'retry_scheduled',
      'callback_scheduled',
    ]);
  });

  const expected: Record<Disposition, LineStatus> = {
    completed: 'completed',
    busy: 'busy',
    declined: 'busy',
    no_answer: 'no_answer',
    voicemail: 'voicemail',
    failed: 'failed',
    invalid_number: 'failed',
    no_capacity: 'failed',
    suppressed: 'suppressed',
    cancelled: 'cancelled',
    unknown: 'unknown',
  };

  it.each(DISPOSITIONS)('after a last attempt that ended %s', (disposition) => {
    expect(finalLineStatusOf(disposition)).toBe(expected[disposition]);
  });

  it('is final after every last attempt', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DISPOSITIONS), (disposition) => {
        expect(isFinalLineStatus(finalLineStatusOf(disposition))).toBe(true);
      }),
    );
  });
});
