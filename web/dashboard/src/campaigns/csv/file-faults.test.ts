import type { CsvReading } from './csv-choice';
import { contactAmongNames, fileFaults } from './file-faults';

const reading: CsvReading = { columns: ['phone'], mapping: [{ to: 'number' }] };
const findings = { done: true, rows: 2, faulty: 1, stop: null };

test('a file with a number and a row that can be taken is sent', () => {
  expect(fileFaults(reading, findings).size).toBe(0);
  expect([...fileFaults(reading, { ...findings, faulty: 2 }).keys()]).toEqual(['rows']);
});

test('what cannot be read to its end is not sent until somebody has seen why', () => {
  const stopped = { ...findings, stop: 'A quote is not closed.' };
  expect(fileFaults(reading, stopped).get('stop')).toContain('A quote is not closed.');
  expect(fileFaults({ ...reading, stopAccepted: 'A quote is not closed.' }, stopped).size).toBe(0);
  expect(fileFaults({ ...reading, stopAccepted: 'Another.' }, stopped).has('stop')).toBe(true);
});

test.each([
  [['+15550109001', 'A'], '+15550109001'],
  [['Ann', '(555) 010-9001'], '(555) 010-9001'],
  [['phone', '2026-11-22'], null],
  [['phone', 'line 2', '2026'], null],
])('columns called %p: the first row is a contact by %p', (columns, found) => {
  const asked: CsvReading = { columns, mapping: columns.map((name) => ({ to: 'variable', name })) };
  expect(contactAmongNames(asked)).toBe(found);
  expect(fileFaults(asked, findings).has('first_row')).toBe(found !== null);
  expect(contactAmongNames({ ...asked, namesConfirmed: true })).toBeNull();
});
