import fc from 'fast-check';
import type { CallingHours } from '../../domain/calling-hours';
import type { PauseReason } from '../../domain/pause-reason';
import { CampaignBook } from './campaign-state';
import type { CarriedState } from './carried-state';
import type { CampaignInput, HoursWindow } from './contract';
import { MAILBOX_LIMIT } from './mailbox';

const NOW = 1_800_000_000_000;

const input = (differs: Partial<CampaignInput> = {}): CampaignInput => ({
  campaignId: 1,
  organizationId: 1,
  phoneNumberId: 1,
  type: 'dynamic',
  startsAt: null,
  pacing: { concurrency: 2, callsPerSecond: null },
  settingsVersion: 1,
  maxCallMs: 60_000,
  ...differs,
});

/** A campaign that has looked into Postgres and found nobody. */
function emptyBook(differs: Partial<CampaignInput> = {}): CampaignBook {
  const book = new CampaignBook(input(differs), NOW);
  book.beginRefill();
  book.endRefill({ lines: [], more: false, open: true });
  return book;
}

const ids = (count: number, first = 1): number[] => Array.from({ length: count }, (_, index) => first + index);

test('a contact announced twice is queued once, also while it is called', () => {
  const book = emptyBook();
  book.addFresh([7, 7]);
  book.addFresh([7]);
  expect(book.queued).toBe(1);
  const slot = book.grant(NOW);
  book.addFresh([7]);
  book.addDue([7]);
  expect(slot.lineId).toBe(7);
  expect(book.queued).toBe(0);
});

test('the mailbox is bounded: past it ids are forgotten, and Postgres is remembered', () => {
  const book = emptyBook();
  book.addFresh(ids(MAILBOX_LIMIT + 1));
  expect(book.queued).toBe(MAILBOX_LIMIT);
  expect(book.moreInStore).toBe(true);
});

test('due contacts go first, and make room for themselves in a full mailbox', () => {
  const book = emptyBook();
  book.addFresh(ids(MAILBOX_LIMIT));
  book.addDue([5_000]);
  expect(book.queued).toBe(MAILBOX_LIMIT);
  expect(book.grant(NOW)).toMatchObject({ lineId: 5_000, due: true });
  expect(book.grant(NOW)).toMatchObject({ lineId: 1, due: false });
});

test('a slot is given back only by a report that names its lease and its line', () => {
  const book = emptyBook();
  book.addFresh([1, 2]);
  const slot = book.grant(NOW);
  expect(book.applyReport({ lineId: 2, lease: slot.lease, lineStatus: 'completed' })).toBe(false);
  expect(book.applyReport({ lineId: 1, lease: slot.lease + 1, lineStatus: 'completed' })).toBe(false);
  expect(book.applyReport({ lineId: 1, lease: slot.lease, lineStatus: 'completed' })).toBe(true);
  expect(book.applyReport({ lineId: 1, lease: slot.lease, lineStatus: 'completed' })).toBe(false);
  expect(book.counts).toMatchObject({ callsEnded: 1, contactsClosed: 1 });
});

test('a slot that came to nothing sends the campaign back to Postgres', () => {
  const book = emptyBook();
  book.addFresh([1]);
  const slot = book.grant(NOW);
  book.applyReport({ lineId: 1, lease: slot.lease, lineStatus: 'held' });
  expect(book.moreInStore).toBe(true);
  expect(book.counts).toMatchObject({ held: 1, callsEnded: 0 });
});

test('what overflows while a refill is on its way is not forgotten', () => {
  const book = new CampaignBook(input(), NOW);
  book.beginRefill();
  book.addFresh(ids(MAILBOX_LIMIT + 5));
  book.endRefill({ lines: [], more: false, open: true });
  expect(book.moreInStore).toBe(true);
});

test('a refill cut off by continue-as-new is asked for again', () => {
  const book = new CampaignBook(input(), NOW);
  book.beginRefill();
  expect(book.carry(true).mailbox.moreInStore).toBe(true);
  expect(book.carry(false).mailbox.moreInStore).toBe(false);
});

test('the pace spends a second’s budget, and earns it back with time', () => {
  const book = emptyBook({ pacing: { concurrency: 100, callsPerSecond: 3 } });
  book.addFresh(ids(20));
  let granted = 0;
  while (book.canGrant(NOW)) granted += Number(Boolean(book.grant(NOW)));
  expect(granted).toBe(3);
  expect(book.notDialling(NOW)).toBe('pace');
  expect(book.canGrant(NOW + 300)).toBe(false);
  expect(book.canGrant(NOW + 1_000)).toBe(true);
});

test('asking whether the pace allows leaves no trace', () => {
  const book = emptyBook({ pacing: { concurrency: 5, callsPerSecond: 2 } });
  const before = book.carry(false);
  book.hasToken(NOW + 123);
  book.notDialling(NOW + 456);
  expect(book.carry(false)).toEqual(before);
});

