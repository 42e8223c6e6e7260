import fc from 'fast-check';
import { CampaignBook, MAILBOX_LIMIT } from './campaign-state';
import type { CarriedState } from './carried-state';
import type { CampaignInput } from './contract';

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

const ids = (count: number, first = 1): number[] => Array.from({ length: count }, (_, index) => first + index);

test('a contact announced twice is queued once, also while it is called', () => {
  const book = new CampaignBook(input(), NOW);
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
  const book = new CampaignBook(input(), NOW);
  book.endRefill({ lines: [], more: false, open: true });
  book.moreInStore = false;
  book.addFresh(ids(MAILBOX_LIMIT + 1));
  expect(book.queued).toBe(MAILBOX_LIMIT);
  expect(book.moreInStore).toBe(true);
});

test('due contacts go first, and make room for themselves in a full mailbox', () => {
  const book = new CampaignBook(input(), NOW);
  book.addFresh(ids(MAILBOX_LIMIT));
  book.addDue([5_000]);
  expect(book.queued).toBe(MAILBOX_LIMIT);
  expect(book.grant(NOW)).toMatchObject({ lineId: 5_000, due: true });
  expect(book.grant(NOW)).toMatchObject({ lineId: 1, due: false });
});

test('a slot is given back only by a report that names its lease and its line', () => {
  const book = new CampaignBook(input(), NOW);
  book.addFresh([1, 2]);
  const slot = book.grant(NOW);
  expect(book.applyReport({ lineId: 2, lease: slot.lease, lineStatus: 'completed' })).toBe(false);
  expect(book.applyReport({ lineId: 1, lease: slot.lease + 1, lineStatus: 'completed' })).toBe(false);
  expect(book.applyReport({ lineId: 1, lease: slot.lease, lineStatus: 'completed' })).toBe(true);
  expect(book.applyReport({ lineId: 1, lease: slot.lease, lineStatus: 'completed' })).toBe(false);
  expect(book.counts).toMatchObject({ callsEnded: 1, contactsClosed: 1 });
});

test('a slot that came to nothing sends the campaign back to Postgres', () => {
  const book = new CampaignBook(input(), NOW);
  book.addFresh([1]);
  book.moreInStore = false;
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
  expect(book.carry(true).moreInStore).toBe(true);
  expect(book.carry(false).moreInStore).toBe(false);
});

test('the pace spends a second’s budget, and earns it back with time', () => {
  const book = new CampaignBook(input({ pacing: { concurrency: 100, callsPerSecond: 3 } }), NOW);
  book.addFresh(ids(20));
  let granted = 0;
  while (book.canGrant(NOW)) granted += Number(Boolean(book.grant(NOW)));
  expect(granted).toBe(3);
  expect(book.notDialling(NOW)).toBe('pace');
  expect(book.canGrant(NOW + 300)).toBe(false);
  expect(book.canGrant(NOW + 1_000)).toBe(true);
});

test('asking whether the pace allows leaves no trace', () => {
  const book = new CampaignBook(input({ pacing: { concurrency: 5, callsPerSecond: 2 } }), NOW);
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
        const book = new CampaignBook(input({ pacing: { concurrency: 15, callsPerSecond: null } }), NOW);
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

test('the largest state is carried in less than 50 KB', () => {
  const book = new CampaignBook(input({ pacing: { concurrency: 1_000, callsPerSecond: null } }), NOW);
  book.addFresh(ids(MAILBOX_LIMIT, 123_456_789));
  while (book.canGrant(NOW)) book.grant(NOW);
  book.addFresh(ids(MAILBOX_LIMIT, 223_456_789));
  expect(book.slotsTaken).toBe(1_000);
  expect(book.queued).toBe(MAILBOX_LIMIT);
  expect(JSON.stringify(book.carry(false)).length).toBeLessThan(50 * 1_024);
});
