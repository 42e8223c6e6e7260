import fc from 'fast-check';
import { Mailbox, MAILBOX_LIMIT, type QueuedLine } from './mailbox';

/** A mailbox that knows Postgres to have nothing else. */
function emptyMailbox(): Mailbox {
  const mailbox = new Mailbox();
  mailbox.beginRefill();
  mailbox.endRefill([], false);
  return mailbox;
}

const fresh = (lineId: number, priority = 5): QueuedLine => ({ lineId, due: false, priority });
const due = (lineId: number, priority = 5): QueuedLine => ({ lineId, due: true, priority });

function takeAll(mailbox: Mailbox): number[] {
  const taken: number[] = [];
  for (let line = mailbox.take(); line; line = mailbox.take()) taken.push(line.lineId);
  return taken;
}

function fill(mailbox: Mailbox, line: (lineId: number) => QueuedLine): void {
  for (let lineId = 1; lineId <= MAILBOX_LIMIT; lineId += 1) mailbox.add(line(lineId));
}

test('due before fresh, then by priority, then by arrival', () => {
  const lines = fc.uniqueArray(
    fc.record({ lineId: fc.nat(500), due: fc.boolean(), priority: fc.integer({ min: 0, max: 9 }) }),
    {
      selector: ({ lineId }) => lineId,
    },
  );
  fc.assert(
    fc.property(lines, (arriving) => {
      const mailbox = emptyMailbox();
      for (const line of arriving) mailbox.add(line);
      const expected = [...arriving].sort((a, b) => Number(b.due) - Number(a.due) || b.priority - a.priority);
      expect(takeAll(mailbox)).toEqual(expected.map(({ lineId }) => lineId));
    }),
  );
});

test('in a full mailbox a newcomer of higher priority replaces the newest of the lowest, any other is left in Postgres', () => {
  const mailbox = emptyMailbox();
  fill(mailbox, (lineId) => fresh(lineId, 3));
  expect(mailbox.moreInStore).toBe(false);
  mailbox.add(fresh(5_000, 3));
  expect(mailbox.moreInStore).toBe(true);
  mailbox.add(fresh(5_001, 4));
  mailbox.add(due(5_002, 0));
  const order = takeAll(mailbox);
  expect(order).toHaveLength(MAILBOX_LIMIT);
  expect(order.slice(0, 3)).toEqual([5_002, 5_001, 1]);
  expect(order).not.toContain(5_000);
  expect(order).not.toContain(MAILBOX_LIMIT);
  expect(order).not.toContain(MAILBOX_LIMIT - 1);
});

test('while Postgres has more, nobody passes over lines that are older and not here', () => {
  const mailbox = emptyMailbox();
  mailbox.beginRefill();
  mailbox.endRefill([fresh(1, 6), fresh(2, 5)], true);
  mailbox.add(fresh(50, 5));
  mailbox.add(fresh(51, 6));
  expect(takeAll(mailbox)).toEqual([1, 51, 2]);
  expect(mailbox.moreInStore).toBe(true);
});

test('a contact that is known moves up when it is announced higher, and never down', () => {
  const mailbox = emptyMailbox();
  mailbox.add(fresh(1, 5));
  mailbox.add(fresh(2, 5));
  mailbox.add(due(2, 5));
  mailbox.add(fresh(2, 1));
  expect(mailbox.size).toBe(2);
  expect(mailbox.dueCount).toBe(1);
  expect(takeAll(mailbox)).toEqual([2, 1]);
});

test('a line put back in Postgres has the queue read anew, however much of it is here', () => {
  const mailbox = emptyMailbox();
  fill(mailbox, (lineId) => fresh(lineId));
  mailbox.moreInStore = true;
  expect(mailbox.wantsRefill).toBe(false);
  mailbox.noteReturn();
  expect(mailbox.wantsRefill).toBe(true);
  mailbox.beginRefill();
  mailbox.endRefill([fresh(7, 9), fresh(1)], false);
  expect(takeAll(mailbox)).toEqual([7, 1]);
});

test('who is taken while Postgres is asked does not come back with the answer, who comes meanwhile stays behind it', () => {
  const mailbox = emptyMailbox();
  mailbox.add(fresh(1));
  mailbox.beginRefill();
  expect(mailbox.take()?.lineId).toBe(1);
  mailbox.add(fresh(9));
  mailbox.endRefill([fresh(1), fresh(2), fresh(3)], false);
  expect(takeAll(mailbox)).toEqual([2, 3, 9]);
});

test('what comes while Postgres is asked is left there when the answer fills the mailbox', () => {
  const mailbox = emptyMailbox();
  mailbox.beginRefill();
  mailbox.add(fresh(9_999));
  const answer = Array.from({ length: MAILBOX_LIMIT }, (_, index) => fresh(index + 1));
  mailbox.endRefill(answer, true);
  expect(mailbox.size).toBe(MAILBOX_LIMIT);
  expect(takeAll(mailbox)).not.toContain(9_999);
});

test('an order that was being mended when the run ended is mended by the next', () => {
  const mailbox = emptyMailbox();
  fill(mailbox, (lineId) => fresh(lineId));
  mailbox.noteReturn();
  mailbox.beginRefill();
  expect(new Mailbox(mailbox.carry(true)).wantsRefill).toBe(true);
  mailbox.abandonRefill();
  expect(mailbox.wantsRefill).toBe(true);
});

test.each([
  [Number.NaN, 0],
  [-3, 0],
  [99, 9],
  [undefined, 5],
])('a priority of %p counts as %p', (priority, counted) => {
  const mailbox = emptyMailbox();
  mailbox.add({ lineId: 1, due: false, priority });
  expect(mailbox.take()?.priority).toBe(counted);
});
