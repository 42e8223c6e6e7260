import { useEffect, useMemo, useState } from 'react';
import type { DraftStore } from '../draft-store';
import { isDynamic, type CsvChoice, type WizardForm } from '../wizard-form';
import { guessMapping } from './column-mapping';
import { columnsAsked } from './condition-count';
import { readCsv, UnreadableCsv } from './csv-reader';
import { scanCsv, type CsvFindings } from './csv-scan';
import { dropFile, keepFile, keptFile } from './file-store';
import { fieldColumns } from './row-fault';

const SHOW_EVERY_MS = 250;

/** The file of a draft, as far as this browser has it, and what was found in it. */
export interface CsvFile {
  /** undefined while this browser is asked; null when it does not have it. */
  readonly file: File | null | undefined;
  readonly findings: CsvFindings | null;
  /** Why the file cannot be read; null when it can. */
  readonly problem: string | null;
  /** Takes another file. */
  readonly choose: (file: File) => Promise<void>;
  /** Forgets the file. */
  readonly remove: () => void;
}

/** Reads the file of a draft whenever what it is looked at for changes, and keeps it over a reload. */
export function useCsv(draftId: number, store: DraftStore, form: WizardForm): CsvFile {
  const { csv } = form;
  const [file, setFile] = useState<File | null>();
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    void keptFile(draftId).then((kept) => {
      if (!gone) setFile((chosen) => chosen ?? kept);
    });
    return () => {
      gone = true;
    };
  }, [draftId]);

  const choose = async (chosen: File): Promise<void> => {
    const { csv: before, launch } = store.current().form;
    if (launch && before && chosen.size !== before.size) {
      setProblem(`This is another file than ${before.name}: its size differs. The campaign was begun with that one.`);
      return;
    }
    try {
      const choice = await readChoice(chosen, before);
      setProblem(null);
      setFile(await keepFile(draftId, chosen));
      if (!launch) store.change((form) => ({ ...form, csv: choice }));
    } catch (error) {
      setProblem(unreadable(error));
    }
  };
  const remove = (): void => {
    setFile(null);
    setProblem(null);
    void dropFile(draftId);
    store.change((before) => ({ ...before, csv: null }));
  };
  const { findings, fault } = useScan(isDynamic(form) ? null : file, form, (rows) => {
    const known = store.current().form.csv;
    if (known && known.rows !== rows) store.change((before) => ({ ...before, csv: known && { ...known, rows } }));
  });
  return { file: csv ? file : file && null, findings, problem: problem ?? fault, choose, remove };
}

/** What was found, in which file, and where its fields were looked for. */
interface Scanned {
  readonly file: File;
  readonly fields: string;
  readonly findings: CsvFindings;
}

function isSame(scanned: Scanned, { file, fields }: Omit<Scanned, 'findings'>): boolean {
  return scanned.file === file && scanned.fields === fields;
}

function useScan(file: File | null | undefined, form: WizardForm, onRows: (rows: number) => void) {
  const { csv, campaign } = form;
  const [scanned, setScanned] = useState<Scanned>();
  const [fault, setFault] = useState<string | null>(null);
  // What a file is looked at for, as text: the same while nothing of it changes.
  const purpose = useMemo(() => {
    if (!csv) return null;
    const keep = columnsAsked(campaign.call_conditions ?? [], csv.mapping);
    return JSON.stringify({ fields: fieldColumns(csv.mapping), keep });
  }, [csv, campaign.call_conditions]);
  useEffect(() => {
    if (!file || purpose === null) return;
    const aborted = new AbortController();
    const { fields, keep } = JSON.parse(purpose) as Pick<Parameters<typeof scanCsv>[1], 'fields' | 'keep'>;
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
        setFault(null);
        onRows(findings.rows);
      },
      (error: unknown) => {
        if (!aborted.signal.aborted) setFault(unreadable(error));
      },
    );
    return () => aborted.abort();
    // The handler is of no account: only what is looked at is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [file, purpose]);
  return { findings: file && scanned?.file === file && purpose !== null ? scanned.findings : null, fault };
}

/** What a file is taken for at first: as the one before, where that had the same columns. */
async function readChoice(file: File, before: CsvChoice | null): Promise<CsvChoice> {
  for await (const { columns, rows } of readCsv(file)) {
    const same = before !== null && JSON.stringify(before.columns) === JSON.stringify(columns);
    const sample = rows.slice(0, 50).map(({ fields }) => fields);
    const mapping = same ? before.mapping : guessMapping(columns, sample);
    return { name: file.name, size: file.size, rows: null, columns, mapping };
  }
  throw new UnreadableCsv('The file has no line that names its columns.');
}

function unreadable(error: unknown): string {
  if (error instanceof UnreadableCsv) return error.message;
  return 'The file cannot be read. Perhaps it was changed or moved since: choose it again.';
}
