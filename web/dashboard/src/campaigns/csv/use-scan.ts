import { useEffect, useState } from 'react';
import { unreadableText } from './csv-reading';
import { scanCsv, type CsvFindings, type CsvScan } from './csv-scan';

const SHOW_EVERY_MS = 250;

/** What a file is looked at for. */
export type ScanPurpose = Pick<CsvScan, 'fields' | 'keep'>;

/** What was found, in which file, and where its fields were looked for. */
interface Scanned {
  readonly file: Blob;
  readonly fields: string;
  readonly findings: CsvFindings;
}

/**
 * Goes through a file, and again whenever what it is looked at for changes.
 *
 * @param onRows told how many rows there are, when all of them have been read.
 */
export function useScan(
  file: Blob | null | undefined,
  purpose: ScanPurpose | null,
  onRows?: (rows: number) => void,
): {
  readonly findings: CsvFindings | null;
  /** Why it cannot be read; null when it can. */ readonly fault: string | null;
} {
  const [scanned, setScanned] = useState<Scanned>();
  const [refused, setRefused] = useState<{ readonly file: Blob; readonly fault: string }>();
  // As text: the same while nothing of it changes.
  const asked = purpose && JSON.stringify(purpose);
  useEffect(() => {
    if (!file || asked === null) return;
    const aborted = new AbortController();
    const { fields, keep } = JSON.parse(asked) as ScanPurpose;
    let shownAt = 0;
    const of = { file, fields: JSON.stringify(fields) };
    const onPart = (findings: CsvFindings): void => {
      if (performance.now() - shownAt < SHOW_EVERY_MS) return;
      shownAt = performance.now();
      // Read again for the sake of conditions alone: what was found before still holds.
      setScanned((before) => (before && isSame(before, of) && before.findings.done ? before : { ...of, findings }));
    };
    scanCsv(file, { fields, keep, signal: aborted.signal, onPart }).then(
      (findings) => {
        setScanned({ ...of, findings });
        setRefused(undefined);
        onRows?.(findings.rows);
      },
      (error: unknown) => {
        if (!aborted.signal.aborted) setRefused({ file, fault: unreadableText(error) });
      },
    );
    return () => aborted.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a file is not read again because its handler is a new one
  }, [file, asked]);
  return {
    findings: file && scanned?.file === file && asked !== null ? scanned.findings : null,
    fault: file && refused?.file === file ? refused.fault : null,
  };
}

function isSame(scanned: Scanned, { file, fields }: Omit<Scanned, 'findings'>): boolean {
  return scanned.file === file && scanned.fields === fields;
}
