import { CsvError, parse, type Parser } from 'csv-parse';
import { CsvFault, readBeginning } from './csv-beginning';

export { CsvFault, type CsvFaultKind } from './csv-beginning';

/** Longer than every row that could be accepted: an unclosed quote must not swallow the rest of the file. */
const MAX_ROW_CHARACTERS = 256 * 1024;

/** One row below the header. */
export interface CsvRow {
  /** Line of the file on which it begins; the first is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Where a file could not be read any further, and why. */
export interface CsvStop {
  readonly line: number;
  readonly kind: 'unclosed_quote' | 'long_row';
}

/** A CSV file that is read while it comes. */
export interface CsvTable {
  readonly columns: readonly string[];
  /** To be gone through once. Blank rows are left out; bytes that are not UTF-8 read as U+FFFD. */
  readonly rows: AsyncIterable<CsvRow>;
  /** Known when all rows have been gone through; null when the file was read to its end. */
  stop(): CsvStop | null;
}

/**
 * Opens a CSV file (RFC 4180; commas, semicolons or tabs; a byte order mark is skipped). Reading its rows sets the pace of
 * whoever sends it.
 *
 * @throws CsvFault when its beginning is no CSV in UTF-8; what reading the chunks throws, here or in `rows`.
 * @example const { columns, rows } = await openCsv(request); for await (const { line, fields } of rows) { ... }
 */
export async function openCsv(file: AsyncIterable<Buffer>): Promise<CsvTable> {
  const { delimiter, chunks } = await readBeginning(file);
  const records = new RecordReader(chunks, delimiter);
  const [header, ...rows] = (await records.next()) ?? [];
  if (!header) throw new CsvFault('no_header');
  return {
    columns: header.fields.map((column) => column.trim()),
    rows: records.from(rows),
    stop: () => records.stop,
  };
}

/** Drives the parser chunk by chunk: as a stream it would lose the rows before a fault that nobody has read yet. */
class RecordReader {
  stop: CsvStop | null = null;
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly parser: Parser;
  private rows: CsvRow[] = [];
  private ended = false;
  /** The parser counts a line break of two characters inside quotes as two. */
  private countedTwice = 0;
  private lastLine = 0;

  constructor(chunks: AsyncIterable<Buffer>, delimiter: string) {
    this.chunks = chunks[Symbol.asyncIterator]();
    this.parser = parse({
      bom: true,
      delimiter,
      max_record_size: MAX_ROW_CHARACTERS,
      on_record: (fields: string[], { lines }: { readonly lines: number }) => {
        this.rows.push(this.rowOf(fields, lines));
        return null;
      },
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // 5" pipe is no quoted field.
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
    // Told to whoever has written.
    this.parser.on('error', () => undefined);
  }

  /** The next rows, as many as come together; null after the last. */
  async next(): Promise<CsvRow[] | null> {
    while (this.rows.length === 0 && !this.ended) await this.readOn();
    const { rows } = this;
    this.rows = [];
    return rows.length === 0 ? null : rows;
  }

  async *from(first: readonly CsvRow[]): AsyncGenerator<CsvRow> {
    try {
      for (let rows: readonly CsvRow[] | null = first; rows !== null; rows = await this.next()) yield* rows;
    } finally {
      this.ended = true;
      await this.chunks.return?.();
    }
  }

  private async readOn(): Promise<void> {
    const next = await this.chunks.next();
    const error = await new Promise<Error | null | undefined>((told) => {
      if (next.done === true) this.parser.end(told);
      else this.parser.write(next.value, told);
    });
    this.ended = next.done === true || error instanceof Error;
    if (!error) return;
    if (!(error instanceof CsvError)) throw error;
    this.stop = {
      line: this.lastLine + 1,
      kind: error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'unclosed_quote' : 'long_row',
    };
  }

  private rowOf(fields: string[], lines: number): CsvRow {
    let breaks = 0;
    for (const field of fields) {
      if (!field.includes('\n') && !field.includes('\r')) continue;
      this.countedTwice += field.split('\r\n').length - 1;
      breaks += field.split(/\r\n|\r|\n/).length - 1;
    }
    this.lastLine = lines - this.countedTwice;
    return { line: this.lastLine - breaks, fields };
  }
}
