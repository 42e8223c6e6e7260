import type { ColumnTarget } from './csv-choice';
import { guessMapping, mappingFaults, uploadQuery, variableNameOf } from './column-mapping';

const guess = (columns: string[], ...rows: string[][]) => guessMapping(columns, rows);

test('the number is found by its name, by a word and the values, or by the values alone', () => {
  expect(guess(['name', 'Phone Number'], ['a', 'b'])[1]).toEqual({ to: 'number' });
  expect(guess(['mobile opt-in', 'Mobile'], ['yes', '+1 555 123 4567'])[1]).toEqual({ to: 'number' });
  expect(guess(['a', 'b'], ['x', '+15551234567'])[1]).toEqual({ to: 'number' });
  expect(guess(['a', 'b'], ['x', 'y']).some(({ to }) => to === 'number')).toBe(false);
});

test('a column that is called as a field is that field only when its values can be', () => {
  expect(guess(['phone', 'priority', 'timezone'], ['1', '7', 'Europe/Berlin']).slice(1)).toEqual([
    { to: 'priority' },
    { to: 'timezone' },
  ]);
  expect(guess(['phone', 'priority'], ['1', 'high'])[1]).toEqual({ to: 'variable', name: 'other_priority' });
});

test('every other column is a variable that a template can name', () => {
  expect(guess(['phone', 'Customer Name', 'plan', 'customer name', 'Größe', '2nd'])).toEqual([
    { to: 'number' },
    { to: 'variable', name: 'customer_name' },
    { to: 'variable', name: 'plan' },
    { to: 'variable', name: 'customer_name_2' },
    { to: 'variable', name: 'Größe' },
    { to: 'variable', name: 'other_2nd' },
  ]);
  expect(variableNameOf('???')).toBe('column');
});

test('columns without a name, or with one that is taken, are left out', () => {
  expect(guess(['phone', '', 'a', 'a']).slice(1)).toEqual([
    { to: 'nothing' },
    { to: 'variable', name: 'a' },
    { to: 'nothing' },
  ]);
});

test('what the API says of rows that it has not taken is left out when they come again', () => {
  const mapping = guess(['line_number', 'code', 'reason', 'Phone', 'plan']);
  expect(mapping.map(({ to }) => to)).toEqual(['nothing', 'nothing', 'nothing', 'number', 'variable']);
  expect(guess(['code', 'phone'])[0]).toEqual({ to: 'variable', name: 'code' });
});

test('what the API would read differently is a fault of its column', () => {
  const faults = (columns: string[], ...mapping: ColumnTarget[]) => mappingFaults(columns, mapping);
  expect(faults(['a'], { to: 'variable', name: 'a' }).get(-1)).toContain('phone number');
  expect(faults(['a', 'b'], { to: 'number' }, { to: 'number' }).get(1)).toContain('"a"');
  expect(faults(['a', 'b'], { to: 'number' }, { to: 'variable', name: 'phone' }).get(1)).toContain('"phone"');
  expect(faults(['a', 'b'], { to: 'number' }, { to: 'variable', name: ' ' }).get(1)).toContain('name');
  expect(faults(['a', 'a'], { to: 'number' }, { to: 'variable', name: 'x' }).get(1)).toContain('same name');
  expect(faults(['a', 'b'], { to: 'number' }, { to: 'metadata', name: 'phone' }).size).toBe(0);
});

test('a wide file whose columns are all kept under their names needs no long address', () => {
  const columns = ['phone', ...Array.from({ length: 999 }, (_, index) => `a_long_name_of_column_${index}`)];
  expect(uploadQuery(columns, guessMapping(columns, []))).toBe('map.to_number=phone');
});
