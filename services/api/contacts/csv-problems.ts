import {
  openCsv,
  CsvFault,
  type CsvFaultKind,
  type CsvRow,
  type CsvStop,
  type CsvTable,
} from '../../../infra/csv/csv-table';
import type { Rejection } from '../../../infra/db/lines/csv-imports';
import { isUnstorable } from '../../../domain/storable-text';
import { Problem } from '../http/problem';

const NOT_UTF8 = 'Save it as UTF-8 and send it again (in a spreadsheet program: "CSV UTF-8").';

const FAULTS: Record<CsvFaultKind, { code: string; detail: string }> = {
  utf16: { code: 'unsupported_encoding', detail: `The file is in UTF-16, or no text. ${NOT_UTF8}` },
  not_utf8: { code: 'unsupported_encoding', detail: `The file is not in UTF-8. ${NOT_UTF8}` },
  spreadsheet: { code: 'unsupported_encoding', detail: `The file is a spreadsheet or an archive, no CSV. ${NOT_UTF8}` },
  no_header: { code: 'empty_file', detail: 'The file is empty. Its first line names the columns.' },
  long_header: { code: 'row_too_long', detail: 'The first line is longer than 64 KB, or a quote in it is not closed.' },
};

const STOPS: Record<CsvStop['kind'], { code: string; reason: string }> = {
  unclosed_quote: {
    code: 'unclosed_quote',
    reason: 'A quote that opens here is never closed. Nothing after it was read.',
  },
  long_row: {
    code: 'row_too_long',
    reason:
      'The row that begins here is longer than 256 KB, or a quote in it is not closed. Nothing after it was read.',
  },
};

/**
 * Opens a CSV that somebody has sent.
 *
 * @throws Problem 422 when it is none; nothing of it has been stored.
 */
export async function openSentCsv(chunks: AsyncIterable<Buffer>): Promise<CsvTable> {
  try {
    return await openCsv(chunks);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { code, detail } = FAULTS[error.kind];
    throw new Problem(422, code, detail, { cause: error });
  }
}

/** What is wrong with a row before anybody looks at what it says; null when nothing is. */
export function rowFault({ fields }: CsvRow, columns: number): { code: string; reason: string } | null {
  if (fields.length !== columns) {
    const reason = `The row has ${fields.length === 1 ? '1 field' : `${fields.length} fields`}, and the first line names ${columns} columns.`;
    return { code: 'uneven_row', reason };
  }
  if (fields.some((field) => field.includes('\ufffd'))) {
    return { code: 'invalid_encoding', reason: 'The row holds characters that are not UTF-8.' };
  }
  if (fields.some(isUnstorable)) {
    return { code: 'invalid_characters', reason: 'NUL characters cannot be stored.' };
  }
  return null;
}

/** The row at which a file could not be read any further. */
export function rejectionOfStop({ line, kind }: CsvStop): Rejection {
  return { line, ...STOPS[kind], fields: [] };
}
