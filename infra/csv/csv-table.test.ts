import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { openCsv, type CsvRow } from './csv-table';

async function* chunksOf(bytes: Buffer, size = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(file: string | Buffer, size?: number) {
  const table = await openCsv(chunksOf(Buffer.from(file as string), size));
  const rows: CsvRow[] = [];
  for await (const row of table.rows) rows.push(row);
  return { columns: table.columns, rows, stop: table.stop() };
}

describe('a CSV file', () => {
  it('tells on which line each row begins', async () => {
    const file = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"x\ny\rz"\r\n,\r\n3,\n4,"5"" pipe"\r\n';
    for (const size of [undefined, 1, 3]) {
      const { rows } = await read(file, size);
      expect(rows.map(({ line, fields }) => [line, fields[0]])).toEqual([
        [2, '1'],
        [5, '2'],
        [9, '3'],
        [10, '4'],
      ]);
    }
  });

  it.each([
    ['a quote inside a field', 'a\n5" pipe\n', ['5" pipe']],
    ['a field with a byte order mark before it', '\ufeffa\nx\n', ['x']],
    ['no line end at its end', 'a\nx', ['x']],
  ])('may have %s', async (_, file, fields) => {
    const { columns, rows } = await read(file);
    expect([columns, rows[0]?.fields]).toEqual([['a'], fields]);
  });

  it('is read up to an unclosed quote, and tells where it opens', async () => {
    for (const size of [undefined, 2]) {
      const { rows, stop } = await read('a,b\n1,2\n3,"4\n5,6\n', size);
      expect([rows.length, stop]).toEqual([1, { line: 3, kind: 'unclosed_quote' }]);
    }
    const long = await read(`a,b\n1,2\n3,"${'x'.repeat(300_000)}\n5,6\n`, 1_000);
    expect([long.rows.length, long.stop]).toEqual([1, { line: 3, kind: 'long_row' }]);
  });

  it('is not read ahead of whoever goes through its rows', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('a\n');
      for (;;) {
        taken += 1;
        yield Buffer.alloc(64 * 1024, 'row\n');
      }
    }
    const { rows } = await openCsv(endless());
    let seen = 0;
    for await (const _row of rows) {
      seen += 1;
      if (seen === 20_000) break;
    }
    expect(taken).toBeLessThan(4);
  });

  it('throws what reading it throws, after the rows before', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(`a\n${'row\n'.repeat(20_000)}`);
      yield Buffer.from('row\n');
      throw new Error('the line is dead');
    }
    const { rows } = await openCsv(broken());
    let seen = 0;
    await expect(
      (async () => {
        for await (const _row of rows) seen += 1;
      })(),
    ).rejects.toThrow('the line is dead');
    // The parser may hold the last row back: its line end may be one of two characters.
    expect(seen).toBeGreaterThanOrEqual(20_000);
  });

  it('reads the same however its bytes are cut, and what was written', async () => {
    const field = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[\0\ufeff\ufffd]/g, ''));
    const table = fc.array(fc.tuple(field, field, fc.constant('end')), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, delimiter, size) => {
          const file = stringify([['a', 'b', 'c'], ...rows], { delimiter, quoted: true });
          const found = await read(file, size);
          expect(found.rows.map(({ fields }) => fields)).toEqual(rows);
        },
      ),
    );
  });
});
