import {
  conditionFault,
  firstFailing,
  readOperator,
  type CallCondition,
  type ConditionSubject,
} from '../../../../../../domain/conditions';
import { columnOf } from '../../csv/column-mapping';
import type { ColumnTarget } from '../../csv/csv-choice';
import type { KeptRows } from '../../csv/csv-scan';
import type { CampaignBody } from '../wizard-form';

type GivenConditions = NonNullable<CampaignBody['call_conditions']>;
type Duplicates = CampaignBody['duplicates'];

const ROWS_A_TURN = 2_000;
const DEFAULT_PRIORITY = 5;

/** How many contacts of a file the conditions let through. */
export interface ConditionCount {
  /** Contacts that are asked about: without faulty rows, and duplicates that are left out. */
  readonly asked: number;
  readonly passing: number;
}

/** The conditions as they are asked; null while one of them cannot be. */
export function readConditions(given: GivenConditions): CallCondition[] | null {
  const conditions: CallCondition[] = [];
  for (const { column, operator, value } of given) {
    const known = readOperator(operator);
    if (known === null || conditionFault({ column, operator, value }) !== null) return null;
    conditions.push({ column, operator: known, value });
  }
  return conditions;
}

/** The columns of the file that conditions look at. */
export function columnsAsked(given: GivenConditions, mapping: readonly ColumnTarget[]): number[] {
  const names = new Set(given.map(({ column }) => column.trim()));
  return mapping.flatMap((target, index) => {
    if (target.to === 'variable') return names.has(target.name) ? [index] : [];
    if (target.to === 'timezone' || target.to === 'priority') return names.has(target.to) ? [index] : [];
    // What the number is called varies; it is one column.
    return target.to === 'number' && names.size > 0 ? [index] : [];
  });
}

/**
 * Counts whom conditions let through, some thousand rows at a time, so that typing stays smooth.
 *
 * @throws the reason of `signal` when that is aborted.
 */
export async function countPassing(
  { kept, mapping, duplicates }: { kept: KeptRows; mapping: readonly ColumnTarget[]; duplicates: Duplicates },
  conditions: readonly CallCondition[],
  signal: AbortSignal,
): Promise<ConditionCount> {
  const rows = rowsAsked(kept, duplicates);
  const subjectOf = subjects(kept, mapping);
  let passing = 0;
  for (let at = 0; at < rows.length; at += ROWS_A_TURN) {
    for (const row of rows.slice(at, at + ROWS_A_TURN)) {
      if (firstFailing(conditions, subjectOf(row)) === null) passing += 1;
    }
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    signal.throwIfAborted();
  }
  return { asked: rows.length, passing };
}

/** Of duplicates the first counts when the others are skipped, and the last when they replace it. */
function rowsAsked({ numbers, externalIds }: KeptRows, duplicates: Duplicates): number[] {
  const all = numbers.map((_, row) => row);
  const policy = duplicates?.policy ?? 'allow';
  if (policy === 'allow') return all;
  const keys = duplicates?.key === 'external_id' ? externalIds : numbers;
  const counted = new Map<string, number>();
  for (const row of all) {
    const key = keys[row] || `row ${row}`;
    if (policy !== 'skip' || !counted.has(key)) counted.set(key, row);
  }
  return [...counted.values()];
}

function subjects(kept: KeptRows, mapping: readonly ColumnTarget[]): (row: number) => ConditionSubject {
  const valuesOf = (column: number): readonly string[] | undefined => kept.values.get(column);
  const given = valuesOf(columnOf(mapping, 'number'));
  const zones = valuesOf(columnOf(mapping, 'timezone'));
  const priorities = valuesOf(columnOf(mapping, 'priority'));
  const variables = mapping.flatMap((target, column) => {
    const values = target.to === 'variable' ? valuesOf(column) : undefined;
    return target.to === 'variable' && values ? [{ name: target.name, values }] : [];
  });
  return (row) => {
    const priority = priorities?.[row]?.trim() ?? '';
    const international = /^\s*(tel:)?\s*(\+|00)/i.test(given?.[row] ?? '');
    return {
      toNumber: `${international ? '+' : ''}${kept.numbers[row] ?? ''}`,
      externalId: kept.externalIds[row] || null,
      timezone: zones?.[row]?.trim() || null,
      priority: priority === '' ? DEFAULT_PRIORITY : Number(priority),
      customVariables: Object.fromEntries(variables.map(({ name, values }) => [name, values[row] ?? ''])),
    };
  };
}