test('an older version of the settings changes nothing', () => {
  const book = new CampaignBook(input({ settingsVersion: 4 }), NOW);
  expect(book.applySettings({ settingsVersion: 4, pacing: { concurrency: 9, callsPerSecond: null } }, NOW)).toBe(false);
  expect(book.pacing.concurrency).toBe(2);
  expect(book.applySettings({ settingsVersion: 5, pacing: { concurrency: 9, callsPerSecond: null } }, NOW)).toBe(true);
  expect(book.pacing.concurrency).toBe(9);
});

test('the next run knows what this one knew', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 300 })),
      fc.array(fc.integer({ min: 1, max: 300 })),
      fc.nat(20),
      (fresh, due, grants) => {
        const book = emptyBook({ pacing: { concurrency: 15, callsPerSecond: null } });
        book.addFresh(fresh);
        book.addDue(due);
        for (let n = 0; n < grants && book.canGrant(NOW); n += 1) book.grant(NOW);
        const carried = JSON.parse(JSON.stringify(book.carry(false))) as CarriedState;
        const next = new CampaignBook(input({ carried }), NOW);
        expect({ ...next.carry(false), runs: 1 }).toEqual(carried);
        expect(next.status).toBe(book.status);
      },
    ),
  );
});

const hours: CallingHours = {
  zone: 'Europe/Berlin',
  dailyStop: { minute: 18 * 60, zone: 'Europe/Berlin' },
  dailyStart: { minute: 9 * 60, zone: 'America/New_York' },
  weekdays: null,
  windows: [],
  closedDates: [],
};
const HOUR_MS = 3_600_000;
const openWindow: HoursWindow = { open: true, changesAt: NOW + HOUR_MS, heldBy: null, summary: 'Open' };
const closedWindow: HoursWindow = {
  open: false,
  changesAt: NOW + HOUR_MS,
  heldBy: 'daily_hard_stop',
  summary: 'Daily hard stop',
};

test('outside its hours a campaign is auto_paused, grants nothing, and says when it opens', () => {
  const book = emptyBook({ hours, openedAt: NOW, window: closedWindow });
  book.addFresh([1]);
  expect(book.status).toBe('auto_paused');
  expect(book.canGrant(NOW)).toBe(false);
  expect(book.notDialling(NOW)).toBe('outside_hours');
  expect(book.hours.opensAt).toBe(NOW + HOUR_MS);
});

test('no slot is granted at or after the instant at which the hours change, however late the timer is', () => {
  const book = emptyBook({ hours, openedAt: NOW, window: openWindow });
  book.addFresh([1]);
  expect(book.canGrant(NOW + HOUR_MS - 1)).toBe(true);
  expect(book.canGrant(NOW + HOUR_MS)).toBe(false);
  expect(book.status).toBe('in_progress');
});

test('hours that nobody has read yet keep a campaign from dialling', () => {
  const book = emptyBook({ hours, openedAt: NOW });
  book.addFresh([1]);
  expect(book.canGrant(NOW)).toBe(false);
  expect(book.hours.needsReading(NOW)).toBe(true);
  book.hours.answer(openWindow, book.hours.question, NOW);
  expect(book.canGrant(NOW)).toBe(true);
});

test('an answer about hours that were changed meanwhile is not taken', () => {
  const book = emptyBook({ hours, openedAt: NOW, window: openWindow });
  book.addFresh([1]);
  const asked = book.hours.question;
  const change = { settingsVersion: 2, pacing: book.pacing, hours: { ...hours, dailyStart: null } };
  expect(book.applySettings(change, NOW)).toBe(true);
  book.hours.answer(openWindow, asked, NOW);
  expect(book.canGrant(NOW)).toBe(false);
  book.hours.answer(openWindow, book.hours.question, NOW);
  expect(book.canGrant(NOW)).toBe(true);
});

test('hours that cannot be read close a campaign, and are tried again', () => {
  const book = emptyBook({ hours, openedAt: NOW });
  book.addFresh([1]);
  book.hours.answerUnreadable(book.hours.question, NOW);
  expect(book.status).toBe('auto_paused');
  expect(book.canGrant(NOW)).toBe(false);
  expect(book.hours.needsReading(NOW + HOUR_MS)).toBe(true);
  expect(book.hours.opensAt).toBeNull();
});

test('a campaign without hours never asks for them', () => {
  const book = emptyBook();
  book.resume(NOW);
  expect(book.hours.needsReading(NOW + 400 * 24 * HOUR_MS)).toBe(false);
  expect(book.hours.allow(NOW)).toBe(true);
});

