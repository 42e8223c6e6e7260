import { readingOf, withoutNames } from './csv-reading';
import { readCsv } from './csv-reader';
import { asRead } from './file-beginning';
import type { CsvReading } from './csv-choice';

async function rowsOf(file: Blob, { beginning }: CsvReading) {
  const rows = [];
  for await (const part of readCsv(asRead(file, beginning))) rows.push(...part.rows);
  return rows;
}

test.each([
  ['as it is', 'sep=;\r\nphone;name\r\n+15551234567;Jane\r\n'],
  ['quoted, after a byte order mark', '\ufeff"sep=;"\nphone;name\n+15551234567;Jane\n'],
])("a spreadsheet's line about the separator is no header: %s", async (_, text) => {
  const file = new Blob([text]);
  const reading = await readingOf(file, null);
  expect(reading.columns).toEqual(['phone', 'name']);
  expect(await rowsOf(file, reading)).toEqual([{ line: 3, fields: ['+15551234567', 'Jane'] }]);
});

test('a column that begins like such a line is a column', async () => {
  const reading = await readingOf(new Blob(['sep=phone;name\n1;2\n']), null);
  expect(reading).toEqual({ columns: ['sep=phone', 'name'], mapping: expect.anything() as unknown });
});

test.each([
  ['as it is', '+15550109001;A\n+15550109002;B\n'],
  ['after a byte order mark', '\ufeff+15550109001;A\n+15550109002;B\n'],
  ['after a line about the separator', 'sep=;\r\n+15550109001;A\r\n+15550109002;B\r\n'],
])('where the first row is a contact it is kept, and columns get names: %s', async (_, text) => {
  const file = new Blob([text]);
  const reading = await withoutNames(file, await readingOf(file, null));
  expect(reading.columns).toEqual(['Column 1', 'Column 2']);
  expect(reading.mapping).toEqual([{ to: 'number' }, { to: 'variable', name: 'column_2' }]);
  expect((await rowsOf(file, reading)).map(({ fields }) => fields)).toEqual([
    ['+15550109001', 'A'],
    ['+15550109002', 'B'],
  ]);
});

test('what was said about a file holds when it is chosen again', async () => {
  const file = new Blob(['+15550109001,A\n']);
  const before = await withoutNames(file, await readingOf(file, null));
  const changed: CsvReading = { ...before, mapping: [{ to: 'number' }, { to: 'nothing' }] };
  expect(await readingOf(file, changed, true)).toEqual(changed);
  const confirmed: CsvReading = { ...(await readingOf(file, null)), namesConfirmed: true };
  expect(await readingOf(file, confirmed)).toEqual(confirmed);
  expect((await readingOf(new Blob(['phone,A\n']), confirmed)).namesConfirmed).toBeUndefined();
});
