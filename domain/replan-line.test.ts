import fc from 'fast-check';
import { createCallCalendar } from '../infra/time-zones/call-calendar';
import { zoneClock } from '../infra/time-zones/zone-clock';
import { decideAfterAttempt, type AttemptFacts, type CallbackPolicy } from './call-decision';
import { hoursAt, type CallingHours, type CallTimes } from './calling-hours';
import type { CallCondition } from './conditions';
import { DISPOSITIONS, RETRYABLE_DISPOSITIONS, type Disposition } from './disposition';
import { isFinalLineStatus } from './line-status';
import {
  CALLED_NOW,
  effectText,
  kindOfChange,
  replanLine,
  type LineChange,
  type WaitingLine,
  type WaitingStatus,
} from './replan-line';
import { MAX_RETRY_LIMIT, type RetryPolicy } from './retry-policy';

/** A Tuesday, 10:00 in London; the last call was an hour before. */
const NOW = Date.UTC(2026, 2, 10, 10);
const ENDED = NOW - 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const RETRY: RetryPolicy = {
  enabled: true,
  limit: 3,
  schedule: 'scheduled_time',
  scheduleDays: 0,
  scheduleHours: 5,
  rules: {},
  voicemail: 'retry',
};

const NO_HOURS: CallTimes = { campaign: null, openedAt: 0, contact: null };
const OFFICE_HOURS: CallingHours = {
  zone: 'Europe/London',
  dailyStop: null,
  dailyStart: null,
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  windows: [{ startMinute: 540, endMinute: 1020 }],
  closedDates: [],
};
const OFFICE: CallTimes = { ...NO_HOURS, campaign: OFFICE_HOURS };
const EVENINGS: CallTimes = {
  ...OFFICE,
  campaign: { ...OFFICE_HOURS, windows: [{ startMinute: 1080, endMinute: 1260 }] },
};
const NEVER_OPEN: CallTimes = { ...OFFICE, campaign: { ...OFFICE_HOURS, weekdays: [] } };

const CONDITION: CallCondition = { column: 'plan', operator: 'equals', value: 'pro' };
const OTHER_CONDITION: CallCondition = { column: 'age', operator: 'greater_than', value: 18 };

/** Waits for its first retry, five hours after a busy line. */
const LINE: WaitingLine = {
  status: 'retry_scheduled',
  ready: false,
  retriesUsed: 1,
  uncountedInARow: 0,
  last: { disposition: 'busy', at: ENDED },
  lastCounted: 'busy',
  nextAttemptAt: ENDED + 5 * HOUR_MS,
  reason: 'busy: retry 1 of 3',
  calledNow: false,
  callbackAt: null,
  callbackDropped: false,
  scheduleAt: null,
  failing: null,
  skippedFor: null,
};

const FRESH: WaitingLine = {
  ...LINE,
  status: 'queued',
  retriesUsed: 0,
  last: null,
  lastCounted: null,
  nextAttemptAt: null,
  reason: null,
};

const PROMISED: WaitingLine = {
  ...LINE,
  status: 'callback_scheduled',
  retriesUsed: 0,
  last: { disposition: 'completed', at: ENDED },
  lastCounted: 'completed',
  nextAttemptAt: NOW + DAY_MS,
  reason: 'asked to be called back ("tomorrow at ten")',
  callbackAt: NOW + DAY_MS,
};

interface Settings {
  readonly retry?: Partial<RetryPolicy>;
  readonly times?: CallTimes;
}

function replan(line: WaitingLine, { retry, times = NO_HOURS }: Settings = {}, now = NOW): LineChange {
  const calendar = createCallCalendar(times, 'Europe/London');
  return replanLine(line, { retry: { ...RETRY, ...retry }, calendar, now });
}

type Case = [string, Partial<WaitingLine>, Settings, Partial<LineChange>];

