import { Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { mappingFaults } from '../../csv/column-mapping';
import type { WizardForm } from '../wizard-form';
import { columnsAsked, countPassing, readConditions, type ConditionCount } from './condition-count';
import type { CsvFindings, KeptRows } from '../../csv/csv-scan';
import { counted } from '../../../shared/counted';

const COUNT_AFTER_MS = 200;

/** How many contacts of the file the conditions let through, counted anew as they are written. */
export function ConditionResult({ form, findings }: { form: WizardForm; findings: CsvFindings | null }) {
  const given = form.campaign.call_conditions;
  const conditions = useMemo(() => readConditions(given ?? []), [given]);
  const count = useCount(form, findings, conditions);
  if (!form.csv || (given ?? []).length === 0) return null;
  return (
    <Text size="sm" mt="sm" fw={600} aria-live="polite" className="figures">
      {textOf({ ready: findings !== null, readable: conditions !== null, count })}
    </Text>
  );
}

function textOf({
  ready,
  readable,
  count,
}: {
  ready: boolean;
  readable: boolean;
  count: ConditionCount | null;
}): string {
  if (!readable) return 'Complete the conditions to see how many contacts they let through.';
  if (!ready) return 'Choose the file to see how many of its contacts they let through.';
  if (!count) return 'Counting...';
  const { asked, passing } = count;
  const text = `${passing.toLocaleString('en-US')} of ${counted(asked, 'contact')} would be called`;
  if (passing === asked) return `${text}.`;
  return `${text}; ${counted(asked - passing, 'contact')} would be skipped.`;
}

/** Null while the columns that the conditions look at are still being read. */
function keptFor({ csv, campaign }: WizardForm, findings: CsvFindings | null): KeptRows | null {
  if (!findings?.done || !csv) return null;
  const asked = columnsAsked(campaign.call_conditions ?? [], csv.mapping);
  return asked.every((column) => findings.kept.values.has(column)) ? findings.kept : null;
}

function useCount(
  form: WizardForm,
  findings: CsvFindings | null,
  conditions: ReturnType<typeof readConditions>,
): ConditionCount | null {
  const { csv, campaign } = form;
  const { duplicates } = campaign;
  const mapping = csv?.mapping;
  const kept = keptFor(form, findings);
  const columns = findings?.columns;
  const [counted, setCounted] = useState<ConditionCount | null>(null);
  useEffect(() => {
    if (!kept || !mapping || !columns || !conditions?.length || mappingFaults(columns, mapping).size > 0) return;
    const aborted = new AbortController();
    const timer = setTimeout(() => {
      countPassing({ kept, mapping, duplicates }, conditions, aborted.signal).then(setCounted, () => undefined);
    }, COUNT_AFTER_MS);
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
  }, [kept, mapping, columns, duplicates, conditions]);
  return counted;
}
