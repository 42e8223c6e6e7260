import { mappingFaults } from './column-mapping';
import type { CsvReading } from './csv-choice';
import type { CsvFindings } from './csv-scan';

const MIN_DIGITS = 7;

/** What keeps a file from being sent as it is read, by what it is about. */
export function fileFaults(
  reading: CsvReading,
  findings: Pick<CsvFindings, 'done' | 'rows' | 'faulty' | 'stop'> | null,
): Map<'first_row' | 'mapping' | 'rows' | 'stop', string> {
  const faults: ReturnType<typeof fileFaults> = new Map();
  if (contactAmongNames(reading) !== null) {
    faults.set('first_row', 'Say whether the first row of the file names the columns, or is a contact.');
  }
  const [fault] = mappingFaults(reading.columns, reading.mapping).values();
  if (fault !== undefined) faults.set('mapping', fault);
  else if (findings?.done && findings.rows === findings.faulty) {
    faults.set('rows', 'No row of the file can be taken.');
  }
  const stop = findings?.stop ?? null;
  if (stop !== null && reading.stopAccepted !== stop) {
    faults.set('stop', `${stop} Mend the file and choose it again, or say that the rest is left out.`);
  }
  return faults;
}

/**
 * The name of a column that is a phone number: the first row is probably a contact. Null where none is, and where
 * somebody has said that they are names.
 *
 * @example contactAmongNames({ columns: ['+15550109001', 'Ann'], mapping: [] }) // '+15550109001'
 */
export function contactAmongNames({ columns, namesConfirmed }: CsvReading): string | null {
  if (namesConfirmed === true) return null;
  return columns.find(isNumber) ?? null;
}

function isNumber(text: string): boolean {
  if (!/^(tel:)?\+?[\d\s().-]+$/i.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  return text.replace(/\D/g, '').length >= MIN_DIGITS;
}