describe('a line that waits for a retry', () => {
  it.each<Case>([
    ['stays as it is under the same settings', {}, {}, { kind: 'keep' }],
    [
      'follows a shorter delay, from the end of its last call on',
      {},
      { retry: { scheduleHours: 2 } },
      { kind: 'move', at: ENDED + 2 * HOUR_MS, reason: 'busy: retry 1 of 3' },
    ],
    ['follows a longer delay', {}, { retry: { scheduleHours: 9 } }, { kind: 'move', at: ENDED + 9 * HOUR_MS }],
    [
      'follows the rule of its disposition',
      {},
      { retry: { rules: { busy: { delayS: 7200, backoff: 1, maxDelayS: 9000 } } } },
      { kind: 'move', at: ENDED + 2 * HOUR_MS },
    ],
    [
      'keeps the attempts used: its second retry waits for the second delay',
      { retriesUsed: 2 },
      { retry: { rules: { busy: { delayS: 3600, backoff: 3, maxDelayS: 86_400 } } } },
      { kind: 'move', at: ENDED + 3 * HOUR_MS, reason: 'busy: retry 2 of 3' },
    ],
    ['is never due before now', {}, { retry: { schedule: 'immediately' } }, { kind: 'move', at: NOW }],
    [
      'ends when the limit is lower than the retry it waits for',
      { retriesUsed: 3 },
      { retry: { limit: 2 } },
      { kind: 'close', status: 'busy', reason: 'busy; the retry limit is 2 now' },
    ],
    [
      'goes on while its retry is within the lower limit',
      { retriesUsed: 2 },
      { retry: { limit: 2 } },
      { kind: 'keep' },
    ],
    [
      'ends when retries are switched off',
      {},
      { retry: { enabled: false } },
      { kind: 'close', status: 'busy', reason: 'busy; retries were switched off' },
    ],
    [
      'ends after a voicemail that counts as reached now',
      { last: { disposition: 'voicemail', at: ENDED }, lastCounted: 'voicemail' },
      { retry: { voicemail: 'reached' } },
      { kind: 'close', status: 'voicemail', reason: 'voicemail; a voicemail counts as reached now' },
    ],
    [
      'moves later when the hours are narrowed, and says so',
      {},
      { times: EVENINGS },
      { kind: 'move', at: Date.UTC(2026, 2, 10, 18), reason: 'busy: retry 1 of 3; moved into the calling hours' },
    ],
    [
      'comes earlier when the hours that held it are widened',
      { nextAttemptAt: NOW + 3 * DAY_MS, reason: 'busy: retry 1 of 3; moved into the calling hours' },
      { times: OFFICE },
      { kind: 'move', at: ENDED + 5 * HOUR_MS, reason: 'busy: retry 1 of 3' },
    ],
    [
      'ends when the hours never open again',
      {},
      { times: NEVER_OPEN },
      { kind: 'close', status: 'busy', reason: 'busy; no calling hours within 400 days' },
    ],
    [
      'stays in the queue once it is there',
      { ready: true, nextAttemptAt: ENDED },
      { times: EVENINGS },
      { kind: 'keep' },
    ],
    [
      'leaves the queue when the new limit ends it',
      { ready: true, nextAttemptAt: ENDED, retriesUsed: 2 },
      { retry: { limit: 1 } },
      { kind: 'close', status: 'busy' },
    ],
    [
      'that somebody wants called now stays so, whatever the delay',
      { calledNow: true, nextAttemptAt: NOW - 1, reason: CALLED_NOW },
      { retry: { scheduleHours: 9 } },
      { kind: 'keep' },
    ],
    [
      'that somebody wants called now waits for the hours only',
      { calledNow: true, nextAttemptAt: NOW - 1, reason: CALLED_NOW },
      { times: EVENINGS },
      { kind: 'move', at: Date.UTC(2026, 2, 10, 18), reason: `${CALLED_NOW}; moved into the calling hours` },
    ],
  ])('%s', (_rule, line, settings, expected) => {
    expect(replan({ ...LINE, ...line }, settings)).toMatchObject(expected);
  });
});

describe('a line that waits for a provider without room', () => {
  const waiting: WaitingLine = {
    ...LINE,
    uncountedInARow: 2,
    last: { disposition: 'no_capacity', at: NOW - 10_000 },
    nextAttemptAt: NOW + 20_000,
    reason: 'the provider had no capacity; not an attempt',
  };

  it.each<Case>([
    ['does not care about delays', {}, { retry: { scheduleHours: 1 } }, { kind: 'keep' }],
    [
      'does not care about the limit when it was never called',
      { retriesUsed: 0, lastCounted: null },
      { retry: { limit: 0 } },
      { kind: 'keep' },
    ],
    [
      'ends when the limit is lower than the retry that it is',
      { retriesUsed: 2 },
      { retry: { limit: 1 } },
      { kind: 'close', status: 'busy', reason: 'busy; the retry limit is 1 now' },
    ],
    ['waits for the hours', {}, { times: EVENINGS }, { kind: 'move', at: Date.UTC(2026, 2, 10, 18) }],
  ])('%s', (_rule, line, settings, expected) => {
    expect(replan({ ...waiting, ...line }, settings)).toMatchObject(expected);
  });
});

