/** What makes a file unreadable as a whole. */
export type CsvFaultKind = 'utf16' | 'not_utf8' | 'spreadsheet' | 'no_header' | 'long_header';

/** The file cannot be read at all; nothing of it has been handed out. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';

  constructor(readonly kind: CsvFaultKind) {
    super(`not a readable CSV file: ${kind}`);
  }
}

/** How much of a file is looked at before any of it counts. */
const BEGINNING_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;
const SAMPLE_BYTES = 1024;

/** What the beginning of a file tells about it, and the whole file. */
export interface CsvBeginning {
  readonly delimiter: (typeof DELIMITERS)[number];
  readonly chunks: AsyncIterable<Buffer>;
}

/**
 * Looks at the beginning of a file: its encoding, and how its header separates columns.
 *
 * @throws CsvFault for a file that is no CSV in UTF-8, as far as its first 64 KB tell.
 */
export async function readBeginning(chunks: AsyncIterable<Buffer>): Promise<CsvBeginning> {
  const source = chunks[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let bytes = 0;
  let done = false;
  while (bytes < BEGINNING_BYTES && !done) {
    const next = await source.next();
    if (next.done === true) done = true;
    else {
      read.push(next.value);
      bytes += next.value.length;
    }
  }
  const beginning = Buffer.concat(read);
  const header = headerOf(decode(beginning, done), done);
  if (header.includes('\0')) throw new CsvFault('utf16');
  return { delimiter: delimiterOf(header), chunks: joined(beginning, source) };
}

async function* joined(beginning: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield beginning;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function decode(beginning: Buffer, whole: boolean): string {
  const [first, second] = beginning;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (beginning.toString('latin1', 0, 4) === 'PK\x03\x04') throw new CsvFault('spreadsheet');
  if (marked || isHalfNul(beginning.subarray(0, SAMPLE_BYTES))) throw new CsvFault('utf16');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: !whole });
  } catch {
    throw new CsvFault('not_utf8');
  }
}

/** Text in UTF-16 has a NUL in most of its pairs of bytes. */
function isHalfNul(sample: Buffer): boolean {
  const nuls = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return nuls * 4 > sample.length;
}

/** The first line that has anything in it, as far as its quotes go. */
function headerOf(text: string, whole: boolean): string {
  const start = text.search(/[^\r\n]/);
  if (start === -1 || text.trim() === '') throw new CsvFault('no_header');
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) return text.slice(start, at);
  }
  if (!whole) throw new CsvFault('long_header');
  return text.slice(start);
}

/** The one that separates most columns. */
function delimiterOf(header: string): CsvBeginning['delimiter'] {
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