const quota: PauseReason = { code: 'quota_reached', text: 'Enough for today.', until: NOW + HOUR_MS };
const byHand: PauseReason = { code: 'paused', text: 'By hand.', until: null };
const breaker: PauseReason = { code: 'circuit_breaker', text: 'Too many failures.', until: null };

test('of two reasons to pause the one that holds longer stays: no clock lifts a person’s pause', () => {
  const book = emptyBook();
  book.pauseFor(quota);
  expect(book.resumesAt).toBe(quota.until);
  expect(book.notDialling(NOW)).toBe('quota_reached');
  book.pauseFor(byHand);
  expect(book.resumesAt).toBeNull();
  book.pauseFor(quota);
  book.pauseFor(breaker);
  expect(book.pause).toEqual(byHand);
  book.resume(NOW + 1);
  expect(book.pause).toBeNull();
  expect(book.hours.openedAt).toBe(NOW + 1);
});

test('a share that is less than the settings binds, and is named as the reason', () => {
  const book = emptyBook({ pacing: { concurrency: 5, callsPerSecond: 10 } });
  book.addFresh(ids(10));
  book.applyShare({ concurrency: 1, callsPerSecond: null }, NOW);
  book.grant(NOW);
  expect(book.canGrant(NOW)).toBe(false);
  expect(book.notDialling(NOW)).toBe('shared_capacity');
  book.applyShare({ concurrency: 50, callsPerSecond: 1 }, NOW);
  expect(book.limits).toEqual({ concurrency: 5, callsPerSecond: 1 });
  book.grant(NOW);
  while (book.canGrant(NOW)) book.grant(NOW);
  expect(book.notDialling(NOW)).toBe('shared_capacity');
  book.applyShare({ concurrency: null, callsPerSecond: null }, NOW);
  expect(book.limits).toEqual(book.pacing);
});

test('priorities hold from the announcement to the grant', () => {
  const book = emptyBook({ pacing: { concurrency: 10, callsPerSecond: null } });
  book.addFresh([1, 2, 3], [0, 9, 5]);
  book.addDue([4, 5], [1, 8]);
  const order = Array.from({ length: 5 }, () => book.grant(NOW).lineId);
  expect(order).toEqual([5, 4, 2, 3, 1]);
});

test('settings are replanned once a version, in stretches; newer ones start over', () => {
  const book = emptyBook();
  expect(book.replanning.next).toBeNull();
  const pacing = book.pacing;
  book.applySettings({ settingsVersion: 2, pacing }, NOW);
  expect(book.replanning.next).toEqual({ settingsVersion: 2, after: 0 });
  book.replanning.note(2, 500);
  expect(book.replanning.next).toEqual({ settingsVersion: 2, after: 500 });
  book.applySettings({ settingsVersion: 3, pacing }, NOW);
  book.replanning.note(2, null);
  expect(book.replanning.next).toEqual({ settingsVersion: 3, after: 0 });
  book.replanning.note(3, null);
  expect(book.replanning.next).toBeNull();
});

test('a start may be moved until it has come', () => {
  const book = emptyBook({ startsAt: NOW + HOUR_MS });
  book.applySettings({ settingsVersion: 2, pacing: book.pacing, startsAt: NOW + 2 * HOUR_MS }, NOW);
  expect(book.startsAt).toBe(NOW + 2 * HOUR_MS);
  book.start();
  book.applySettings({ settingsVersion: 3, pacing: book.pacing, startsAt: NOW + 9 * HOUR_MS }, NOW);
  expect(book.startsAt).toBe(NOW + 2 * HOUR_MS);
  expect(book.mayDial(NOW)).toBe(true);
});