describe('a line with a promised callback', () => {
  it.each<Case>([
    ['keeps it when retries are switched off', {}, { retry: { enabled: false, limit: 0 } }, { kind: 'keep' }],
    [
      'goes where its zone puts the wall-clock time today',
      { callbackAt: NOW + DAY_MS + HOUR_MS },
      {},
      { kind: 'move', at: NOW + DAY_MS + HOUR_MS, reason: 'asked to be called back ("tomorrow at ten")' },
    ],
    [
      'has it moved into the hours, and says so',
      {},
      { times: EVENINGS },
      {
        kind: 'move',
        at: Date.UTC(2026, 2, 11, 18),
        reason: 'asked to be called back ("tomorrow at ten"); moved into the calling hours',
      },
    ],
    [
      'comes back to the time asked for when the hours allow it again',
      { nextAttemptAt: Date.UTC(2026, 2, 11, 18), reason: 'asked to be called back; moved into the calling hours' },
      {},
      { kind: 'move', at: NOW + DAY_MS, reason: 'asked to be called back' },
    ],
    [
      'ends when it is dropped and no retry is due',
      { callbackAt: null, callbackDropped: true },
      {},
      { kind: 'close', status: 'completed', reason: 'completed; the callback was dropped' },
    ],
    [
      'is retried when it is dropped and its last call did not reach the person',
      { callbackAt: null, callbackDropped: true, last: { disposition: 'busy', at: ENDED }, lastCounted: 'busy' },
      {},
      { kind: 'retry', at: ENDED + 5 * HOUR_MS, reason: 'busy: retry 1 of 3' },
    ],
    ['promised before promises were stored is kept', { callbackAt: null }, {}, { kind: 'keep' }],
  ])('%s', (_rule, line, settings, expected) => {
    expect(replan({ ...PROMISED, ...line }, settings)).toMatchObject(expected);
  });
});

describe('a line that was never called', () => {
  it.each<Case>([
    ['stays in the queue', { ready: true }, { retry: { enabled: false }, times: EVENINGS }, { kind: 'keep' }],
    [
      'deferred for the hours comes earlier when they are widened',
      { nextAttemptAt: NOW + DAY_MS },
      {},
      { kind: 'move', at: NOW },
    ],
    [
      'deferred for the hours goes later when they are narrowed',
      { nextAttemptAt: NOW + HOUR_MS },
      { times: EVENINGS },
      { kind: 'move', at: Date.UTC(2026, 2, 10, 18) },
    ],
    [
      'never comes before the time that its sender has given',
      { scheduleAt: NOW + DAY_MS, nextAttemptAt: NOW + 2 * DAY_MS },
      {},
      { kind: 'move', at: NOW + DAY_MS, reason: 'scheduled by the sender of the contact' },
    ],
    ['waits on when the hours never open', { nextAttemptAt: NOW + HOUR_MS }, { times: NEVER_OPEN }, { kind: 'keep' }],
  ])('%s', (_rule, line, settings, expected) => {
    expect(replan({ ...FRESH, ...line }, settings)).toMatchObject(expected);
  });
});

describe('a condition', () => {
  const skipped: WaitingLine = { ...FRESH, status: 'skipped', skippedFor: CONDITION };

  it.each<[string, WaitingLine, Settings, Partial<LineChange>]>([
    ['that fails skips a waiting line', { ...LINE, failing: CONDITION }, {}, { kind: 'skip', condition: CONDITION }],
    ['that fails skips a line in the queue', { ...FRESH, ready: true, failing: CONDITION }, {}, { kind: 'skip' }],
    ['that fails takes even a promised callback', { ...PROMISED, failing: CONDITION }, {}, { kind: 'skip' }],
    ['that still fails leaves a skipped line', { ...skipped, failing: CONDITION }, {}, { kind: 'keep' }],
    [
      'that fails in place of another is noted',
      { ...skipped, failing: OTHER_CONDITION },
      {},
      { kind: 'skip', condition: OTHER_CONDITION },
    ],
    ['that holds again puts a line back into the queue', skipped, {}, { kind: 'restore', status: 'queued', at: NOW }],
    [
      'that holds again puts a line back to its retry',
      { ...LINE, status: 'skipped', skippedFor: CONDITION, nextAttemptAt: null },
      {},
      { kind: 'restore', status: 'retry_scheduled', at: ENDED + 5 * HOUR_MS },
    ],
    [
      'that holds again gives a promise back',
      { ...PROMISED, status: 'skipped', skippedFor: CONDITION, nextAttemptAt: null },
      {},
      { kind: 'restore', status: 'callback_scheduled', at: NOW + DAY_MS },
    ],
    [
      'that holds again gives no retry that is not granted any more',
      { ...LINE, status: 'skipped', skippedFor: CONDITION },
      { retry: { limit: 0 } },
      { kind: 'keep' },
    ],
    ['has nothing to say about a line skipped by hand', { ...skipped, skippedFor: null }, {}, { kind: 'keep' }],
  ])('%s', (_rule, line, settings, expected) => {
    expect(replan(line, settings)).toMatchObject(expected);
  });
});

