import fc from 'fast-check';
import type { HoursRule } from './calling-hours';
import { explainLine, type HoldingRule, type LineFacts } from './line-explanation';
import { LINE_STATUSES, OPEN_LINE_STATUSES } from './line-status';
import { PAUSE_CODES } from './pause-reason';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const OPEN = { open: true, changesAt: null, heldBy: null };
const closed = (heldBy: HoursRule, changesAt: number | null = NOW + HOUR) => ({ open: false, changesAt, heldBy });

interface Changes extends Partial<Omit<LineFacts, 'line' | 'campaign'>> {
  readonly line?: Partial<LineFacts['line']>;
  readonly campaign?: Partial<LineFacts['campaign']>;
}

function facts({ line, campaign, ...changes }: Changes = {}): LineFacts {
  return {
    now: NOW,
    suppressedSince: null,
    campaignHours: OPEN,
    contactHours: OPEN,
    cap: null,
    before: 0,
    ...changes,
    line: {
      status: 'queued',
      closingReason: null,
      closedAt: null,
      expiresAt: null,
      scheduleAt: null,
      nextAttemptAt: null,
      nextAttemptReason: null,
      ready: true,
      readySince: NOW - HOUR,
      uncountedInARow: 0,
      changedAt: NOW - HOUR,
      ...line,
    },
    campaign: {
      status: 'in_progress',
      since: NOW - 2 * HOUR,
      pause: null,
      startsAt: null,
      slowedBy: null,
      concurrency: 2,
      callsInFlight: 1,
      providerRestsUntil: null,
      ...campaign,
    },
  };
}

const waiting = (status: 'queued' | 'retry_scheduled' | 'callback_scheduled', reason: string) => ({
  status,
  ready: false,
  readySince: null,
  nextAttemptAt: NOW + HOUR,
  nextAttemptReason: reason,
});

