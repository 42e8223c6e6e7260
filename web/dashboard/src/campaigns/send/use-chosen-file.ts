import { useCallback, useMemo, useRef, useState } from 'react';
import type { CsvReading } from '../csv/csv-choice';
import { readingOf, unreadableText, withoutNames } from '../csv/csv-reading';
import { asRead } from '../csv/file-beginning';
import { fieldColumns } from '../csv/row-fault';
import { useScan } from '../csv/use-scan';

interface Chosen {
  readonly file: File;
  readonly reading: CsvReading;
}

const NOTHING_KEPT: readonly number[] = [];

/** A file that is going to be sent: how it is read, and what was found in it. */
export function useChosenFile() {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [offered, setOffered] = useState<File | null>(null);
  const latest = useRef<File | null>(null);
  const beginning = chosen?.reading.beginning;
  const original = chosen?.file;
  const file = useMemo(() => (original ? asRead(original, beginning) : null), [original, beginning]);
  const mapping = chosen?.reading.mapping;
  const purpose = useMemo(() => (mapping ? { fields: fieldColumns(mapping), keep: NOTHING_KEPT } : null), [mapping]);
  const { findings, fault } = useScan(file, purpose);

  const read = async (next: File, reading: Promise<CsvReading>): Promise<void> => {
    try {
      const found = await reading;
      if (latest.current === next) setChosen({ file: next, reading: found });
    } catch (error) {
      if (latest.current === next) setRefused(`${next.name} cannot be sent. ${unreadableText(error)}`);
    }
  };
  const choose = (next: File | null): void => {
    latest.current = next;
    setOffered(next);
    setRefused(null);
    setChosen(null);
    if (next) void read(next, readingOf(next, chosen?.reading ?? null));
  };
  const change = useCallback((part: Partial<CsvReading>): void => {
    setChosen((before) => before && { ...before, reading: { ...before.reading, ...part } });
  }, []);
  const decideFirstRow = (isContact: boolean): void => {
    if (!isContact) change({ namesConfirmed: true });
    else if (chosen) void read(chosen.file, withoutNames(chosen.file, chosen.reading));
  };
  return {
    /** What was chosen last. */
    offered,
    /** null until that is known to be readable. */
    reading: chosen?.reading ?? null,
    /** As it is read and sent. */
    file,
    findings,
    /** Why the file that was chosen cannot be read; null when it can. */
    problem: refused ?? fault,
    choose,
    change,
    decideFirstRow,
  };
}
