import type { ColumnTarget } from '../wizard-form';
import { columnsAsked, countPassing, readConditions } from './condition-count';
import { scanCsv } from './csv-scan';
import { fieldColumns, numberKey, rowFault } from './row-fault';

const NUMBER: ColumnTarget = { to: 'number' };
const PLAN: ColumnTarget = { to: 'variable', name: 'plan' };
const FIELDS = fieldColumns([NUMBER, PLAN]);

async function scan(text: string, mapping: ColumnTarget[] = [NUMBER, PLAN], keep: number[] = []) {
  return scanCsv(new Blob([text]), { fields: fieldColumns(mapping), keep });
}

test.each([
  ['+1 (555) 123-4567', null],
  ['00 49 30 901820', null],
  ['tel:+15551234567', null],
  ['', 'missing'],
  ['call me', 'cannot be'],
  ['1234', 'cannot be'],
  ['+1555123456789012345', 'cannot be'],
])('the number %p is judged before it is sent', (number, fault) => {
  const found = rowFault([number, 'pro'], 2, FIELDS);
  if (fault === null) expect(found).toBeNull();
  else expect(found).toContain(fault);
});

test('fields that the API would refuse are told with their reason', () => {
  const at = fieldColumns([NUMBER, { to: 'timezone' }, { to: 'priority' }, { to: 'schedule_at' }]);
  const fault = (...fields: string[]) => rowFault(['+15551234567', ...fields], 4, at);
  expect(fault('Europe/Berlin', '9', '2026-12-25T10:00:00+01:00')).toBeNull();
  expect(fault('', '', '')).toBeNull();
  expect(fault('Mars', '', '')).toContain('"Mars"');
  expect(fault('', '10', '')).toContain('"10"');
  expect(fault('', '', '2026-12-25')).toContain('schedule_at');
  expect(rowFault(['+15551234567'], 4, at)).toContain('4 columns');
  expect(fault('\ufffd', '', '')).toContain('UTF-8');
});

test('two spellings of a number are one', () => {
  expect(numberKey('+1 (555) 123-4567')).toBe(numberKey('0015551234567'));
});

test('a file is counted: rows, faults with their lines, duplicates, and its first fifty rows', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `+155512345${String(index).padStart(2, '0')},pro`);
  const found = await scan(['phone,plan', ...rows, 'x,pro', '+1 555 123 4500,basic', ''].join('\n'));
  expect(found).toMatchObject({ rows: 62, faulty: 1, done: true, duplicates: { to_number: 1, external_id: 0 } });
  expect(found.preview).toHaveLength(50);
  expect(found.firstFaults).toEqual([{ line: 62, reason: '"x" cannot be a phone number.' }]);
});

test('only what conditions ask for is kept of the rows', async () => {
  const found = await scan('phone,plan,note\n+15551234567,pro,long', [NUMBER, PLAN, { to: 'nothing' }], [1]);
  expect([...found.kept.values]).toEqual([[1, ['pro']]]);
});

async function count(text: string, mapping: ColumnTarget[], { conditions, duplicates }: CountOptions) {
  const keep = columnsAsked(conditions, mapping);
  const { kept } = await scan(text, mapping, keep);
  const read = readConditions(conditions) ?? [];
  return countPassing({ kept, mapping, duplicates }, read, new AbortController().signal);
}

interface CountOptions {
  readonly conditions: Array<{ column: string; operator: string; value?: unknown }>;
  readonly duplicates?: { policy: 'skip' | 'update' | 'allow'; key?: 'to_number' | 'external_id' };
}

const FILE = 'phone,plan\n+15551230001,Pro\n+15551230002,basic\nnobody,pro\n+15551230001,basic\n';

test('conditions count whom they let through, among the rows that can be taken', async () => {
  const conditions = [{ column: 'plan', operator: '=', value: 'pro' }];
  expect(await count(FILE, [NUMBER, PLAN], { conditions })).toEqual({ asked: 3, passing: 1 });
});

test('of duplicates the first counts where later ones are skipped, and the last where it replaces them', async () => {
  const conditions = [{ column: 'plan', operator: 'equals', value: 'pro' }];
  const of = (policy: 'skip' | 'update') => count(FILE, [NUMBER, PLAN], { conditions, duplicates: { policy } });
  expect(await of('skip')).toEqual({ asked: 2, passing: 1 });
  expect(await of('update')).toEqual({ asked: 2, passing: 0 });
});

test('contacts without an external id are no duplicates of each other', async () => {
  const conditions = [{ column: 'external_id', operator: 'exists', value: false }];
  const duplicates = { policy: 'skip', key: 'external_id' } as const;
  const mapping: ColumnTarget[] = [NUMBER, { to: 'external_id' }];
  expect(await count('phone,id\n+15551230001,\n+15551230002,\n', mapping, { conditions, duplicates })).toEqual({
    asked: 2,
    passing: 2,
  });
});

test('fields of the contact can be asked for: number, time zone, priority', async () => {
  const mapping: ColumnTarget[] = [NUMBER, { to: 'timezone' }, { to: 'priority' }];
  const text = 'phone,tz,prio\n+1 555 123 0001,Europe/Berlin,\n+15551230002,UTC,9\n';
  const passing = async (column: string, operator: string, value: unknown) =>
    (await count(text, mapping, { conditions: [{ column, operator, value }] })).passing;
  expect(await passing('to_number', 'equals', '+15551230001')).toBe(1);
  expect(await passing('timezone', 'contains', 'europe')).toBe(1);
  expect(await passing('priority', 'greater_than', 4)).toBe(2);
});

test('a condition that is not complete is not counted', () => {
  expect(readConditions([{ column: 'plan', operator: 'equals', value: '' }])).toBeNull();
  expect(readConditions([{ column: '', operator: 'exists' }])).toBeNull();
});