// --- What holds for every line under any settings ---

const anyRetry: fc.Arbitrary<RetryPolicy> = fc.record({
  enabled: fc.boolean(),
  limit: fc.nat(10),
  schedule: fc.constantFrom('immediately', 'next_day', 'scheduled_time'),
  scheduleDays: fc.nat(10),
  scheduleHours: fc.nat(23),
  rules: fc.dictionary(
    fc.constantFrom(...RETRYABLE_DISPOSITIONS),
    fc.record({
      delayS: fc.nat(86_400),
      backoff: fc.double({ min: 1, max: 4, noNaN: true }),
      maxDelayS: fc.nat(86_400),
    }),
  ),
  voicemail: fc.constantFrom('reached', 'retry'),
});

const anyTimes = fc.constantFrom(NO_HOURS, OFFICE, EVENINGS, NEVER_OPEN, {
  ...OFFICE,
  contact: { startMinute: 480, endMinute: 1260, zones: ['America/New_York'] },
});
const instant = fc.integer({ min: NOW - 3 * DAY_MS, max: NOW + 30 * DAY_MS });
const anyCondition = fc.constantFrom(null, CONDITION, OTHER_CONDITION);

const anyLine: fc.Arbitrary<WaitingLine> = fc
  .record({
    status: fc.constantFrom<WaitingLine['status']>('queued', 'retry_scheduled', 'callback_scheduled', 'skipped'),
    ready: fc.boolean(),
    retriesUsed: fc.nat(8),
    uncountedInARow: fc.nat(5),
    last: fc.option(
      fc.record({
        disposition: fc.constantFrom(...DISPOSITIONS),
        at: fc.integer({ min: NOW - 30 * DAY_MS, max: NOW }),
      }),
    ),
    lastCounted: fc.option(fc.constantFrom<Disposition>('busy', 'no_answer', 'completed')),
    nextAttemptAt: fc.option(instant),
    reason: fc.option(fc.constantFrom('busy: retry 1 of 3', 'asked', CALLED_NOW)),
    callbackAt: fc.option(instant, { freq: 2 }),
    callbackDropped: fc.boolean(),
    scheduleAt: fc.option(instant),
    failing: anyCondition,
    skippedFor: anyCondition,
  })
  .map((line) => ({
    ...line,
    ...(line.status === 'skipped' ? { reason: null, nextAttemptAt: null } : {}),
    calledNow: line.reason === CALLED_NOW && line.status !== 'skipped',
    ready: line.ready && line.status !== 'skipped',
    callbackDropped: line.callbackDropped && line.callbackAt === null,
  }));

/** A line after a change, as the store writes it. */
function changed(line: WaitingLine, change: LineChange): WaitingLine | null {
  switch (change.kind) {
    case 'keep':
      return line;
    case 'move':
      return { ...line, nextAttemptAt: change.at, reason: change.reason };
    case 'retry':
      return {
        ...line,
        status: 'retry_scheduled',
        retriesUsed: line.retriesUsed + 1,
        nextAttemptAt: change.at,
        reason: change.reason,
      };
    case 'close':
      return null;
    case 'skip':
      return {
        ...line,
        status: 'skipped',
        ready: false,
        skippedFor: change.condition,
        nextAttemptAt: null,
        reason: null,
        calledNow: false,
      };
    case 'restore':
      return {
        ...line,
        status: change.status,
        skippedFor: null,
        nextAttemptAt: change.at,
        reason: change.reason,
        calledNow: false,
      };
  }
}

function always(law: (change: LineChange, line: WaitingLine, settings: Required<Settings>) => void): void {
  fc.assert(
    fc.property(anyLine, anyRetry, anyTimes, (line, retry, times) => {
      law(replan(line, { retry, times }), line, { retry, times });
    }),
    { numRuns: 2_000 },
  );
}

