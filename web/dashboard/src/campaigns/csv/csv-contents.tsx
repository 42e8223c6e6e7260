import { useCallback, useMemo } from 'react';
import { ColumnTable } from './column-table';
import type { ColumnTarget, CsvReading } from './csv-choice';
import type { CsvFindings, PreviewRow } from './csv-scan';
import { CsvSummary, type DuplicateRule } from './csv-summary';
import { CutShort } from './cut-short';
import { FirstRow } from './first-row';
import { PreviewTable } from './preview-table';

interface CsvContentsProps {
  readonly reading: CsvReading;
  readonly findings: CsvFindings | null;
  /** How the campaign takes a contact that is there already. */
  readonly duplicates: DuplicateRule;
  /** Where that is changed; absent where it cannot be. */
  readonly where?: string;
  /** To be the same as long as it does the same: long tables depend on it. */
  readonly onChange: (change: Partial<CsvReading>) => void;
  readonly onFirstRow: (isContact: boolean) => void;
}

/** What is in a file: what was found in it, what each column becomes, and its first rows. */
export function CsvContents({ reading, findings, duplicates, where, onChange, onFirstRow }: CsvContentsProps) {
  const { columns, mapping } = reading;
  const setMapping = useCallback((changed: ColumnTarget[]) => onChange({ mapping: changed }), [onChange]);
  const preview = findings?.preview;
  const sample = useMemo(() => sampleOf(preview, columns), [preview, columns]);
  return (
    <>
      <CsvSummary findings={findings} duplicates={duplicates} where={where} />
      <FirstRow reading={reading} onDecide={onFirstRow} />
      <CutShort
        reading={reading}
        stop={findings?.stop ?? null}
        onAccept={(stopAccepted) => onChange({ stopAccepted })}
      />
      <ColumnTable reading={reading} sample={sample} onChange={setMapping} />
      {findings && (
        <PreviewTable
          columns={findings.columns}
          preview={findings.preview}
          more={findings.rows > findings.preview.length}
          mapping={mapping}
          duplicateKey={duplicates?.key ?? 'to_number'}
        />
      )}
    </>
  );
}

/** A value of each column, the first that is not empty. */
function sampleOf(preview: readonly PreviewRow[] | undefined, columns: readonly string[]): string[] {
  return columns.map((_, index) => preview?.find(({ fields }) => fields[index]?.trim())?.fields[index] ?? '');
}
