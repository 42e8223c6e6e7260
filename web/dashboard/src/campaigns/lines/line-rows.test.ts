import { createLineRows, type LineFilter, type LineRows } from './line-rows';

type Line = Parameters<LineRows['hear']>[0][number];

const OPENED_AT = Date.parse('2026-11-21T12:00:00Z');
const BEFORE = '2026-11-21T11:00:00.000Z';
const AFTER = '2026-11-21T12:00:05.000Z';
const ALL: LineFilter = { status: null, interaction: null, search: null };

function line(id: number, more: Partial<Line> = {}): Line {
  return {
    line_id: id,
    to_number: `+1555${String(id).padStart(7, '0')}`,
    external_id: null,
    call_status: 'queued',
    interaction_status: null,
    attempts: 0,
    next_attempt_at: null,
    custom_variables: {},
    metadata: {},
    created_at: BEFORE,
    updated_at: BEFORE,
    ...more,
  };
}

const range = (first: number, last: number): Line[] =>
  Array.from({ length: last - first + 1 }, (_, place) => line(first + place));

/** A list that has read these pages, one after the other. */
function listOf(filter: LineFilter, ...pages: Line[][]): LineRows {
  const list = createLineRows(filter, OPENED_AT);
  for (const [place, records] of pages.entries()) {
    const reading = list.wanted(0, 1_000_000);
    if (!reading) throw new Error('Nothing is wanted any more.');
    list.put(reading, { records, next_cursor: place === pages.length - 1 ? null : `after ${place}` });
  }
  return list;
}

const idsOf = (list: LineRows): number[] => list.rows.map(({ id }) => id);

test('reads the next page only when somebody comes near the end of what is there', () => {
  const list = createLineRows(ALL, OPENED_AT);
  const first = list.wanted(0, 20);
  expect(first?.cursor).toBeNull();
  if (first) list.put(first, { records: range(1, 1_000), next_cursor: 'more' });
  expect(list.wanted(0, 20)).toBeNull();
  expect(list.isComplete).toBe(false);
  expect(list.wanted(850, 870)?.cursor).toBe('more');
});

test('a contact that has changed is changed in its place', () => {
  const list = listOf(ALL, range(1, 3), range(4, 6));
  expect(list.hear([line(5, { call_status: 'completed', updated_at: AFTER })])).toBe(true);
  expect(idsOf(list)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(list.rows[4]?.status).toBe('completed');
});

test('what is older than what is shown changes nothing', () => {
  const list = listOf(ALL, [line(1, { call_status: 'completed', updated_at: AFTER })]);
  expect(list.hear([line(1, { call_status: 'in_progress' })])).toBe(false);
  list.outdate();
  const reading = list.wanted(0, 0);
  if (reading) list.put(reading, { records: [line(1, { call_status: 'in_progress' })], next_cursor: null });
  expect(list.rows[0]?.status).toBe('completed');
});

test('a new contact appears by itself where the list is read to its end', () => {
  const list = listOf(ALL, range(1, 3));
  expect(list.hear([line(9, { created_at: AFTER })])).toBe(true);
  expect(idsOf(list)).toEqual([1, 2, 3, 9]);
  expect(list.unseen.count).toBe(0);
});

test('elsewhere a new contact is counted once, until the list is read to its end', () => {
  const list = createLineRows(ALL, OPENED_AT);
  const first = list.wanted(0, 0);
  if (first) list.put(first, { records: range(1, 3), next_cursor: 'more' });
  list.hear([line(9, { created_at: AFTER })]);
  list.hear([line(9, { created_at: AFTER, call_status: 'in_progress' }), line(8)]);
  expect(idsOf(list)).toEqual([1, 2, 3]);
  expect(list.unseen).toEqual({ count: 1, newest: 9 });
  const rest = list.wanted(0, 3);
  if (rest) list.put(rest, { records: [...range(4, 8), line(9, { created_at: AFTER })], next_cursor: null });
  expect(idsOf(list)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(list.unseen.count).toBe(0);
});

test('with a filter, contacts come and go as they match', () => {
  const calling: LineFilter = { ...ALL, status: 'in_progress' };
  const list = listOf(calling, [line(2, { call_status: 'in_progress' }), line(7, { call_status: 'in_progress' })]);
  list.hear([
    line(2, { call_status: 'completed', updated_at: AFTER }),
    line(5, { call_status: 'in_progress' }),
    line(6),
  ]);
  expect(idsOf(list)).toEqual([5, 7]);
});

test.each<[string, Partial<Line>, boolean]>([
  ['(555) 000', { to_number: '+15550001234' }, true],
  ['jane', { custom_variables: { customer_name: 'Mary Jane' } }, true],
  ['CRM-7', { external_id: 'crm-77' }, true],
  ['jane 5', { to_number: '+15550005' }, false],
])('a search for "%s" takes in what the API would find', (search, more, found) => {
  const list = listOf({ ...ALL, search }, []);
  expect(list.hear([line(3, more)])).toBe(found);
});

test('who is looked at stays until somebody looks elsewhere', () => {
  const list = listOf({ ...ALL, status: 'queued' }, range(1, 3));
  list.pin(2);
  list.hear([line(2, { call_status: 'in_progress', updated_at: AFTER })]);
  expect(idsOf(list)).toEqual([1, 2, 3]);
  expect(list.rows[1]).toMatchObject({ status: 'in_progress', isLeaving: true });
  expect(list.pin(3)).toBe(true);
  expect(idsOf(list)).toEqual([1, 3]);
});

test('a list that is out of date is read anew where somebody looks, and there alone', () => {
  const list = listOf(ALL, range(1, 400), range(401, 800), range(801, 1_200), range(1_201, 1_600));
  list.outdate();
  const reading = list.wanted(500, 520);
  expect(reading?.cursor).toBe('after 0');
  const again = range(401, 800).filter(({ line_id }) => line_id !== 470);
  if (reading) list.put(reading, { records: [...again, line(801)], next_cursor: 'somewhere else' });
  expect(list.wanted(500, 520)).toBeNull();
  expect(list.rows).toHaveLength(1_599);
  expect(list.rows[list.indexOf(470)]?.id).toBe(471);
  expect(list.wanted(0, 20)?.cursor).toBeNull();
  expect(list.wanted(850, 870)?.cursor).toBe('somewhere else');
});

test('what is heard of while a page is on its way is not lost with it', () => {
  const list = listOf(ALL, range(1, 3));
  list.outdate();
  const reading = list.wanted(0, 3);
  list.hear([line(4, { created_at: AFTER }), line(3, { call_status: 'in_progress', updated_at: AFTER })]);
  if (reading) list.put(reading, { records: range(1, 2), next_cursor: null });
  expect(idsOf(list)).toEqual([1, 2, 3, 4]);
});