describe('a start that was moved while it came', () => {
  const startsAt = NOW + HOUR_MS;
  const moved = { settingsVersion: 2, pacing: { concurrency: 2, callsPerSecond: null }, startsAt: NOW + 30 * HOUR_MS };
  const startedBook = (differs: Partial<CampaignInput> = {}): CampaignBook => {
    const book = emptyBook({ startsAt, ...differs });
    book.start();
    return book;
  };
  const grantOne = (book: CampaignBook) => {
    book.beginRefill();
    book.endRefill({ lines: [{ lineId: 1, due: false }], more: false, open: true });
    return book.grant(startsAt);
  };

  test('is taken back while no call was let through, also in the next run', () => {
    const book = startedBook();
    for (const lineStatus of ['held', 'suppressed'] as const) {
      book.applyReport({ ...grantOne(book), lineStatus });
    }
    // Another slot may be on its way to be held.
    grantOne(book);
    const next = new CampaignBook(input({ startsAt, carried: book.carry(false) }), startsAt);
    for (const each of [book, next]) {
      expect(each.hasStartedTooSoon(moved, startsAt)).toBe(true);
      each.takeBackStart();
      expect(each.applySettings(moved, startsAt)).toBe(true);
      expect(each).toMatchObject({ started: false, startsAt: moved.startsAt, status: 'scheduled' });
      expect(each.mayDial(startsAt)).toBe(false);
    }
  });

  test('stays once somebody was called, also in the next run', () => {
    const book = startedBook();
    book.applyReport({ ...grantOne(book), lineStatus: 'busy' });
    const carried = book.carry(false);
    const next = new CampaignBook(input({ startsAt, carried }), startsAt);
    const older = new CampaignBook(input({ startsAt, carried: { ...carried, hasCalled: undefined } }), startsAt);
    for (const each of [book, next, older]) expect(each.hasStartedTooSoon(moved, startsAt)).toBe(false);
  });

  test('stays where the change is old, or names a start that has passed, or none', () => {
    const book = startedBook();
    expect(book.hasStartedTooSoon({ ...moved, settingsVersion: 1 }, startsAt)).toBe(false);
    expect(book.hasStartedTooSoon({ ...moved, startsAt }, startsAt)).toBe(false);
    expect(book.hasStartedTooSoon({ ...moved, startsAt: null }, startsAt)).toBe(false);
    expect(startedBook({ reopened: { revision: 4, nextLease: 9 } }).hasStartedTooSoon(moved, startsAt)).toBe(false);
  });
});

test('a reopened campaign goes on counting where its earlier life left off', () => {
  const reopened = { revision: 40, nextLease: 300, deliveryIds: [7] };
  const book = emptyBook({ type: 'finite', reopened });
  expect(book).toMatchObject({ revision: 40, projectedRevision: 40, pendingDeliveries: [7], status: 'in_progress' });
  book.addFresh([1]);
  expect(book.grant(NOW).lease).toBe(300);
});

test('nothing is granted before Postgres shows a status in which calls are placed', () => {
  const book = emptyBook();
  book.addFresh([1]);
  book.projectedStatus = 'paused';
  expect(book.canGrant(NOW)).toBe(false);
  book.projectedStatus = 'in_progress';
  expect(book.canGrant(NOW)).toBe(true);
});

test('the largest state is carried in less than 50 KB', () => {
  const many = {
    ...hours,
    windows: Array.from({ length: 20 }, (_, hour) => ({ startMinute: hour * 60, endMinute: hour * 60 + 30 })),
    closedDates: Array.from({ length: 200 }, () => '2026-12-31'),
  };
  const book = emptyBook({ pacing: { concurrency: 1_000, callsPerSecond: null }, hours: many, window: openWindow });
  book.addFresh(ids(MAILBOX_LIMIT, 123_456_789));
  while (book.canGrant(NOW)) book.grant(NOW);
  book.addFresh(ids(MAILBOX_LIMIT, 223_456_789));
  expect(book.slotsTaken).toBe(1_000);
  expect(book.queued).toBe(MAILBOX_LIMIT);
  book.pauseFor({ ...breaker, text: 'x'.repeat(200) });
  const next = { ...input({ hours: many }), carried: book.carry(false) };
  expect(JSON.stringify(next).length).toBeLessThan(50 * 1_024);
});

test('a finite campaign is not through while waiting contacts are brought under newer settings', () => {
  const pacing = { concurrency: 1, callsPerSecond: null };
  const base = { organizationId: 1, phoneNumberId: 1, startsAt: null, maxCallMs: 1_000 };
  const book = new CampaignBook({ ...base, campaignId: 1, type: 'finite', pacing, settingsVersion: 1 }, 0);
  book.beginRefill();
  book.endRefill({ lines: [], more: false, open: false });
  expect(book.isThrough).toBe(true);
  book.applySettings({ settingsVersion: 2, pacing }, 0);
  expect(book.isThrough).toBe(false);
});

test('a campaign that was paused when its last run of release 0.1 ended is paused in its first run of today', () => {
  const pacing = { concurrency: 1, callsPerSecond: null };
  const carried = {
    ...{ runs: 3, paused: true, ending: null, waitingLinesClosed: false, started: true, hasDialled: true },
    ...{
      fresh: [7],
      due: [],
      moreInStore: false,
      openInStore: true,
      leases: [],
      nextLease: 9,
      pacing,
      settingsVersion: 1,
    },
    counts: { slotsGranted: 8, callsEnded: 8, contactsClosed: 8, held: 0 },
    ...{ revision: 5, projectedRevision: 5, shownStatus: 'paused', tokens: 1, tokensAt: 0 },
  } as unknown as CarriedState;
  const base = { organizationId: 1, phoneNumberId: 1, startsAt: null, maxCallMs: 1_000 };
  const book = new CampaignBook({ ...base, campaignId: 1, type: 'dynamic', pacing, settingsVersion: 1, carried }, 0);
  expect(book.status).toBe('paused');
});
