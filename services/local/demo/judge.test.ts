import type { AttemptRecord, LineRecord } from './api-client';
import { DEMO_CONTACTS, type DemoContact } from './contacts';
import { freeBlock, numberOf } from './demo-numbers';
import { faultsOf, tomorrowAtThree, type PlayedContact } from './judge';
import { compareLedger, type LedgerEntry } from './ledger';

function contactNamed(name: string): DemoContact {
  const found = DEMO_CONTACTS.find((contact) => contact.name === name);
  if (!found) throw new Error(`no contact is called ${name}`);
  return found;
}

/** A contact that ended as it should, unless told. */
function played(name: string, line: Partial<LineRecord> = {}, attempt: Partial<AttemptRecord> = {}): PlayedContact {
  const contact = contactNamed(name);
  const number = numberOf(contact, '012');
  const attempts = contact.expected.dispositions.map((disposition, index) => ({
    attempt_no: index + 1,
    reference: `a-${index + 1}`,
    disposition,
    created_at: '2026-01-15T12:00:00.000Z',
    ended_at: '2026-01-15T12:00:01.000Z',
    ...attempt,
  }));
  const asItShould = {
    line_id: 1,
    to_number: number,
    call_status: contact.expected.callStatus,
    attempts: attempts.length,
    next_attempt_at: null,
  };
  return { contact, number, story: { line: { ...asItShould, ...line }, attempts }, heldWhilePaused: true };
}

describe('a contact of the demo', () => {
  it.each(DEMO_CONTACTS.filter(({ expected }) => !expected.callback).map(({ name }) => name))(
    '%s is right when it ended as it should, and wrong with another status',
    (name) => {
      expect(faultsOf(played(name))).toEqual([]);
      expect(faultsOf(played(name, { call_status: 'failed' }))).toHaveLength(1);
      expect(faultsOf(played(name, { call_status: 'in_progress' }))).toHaveLength(1);
    },
  );

  it('is wrong when it was never posted', () => {
    expect(faultsOf({ ...played('Ada'), story: null })).toEqual(['was not posted']);
  });

  it('is wrong when a call went otherwise, or is missing', () => {
    expect(faultsOf(played('Ada', {}, { disposition: 'busy' }))).toHaveLength(1);
    expect(faultsOf(played('Cleo', {}, { disposition: null }))).toHaveLength(1);
    expect(faultsOf(played('Cleo', { attempts: 2 }))).toHaveLength(1);
  });

  it('is wrong when it was not held back by the pause', () => {
    expect(faultsOf({ ...played('Liv'), heldWhilePaused: false })).toHaveLength(1);
    expect(faultsOf({ ...played('Ada'), heldWhilePaused: false })).toEqual([]);
  });

  it('is called back at three tomorrow in its own zone, to the millisecond', () => {
    expect(faultsOf(played('Finn', { next_attempt_at: '2026-01-16T20:00:00.000Z' }))).toEqual([]);
    expect(faultsOf(played('Gita', { next_attempt_at: '2026-01-16T09:30:00.000Z' }))).toEqual([]);
    for (const wrong of [null, '2026-01-16T09:30:00.000Z', '2026-01-16T20:00:00.001Z', '2026-01-15T20:00:00.000Z']) {
      expect(faultsOf(played('Finn', { next_attempt_at: wrong }))).toHaveLength(1);
    }
  });

  it('may have said "tomorrow" before or after midnight', () => {
    const overMidnight = { created_at: '2026-01-16T04:59:59.000Z', ended_at: '2026-01-16T05:00:01.000Z' };
    for (const right of ['2026-01-16T20:00:00.000Z', '2026-01-17T20:00:00.000Z']) {
      expect(faultsOf(played('Finn', { next_attempt_at: right }, overMidnight))).toEqual([]);
    }
  });
});

test('tomorrow at three is told by the clock on the wall, over a change of daylight saving too', () => {
  expect(tomorrowAtThree(Date.UTC(2026, 2, 7, 17), 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 19));
});

test('numbers that were called before are stepped over', () => {
  expect(freeBlock(12, [])).toBe('012');
  expect(freeBlock(12, [numberOf(contactNamed('Kim'), '012'), '+15550140000'])).toBe('013');
  expect(freeBlock(1999, [])).toBe('999');
  const all = Array.from({ length: 1000 }, (_, block) => numberOf(contactNamed('Ada'), String(block).padStart(3, '0')));
  expect(() => freeBlock(12, all)).toThrow('EVERDIAL_HOME');
});

describe('the ledger', () => {
  const asked = (reference: string, to = '+1'): LedgerEntry => ({ kind: 'asked', sequence: 1, reference, to });
  const made = (...references: string[]): ReadonlyMap<string, readonly AttemptRecord[]> =>
    new Map([['+1', references.map((reference) => ({ ...attempt, reference }))]]);
  const attempt = { attempt_no: 1, disposition: 'completed', created_at: '', ended_at: null };

  it('agrees when each attempt was asked for once, whatever else was called', () => {
    const entries = [asked('b'), asked('a'), { ...asked('a'), kind: 'ended' as const }, asked('z', '+2')];
    expect(compareLedger(entries, made('a', 'b'))).toEqual({ asked: 2, attempts: 2, agrees: true });
  });

  it.each([
    ['an attempt was asked for twice', [asked('a'), asked('a')], made('a')],
    ['an attempt was not asked for', [asked('a')], made('a', 'b')],
    ['a call has no attempt', [asked('a'), asked('b')], made('a')],
    ['a call has another attempt', [asked('b')], made('a')],
    ['there are none at all', [], made()],
  ])('differs when %s', (_what, entries, attempts) => {
    expect(compareLedger(entries, attempts).agrees).toBe(false);
  });
});
