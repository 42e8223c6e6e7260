import { useEffect, useMemo, useState } from 'react';
import { readingOf, unreadableText, withoutNames } from '../../csv/csv-reading';
import type { CsvFindings } from '../../csv/csv-scan';
import { asRead } from '../../csv/file-beginning';
import { fieldColumns } from '../../csv/row-fault';
import { useScan } from '../../csv/use-scan';
import type { DraftStore } from '../draft-store';
import { isDynamic, type WizardForm } from '../wizard-form';
import { columnsAsked } from './condition-count';
import { dropFile, keepFile, keptFile } from './file-store';

/** The file of a draft, as far as this browser has it, and what was found in it. */
export interface CsvFile {
  /** As it is read and sent. undefined while this browser is asked; null when it does not have it. */
  readonly file: Blob | null | undefined;
  readonly findings: CsvFindings | null;
  /** Why the file cannot be read; null when it can. */
  readonly problem: string | null;
  /** Why the last file that was offered was not taken; null when it was. */
  readonly refused: string | null;
  /** Takes another file. */
  readonly choose: (file: File) => Promise<void>;
  /** Says whether the first row is a contact, or names the columns. */
  readonly decideFirstRow: (isContact: boolean) => Promise<void>;
  /** Forgets the file. */
  readonly remove: () => void;
}

/** Reads the file of a draft whenever what it is looked at for changes, and keeps it over a reload. */
export function useCsv(draftId: number, store: DraftStore, form: WizardForm): CsvFile {
  const { csv, campaign } = form;
  const { chosen, setChosen } = useKeptFile(draftId);
  const [refused, setRefused] = useState<string | null>(null);
  const beginning = csv?.beginning;
  const file = useMemo(() => chosen && asRead(chosen, beginning), [chosen, beginning]);

  const choose = async (offered: File): Promise<void> => {
    const { csv: before, launch } = store.current().form;
    if (launch && before && offered.size !== before.size) {
      setRefused(
        `${offered.name} is another file than ${before.name}: its size differs. The campaign was begun with that one.`,
      );
      return;
    }
    try {
      const isSame = before !== null && offered.name === before.name && offered.size === before.size;
      const reading = await readingOf(offered, before, isSame);
      setRefused(null);
      setChosen(await keepFile(draftId, offered));
      const { name, size } = offered;
      if (!launch) store.change((now) => ({ ...now, csv: { ...reading, name, size, rows: null } }));
    } catch (error) {
      const others = before ? ` ${before.name} stays chosen.` : '';
      setRefused(`${offered.name} was not taken. ${unreadableText(error)}${others}`);
    }
  };
  const decideFirstRow = async (isContact: boolean): Promise<void> => {
    const { csv: before } = store.current().form;
    if (!before || !chosen) return;
    try {
      const change = isContact ? { ...(await withoutNames(chosen, before)), rows: null } : { namesConfirmed: true };
      store.change((now) => ({ ...now, csv: now.csv && { ...now.csv, ...change } }));
    } catch (error) {
      setRefused(unreadableText(error));
    }
  };
  const remove = (): void => {
    setChosen(null);
    setRefused(null);
    void dropFile(draftId);
    store.change((before) => ({ ...before, csv: null }));
  };
  const purpose = useMemo(
    () => csv && { fields: fieldColumns(csv.mapping), keep: columnsAsked(campaign.call_conditions ?? [], csv.mapping) },
    [csv, campaign.call_conditions],
  );
  const { findings, fault } = useScan(isDynamic(form) ? null : file, purpose, (rows) => {
    const known = store.current().form.csv;
    if (known && known.rows !== rows) store.change((before) => ({ ...before, csv: known && { ...known, rows } }));
  });
  return { file: csv ? file : file && null, findings, problem: fault, refused, choose, decideFirstRow, remove };
}

/** The file as it was chosen, which this browser keeps. */
function useKeptFile(draftId: number) {
  const [chosen, setChosen] = useState<File | null>();
  useEffect(() => {
    let gone = false;
    void keptFile(draftId).then((kept) => {
      if (!gone) setChosen((before) => before ?? kept);
    });
    return () => {
      gone = true;
    };
  }, [draftId]);
  return { chosen, setChosen };
}
