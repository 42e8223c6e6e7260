import { guessMapping } from './column-mapping';
import type { CsvReading, FileBeginning } from './csv-choice';
import { readCsv, UnreadableCsv } from './csv-reader';
import { asRead, columnNames, namesBefore, ownBeginning } from './file-beginning';

const SAMPLE_ROWS = 50;

/**
 * What a file is taken for at first: as the one before, where that had the same columns.
 *
 * @param isSame it is the one before, chosen again.
 * @throws UnreadableCsv when it is no CSV that the API would take.
 */
export async function readingOf(file: Blob, before: CsvReading | null, isSame = false): Promise<CsvReading> {
  return begunWith(file, (isSame && before?.beginning) || (await ownBeginning(file)), before);
}

/** The same file, the first row of which is a contact: its columns get names. @throws UnreadableCsv */
export async function withoutNames(file: Blob, { columns }: CsvReading): Promise<CsvReading> {
  return begunWith(file, await namesBefore(file, columnNames(columns.length)), null);
}

async function begunWith(
  file: Blob,
  beginning: FileBeginning | undefined,
  before: CsvReading | null,
): Promise<CsvReading> {
  for await (const { columns, rows } of readCsv(asRead(file, beginning))) {
    const same = before !== null && JSON.stringify(before.columns) === JSON.stringify(columns);
    const sample = rows.slice(0, SAMPLE_ROWS).map(({ fields }) => fields);
    return {
      columns,
      mapping: same ? before.mapping : guessMapping(columns, sample),
      ...(beginning && { beginning }),
      ...(same && before.namesConfirmed === true && { namesConfirmed: true }),
    };
  }
  throw new UnreadableCsv('The file has no line that names its columns.');
}

/** Why a file cannot be read, to be shown. */
export function unreadableText(error: unknown): string {
  if (error instanceof UnreadableCsv) return error.message;
  return 'The file cannot be read. Perhaps it was changed or moved since: choose it again.';
}
