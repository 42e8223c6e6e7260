import type { ColumnTarget } from './csv-choice';
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
  expect(rowFault(['+15551234567'], 4, at)).toContain('1 field,');
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

test('a repeated number is told with the line where it was first', async () => {
  const rows = ['phone,plan', '+1 555 123 4500,pro', 'x,pro', '0015551234500,basic', '+15551234500,pro'];
  const { preview, duplicates } = await scan(rows.join('\n'));
  expect(preview.map(({ repeats }) => repeats.to_number)).toEqual([null, null, 2, 2]);
  expect(duplicates.to_number).toBe(2);
});

test('a row that is not read to its end is counted, and told apart from faults of rows', async () => {
  const found = await scan('phone,plan\n+15551234567,a\n+15551234568,"b\n+15551234569,c');
  expect(found).toMatchObject({ rows: 2, faulty: 1, stop: expect.stringContaining('never closed') as unknown });
  expect(found.firstFaults).toEqual([]);
});

test('only what conditions ask for is kept of the rows', async () => {
  const found = await scan('phone,plan,note\n+15551234567,pro,long', [NUMBER, PLAN, { to: 'nothing' }], [1]);
  expect([...found.kept.values]).toEqual([[1, ['pro']]]);
});