/** Every rule of calling that can hold a line, with the least that makes it hold. */
const HELD: ReadonlyArray<[HoldingRule, Changes, RegExp, number | null]> = [
  ['campaign_draft', { campaign: { status: 'draft' } }, /is a draft. Start it/, null],
  ['provider_resting', { campaign: { providerRestsUntil: NOW + HOUR } }, /asked for no further calls/, NOW + HOUR],
  ['campaign_ended', { campaign: { status: 'cancelled' } }, /The campaign is cancelled/, null],
  [
    'campaign_paused',
    { campaign: { status: 'paused', pause: { code: 'paused', text: 'Resume it.', until: null } } },
    /Resume it/,
    null,
  ],
  ...PAUSE_CODES.filter((code) => code !== 'paused').map((code): (typeof HELD)[number] => [
    code,
    { campaign: { status: 'waiting', pause: { code, text: `Because of ${code}.`, until: NOW + HOUR } } },
    new RegExp(`Because of ${code}`),
    NOW + HOUR,
  ]),
  ['campaign_scheduled', { campaign: { status: 'scheduled', startsAt: NOW + HOUR } }, /not started yet/, NOW + HOUR],
  ['suppressed', { suppressedSince: NOW - HOUR }, /number is suppressed/, null],
  ['expired', { line: { expiresAt: NOW } }, /has expired/, null],
  ['outside_calling_hours', { campaignHours: closed('daily_hard_stop') }, /daily hard stop/, NOW + HOUR],
  ['outside_calling_hours', { campaignHours: closed('closed_weekday') }, /this day of the week/, NOW + HOUR],
  ['outside_calling_hours', { campaignHours: closed('closed_date') }, /on this date/, NOW + HOUR],
  ['outside_calling_hours', { campaignHours: closed('outside_window') }, /calling hours/, NOW + HOUR],
  ['outside_calling_hours', { campaignHours: closed('daily_hard_stop', null) }, /somebody resumes/, null],
  ['contact_hours', { contactHours: closed('contact_hours') }, /person's own hours/, NOW + HOUR],
  ['contact_hours', { line: waiting('queued', 'moved into the calling hours') }, /^Moved into/, NOW + HOUR],
  ['retry_scheduled', { line: waiting('retry_scheduled', 'busy: retry 1 of 3') }, /^Busy: retry 1 of 3\.$/, NOW + HOUR],
  ['callback_scheduled', { line: waiting('callback_scheduled', 'asked to be called back') }, /^Asked/, NOW + HOUR],
  [
    'scheduled_contact',
    { line: { ...waiting('queued', 'scheduled by the sender'), scheduleAt: NOW + HOUR } },
    /^Scheduled by/,
    NOW + HOUR,
  ],
  [
    'no_capacity',
    { line: { ...waiting('retry_scheduled', 'the provider had no capacity'), uncountedInARow: 1 } },
    /no capacity/,
    NOW + HOUR,
  ],
  ['number_cap', { cap: { text: 'called 8 times today', until: NOW + HOUR } }, /^Called 8 times today/, NOW + HOUR],
  [
    'number_cap',
    {
      cap: { text: 'called 8 times today', until: NOW + 1 },
      line: waiting('retry_scheduled', 'called 8 times today; moved into the calling hours'),
    },
    /^Called 8 times today; moved/,
    NOW + HOUR,
  ],
  ['shared_capacity', { campaign: { slowedBy: 'shared_capacity' } }, /account is at its limit.* It is next/, null],
  [
    'all_slots_taken',
    { campaign: { callsInFlight: 2 }, before: 1 },
    /All 2 slots are taken. 1 contact is before/,
    null,
  ],
  ['pace', { campaign: { slowedBy: 'pace' }, before: 7 }, /calls per second.* 7 contacts are before it/, null],
  ['in_queue', { before: 7 }, /7 contacts are before it/, null],
];

describe('why a contact is not called now', () => {
  it.each(HELD)('%s is told of %j', (code, changes, text, until) => {
    expect(explainLine(facts(changes))).toMatchObject({ code, text: expect.stringMatching(text), until });
  });

  it.each(LINE_STATUSES.filter((status) => !OPEN_LINE_STATUSES.includes(status)))(
    'a line that is %s tells its reason, whatever else holds',
    (status) => {
      const line = { status, closingReason: 'because', closedAt: NOW - 5 };
      const everything = { ...facts(), campaign: facts({ campaign: { status: 'draft' } }).campaign };
      expect(explainLine(facts({ line }))).toEqual({ code: status, text: 'Because.', since: NOW - 5, until: null });
      expect(explainLine({ ...everything, line: { ...everything.line, ...line } })?.code).toBe(status);
    },
  );

  it('there is nothing to explain while it is called, and when it is next', () => {
    expect(explainLine(facts({ line: { status: 'in_progress', ready: false } }))).toBeNull();
    expect(explainLine(facts())).toBeNull();
    expect(explainLine(facts({ line: { ready: false, nextAttemptAt: NOW - 1 } }))).toBeNull();
  });

  it('what may last for good comes before what ends by itself', () => {
    const everything: Changes = {
      campaign: { status: 'paused', pause: { code: 'circuit_breaker', text: 'It fails.', until: null } },
      suppressedSince: NOW,
      campaignHours: closed('closed_date'),
      contactHours: closed('contact_hours'),
      line: waiting('retry_scheduled', 'busy'),
    };
    expect(explainLine(facts(everything))?.code).toBe('circuit_breaker');
    expect(explainLine(facts({ ...everything, campaign: {} }))?.code).toBe('suppressed');
  });

  it('of rules that end by themselves the one that lasts longest is told, so that `until` holds', () => {
    const until = fc.option(fc.integer({ min: 1, max: 100 }), { nil: null });
    fc.assert(
      fc.property(until, until, until, until, (campaign, contact, cap, due) => {
        const instant = (hours: number): number => NOW + hours * HOUR;
        const found = explainLine(
          facts({
            ...(campaign !== null && { campaignHours: closed('outside_window', instant(campaign)) }),
            ...(contact !== null && { contactHours: closed('contact_hours', instant(contact)) }),
            ...(cap !== null && { cap: { text: 'capped', until: instant(cap) } }),
            ...(due !== null && {
              line: { ...waiting('callback_scheduled', 'asked'), nextAttemptAt: instant(due) },
            }),
          }),
        );
        const latest = Math.max(...[campaign, contact, cap, due].map((hours) => hours ?? 0));
        expect(found?.until ?? NOW).toBe(instant(latest));
      }),
    );
  });
});
