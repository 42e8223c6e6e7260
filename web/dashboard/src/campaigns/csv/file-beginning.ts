import { delimiterOf } from './csv-reader';
import type { FileBeginning } from './csv-choice';

const HEAD_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** What spreadsheet programs write before the columns, to say what separates them. */
const SEPARATOR_LINE = /^"?sep=[,;\t]?"?(?=[\r\n]|$)/i;

/** A file as it is read and sent: with another beginning, and not copied for that. */
export function asRead(file: Blob, beginning: FileBeginning | undefined): Blob {
  return beginning ? new Blob([beginning.put, file.slice(beginning.cut)]) : file;
}

/**
 * What has to be left out of a file's beginning: a line such as `sep=;`, of which an empty one stays, so that lines are
 * counted as they are.
 */
export async function ownBeginning(file: Blob): Promise<FileBeginning | undefined> {
  const { text, mark } = await headOf(file);
  const line = SEPARATOR_LINE.exec(text)?.[0];
  return line === undefined ? undefined : { cut: mark + line.length, put: '' };
}

/**
 * The beginning that gives names to the columns of a file whose first row is a contact already.
 *
 * @example await namesBefore(new Blob(['+15551234567;Jane']), ['Column 1', 'Column 2']) // puts 'Column 1;Column 2'
 */
export async function namesBefore(file: Blob, columns: readonly string[]): Promise<FileBeginning> {
  const own = await ownBeginning(file);
  const { text, mark } = await headOf(file);
  const content = own ? text.slice(own.cut - mark).replace(/^\r?\n/, '') : text;
  const cut = mark + text.length - content.length;
  return { cut: own ? cut : mark, put: `${columns.join(delimiterOf(content))}\n` };
}

/** Names for columns that have none. @example columnNames(2) // ['Column 1', 'Column 2'] */
export function columnNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Column ${index + 1}`);
}

/** The first characters of a file, and how many bytes of a byte order mark come before them. */
async function headOf(file: Blob): Promise<{ text: string; mark: number }> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const marked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
  return { text: new TextDecoder().decode(bytes), mark: marked ? BYTE_ORDER_MARK.length : 0 };
}
