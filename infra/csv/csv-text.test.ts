import { parse } from 'csv-parse/sync';
import { csvText, type CsvOptions } from './csv-text';

async function written(columns: string[], rows: string[][], options?: CsvOptions): Promise<string> {
  async function* given(): AsyncGenerator<string[]> {
    yield* rows;
  }
  const parts: string[] = [];
  for await (const part of csvText(columns, given(), options)) parts.push(part);
  return parts.join('');
}

describe('rows written as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx'])('are no formula: %j', async (text) => {
    const records: string[][] = parse(await written(['a', 'b'], [[text, 'x']]), { bom: true });
    expect(records[1]).toEqual([`'${text}`, 'x']);
  });

  it('keep the columns that cannot be formulas', async () => {
    const text = await written(['number', 'name'], [['+14155550001', '+1']], { verbatim: [0] });
    expect(text).toBe("\ufeffnumber,name\r\n+14155550001,'+1\r\n");
  });

  it('have a name of a column that is no formula either', async () => {
    expect(await written(['=1+1'], [])).toBe("\ufeff'=1+1\r\n");
  });

  it('come back as they were, and come in parts', async () => {
    const rows = Array.from({ length: 1_201 }, (_, index) => [`${index}`, 'a "b", c\nd; ü', '']);
    const text = await written(['a', 'b', 'c'], rows);
    expect(parse(text, { bom: true, from_line: 2 })).toEqual(rows);
  });
});