describe('changed settings', () => {
  it('never put a call before now, nor outside the hours', () => {
    always((change, _line, { times }) => {
      if (!('at' in change)) return;
      expect(change.at).toBeGreaterThanOrEqual(NOW);
      expect(Number.isInteger(change.at)).toBe(true);
      expect(hoursAt(times, change.at, zoneClock).open).toBe(true);
    });
  });

  it('applied twice change nothing more', () => {
    always((change, line, settings) => {
      const after = changed(line, change);
      if (after) expect(replan(after, settings)).toEqual({ kind: 'keep' });
    });
  });

  it('applied again later change nothing that is not due yet', () => {
    always((change, line, settings) => {
      const after = changed(line, change);
      if (!after || after.status === 'skipped' || after.ready || (after.nextAttemptAt ?? 0) <= NOW + HOUR_MS) return;
      if (after.calledNow || settings.times === NEVER_OPEN) return;
      if (change.kind === 'keep') return;
      expect(replan(after, settings, NOW + HOUR_MS)).toEqual({ kind: 'keep' });
    });
  });

  it('end a line only with a final status, and always say why', () => {
    always((change) => {
      if ('reason' in change) expect(change.reason).not.toBe('');
      if (change.kind === 'close') expect(isFinalLineStatus(change.status)).toBe(true);
    });
  });

  it('never end who was never called, nor a promise', () => {
    always((change, line, { times }) => {
      if (change.kind !== 'close' || times === NEVER_OPEN) return;
      expect(line.last).not.toBeNull();
      expect(line.callbackAt).toBeNull();
    });
  });
});

describe('the budget of retries', () => {
  const callback: CallbackPolicy = { enabled: false, defaultDelayS: 60, limit: 0, maxDays: 1 };

  it('makes seven calls at most, whatever the settings become between them', () => {
    const step = fc.record({
      retry: anyRetry,
      changedTo: fc.array(anyRetry, { maxLength: 3 }),
      disposition: fc.constantFrom<Disposition>('busy', 'no_answer', 'failed', 'declined'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 12, maxLength: 12 }), (steps) => {
        const calls = callsUnder(steps);
        expect(calls).toBeLessThanOrEqual(MAX_RETRY_LIMIT + 1);
      }),
    );
  });

  function callsUnder(
    steps: ReadonlyArray<{ retry: RetryPolicy; changedTo: readonly RetryPolicy[]; disposition: Disposition }>,
  ): number {
    const calendar = createCallCalendar(NO_HOURS, 'UTC');
    let retriesUsed = 0;
    let now = NOW;
    for (const [index, { retry, changedTo, disposition }] of steps.entries()) {
      const facts: AttemptFacts = {
        disposition,
        rawCode: null,
        callback: null,
        doNotCall: false,
        retriesUsed,
        callbacksUsed: 0,
        uncountedInARow: 0,
        providerRestsUntil: null,
        campaignEnded: false,
        endedAt: now,
        now,
      };
      const decision = decideAfterAttempt(facts, retry, callback, calendar);
      if (decision.kind === 'close') return index + 1;
      retriesUsed += 1;
      const last = { disposition, at: now };
      let line: WaitingLine | null = {
        ...LINE,
        retriesUsed,
        last,
        lastCounted: disposition,
        nextAttemptAt: decision.at,
      };
      for (const policy of changedTo) line = line && changed(line, replanLine(line, { retry: policy, calendar, now }));
      if (!line) return index + 1;
      now = Math.max(now, line.nextAttemptAt ?? now);
    }
    return steps.length;
  }
});

describe('the effect of settings in words', () => {
  const none = { earlier: 0, later: 0, ended: 0, skipped: 0, restored: 0, unchanged: 0 };

  it.each([
    [{ earlier: 312, ended: 40 }, '312 contacts get an earlier call, 40 end now.'],
    [{ later: 1, unchanged: 5 }, '1 contact gets a later call.'],
    [{ skipped: 1_204, restored: 1 }, '1,204 contacts are skipped, 1 is no longer skipped.'],
    [{ unchanged: 3 }, 'Nothing changes for the contacts that wait.'],
    [{}, 'No contact waits.'],
  ])('%p', (counts, text) => expect(effectText({ ...none, ...counts })).toBe(text));

  it.each<[LineChange, number | null, string]>([
    [{ kind: 'move', at: 5, reason: '' }, 9, 'earlier'],
    [{ kind: 'move', at: 9, reason: '' }, 5, 'later'],
    [{ kind: 'retry', at: 9, reason: '' }, null, 'earlier'],
    [{ kind: 'close', status: 'busy', reason: '' }, 5, 'ended'],
    [{ kind: 'skip', condition: CONDITION }, 5, 'skipped'],
    [{ kind: 'restore', status: 'queued' satisfies WaitingStatus, at: 1, reason: '' }, null, 'restored'],
    [{ kind: 'keep' }, 5, 'unchanged'],
  ])('%p counts as it changes the next call', (change, nextAttemptAt, kind) => {
    expect(kindOfChange(change, nextAttemptAt)).toBe(kind);
  });
});
