import { readCsv, UnreadableCsv, type CsvRow } from './csv-reader';

async function read(
  content: string | Uint8Array,
): Promise<{ columns: readonly string[]; rows: CsvRow[]; stop: string | null }> {
  const rows: CsvRow[] = [];
  let columns: readonly string[] = [];
  let stop: string | null = null;
  for await (const part of readCsv(new Blob([content as string]))) {
    rows.push(...part.rows);
    ({ columns, stop } = part);
  }
  return { columns, rows, stop };
}

test('rows keep the line on which they begin, over blank lines and line breaks inside quotes', async () => {
  const { columns, rows } = await read('\ufeffphone, name \r\n1,"a\r\nb"\r\n\r\n , \r\n2,c');
  expect(columns).toEqual(['phone', 'name']);
  expect(rows).toEqual([
    { line: 2, fields: ['1', 'a\nb'] },
    { line: 6, fields: ['2', 'c'] },
  ]);
});

test.each([
  ['semicolons', 'phone;name\n1;"x;y"'],
  ['tabs', 'phone\tname\n1\tx;y'],
])('columns may be separated by %s', async (_, text) => {
  expect((await read(text)).rows).toEqual([{ line: 2, fields: ['1', 'x;y'] }]);
});

test('characters and line breaks that lie across the parts of a large file are read as they are', async () => {
  // 13 bytes a row with a character of three: parts of 128 KB cut through all of them.
  const text = `phone,name\r\n${'1234,€€\r\n'.repeat(60_000)}`;
  const { rows } = await read(text);
  expect(rows).toHaveLength(60_000);
  expect(rows.every(({ fields }) => fields[0] === '1234' && fields[1] === '€€')).toBe(true);
  expect(rows.at(-1)?.line).toBe(60_001);
});

test('a quote that is never closed ends the file, and says where it opens', async () => {
  const { rows, stop } = await read('phone,name\n1,a\n2,"b\n3,c');
  expect(rows).toEqual([{ line: 2, fields: ['1', 'a'] }]);
  expect(stop).toContain('line 3');
});

test('a quote that is never closed does not swallow a large file', async () => {
  const { rows, stop } = await read(`phone,name\n1,a\n2,"b\n${'3,c\n'.repeat(200_000)}`);
  expect(rows).toHaveLength(1);
  expect(stop).toContain('line 3');
});

test.each([
  ['a spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'spreadsheet'],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeffphone,name', 'utf16le')), 'UTF-16'],
  ['UTF-16 without a mark', new Uint8Array(Buffer.from('phone,name', 'utf16le')), 'UTF-16'],
  ['another encoding', new Uint8Array(Buffer.from('phone,name\n1,J\xfcrgen', 'latin1')), 'UTF-8'],
  ['nothing', '', 'empty'],
  ['blank lines alone', '\n\n\n', 'empty'],
])('%s is refused with a reason', async (_, content, reason) => {
  const refusal = await read(content).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UnreadableCsv);
  expect((refusal as Error).message).toContain(reason);
});

test('reading stops when nobody wants it any more', async () => {
  const aborted = new AbortController();
  const parts = readCsv(new Blob(['phone\n', '1\n'.repeat(200_000)]), aborted.signal);
  await parts.next();
  aborted.abort(new Error('not wanted'));
  await expect(parts.next()).rejects.toThrow('not wanted');
});
