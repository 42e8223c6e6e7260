import type { CallCalendar } from './call-calendar';
import { decideAfterInbound, type InboundFacts } from './inbound-decision';

const NOW = Date.UTC(2027, 4, 11, 10);
const HOUR_MS = 3_600_000;

const open: CallCalendar = { openingFrom: (at) => at, nextMidnight: (at) => at, sameTimeNextDay: (at) => at };
const CALLBACK = { enabled: true, defaultDelayS: 7_200, limit: 3, maxDays: 30 };
const SETTLE = { inbound: 'settle', callback: CALLBACK } as const;
const RESCHEDULE = { inbound: 'reschedule', callback: CALLBACK } as const;
const IGNORE = { inbound: 'ignore', callback: CALLBACK } as const;

const facts = (more: Partial<InboundFacts> = {}): InboundFacts => ({
  disposition: 'completed',
  callback: null,
  callbacksUsed: 0,
  endedAt: NOW,
  now: NOW,
  ...more,
});
const asked = { at: NOW + 24 * HOUR_MS, source: 'words', text: 'tomorrow' } as const;

test('who speaks to the agent is done with, where the campaign settles', () => {
  expect(decideAfterInbound(facts(), SETTLE, open)).toEqual({ kind: 'close', reason: 'called back by itself' });
});

test('who speaks to the agent is called after the default delay, where the campaign reschedules', () => {
  expect(decideAfterInbound(facts(), RESCHEDULE, open)).toMatchObject({
    kind: 'callback',
    at: NOW + 2 * HOUR_MS,
    source: 'default_delay',
    isGranted: false,
  });
});

test.each([
  ['settles', SETTLE],
  ['reschedules', RESCHEDULE],
])('a callback that is asked for is granted where the campaign %s', (_what, rules) => {
  expect(decideAfterInbound(facts({ callback: asked }), rules, open)).toMatchObject({
    kind: 'callback',
    at: asked.at,
    source: 'words',
    isGranted: true,
  });
});

test.each([
  ['callbacks are off', { ...SETTLE, callback: { ...CALLBACK, enabled: false } }, 0],
  ['all callbacks are used', SETTLE, 3],
])('a callback is not granted when %s: the contact was reached', (_when, rules, callbacksUsed) => {
  expect(decideAfterInbound(facts({ callback: asked, callbacksUsed }), rules, open).kind).toBe('close');
});

test.each(['no_answer', 'failed', 'declined', 'voicemail', 'unknown', 'cancelled'] as const)(
  'a call that ended as %s changes nothing',
  (disposition) => {
    expect(decideAfterInbound(facts({ disposition }), SETTLE, open).kind).toBe('nothing');
    expect(decideAfterInbound(facts({ disposition }), RESCHEDULE, open).kind).toBe('nothing');
  },
);

test('a campaign that ignores inbound calls changes nothing, whatever is asked for', () => {
  expect(decideAfterInbound(facts({ callback: asked }), IGNORE, open).kind).toBe('nothing');
});

test('the next call lies inside the hours, and the reason says that it was moved', () => {
  const morning = NOW + 20 * HOUR_MS;
  const calendar = { ...open, openingFrom: () => morning };
  expect(decideAfterInbound(facts(), RESCHEDULE, calendar)).toMatchObject({
    at: morning,
    reason: expect.stringContaining('moved into the calling hours'),
  });
});

test('who cannot be called again because no hours are left has been reached', () => {
  const calendar = { ...open, openingFrom: () => null };
  expect(decideAfterInbound(facts({ callback: asked }), SETTLE, calendar)).toMatchObject({
    kind: 'close',
    reason: expect.stringContaining('no calling hours'),
  });
});
