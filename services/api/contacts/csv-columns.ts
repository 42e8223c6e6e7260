import type { FieldFault } from '../http/problem';

/** Our own fields that a column may be mapped to. */
const MAPPABLE = ['external_id', 'timezone', 'priority', 'schedule_at', 'expires_at'] as const;
const NUMBER_NAMES = ['to_number', 'phone_number', 'phone'];
/** What stands before the columns of a file in the list of its rows that were not taken. */
export const REJECTION_COLUMNS = ['line_number', 'code', 'reason'] as const;
const METADATA = 'metadata.';
const MAP = 'map.';

/** Where the values of a row go. */
export interface ColumnPlan {
  /** The column of the number. */
  readonly number: number;
  readonly fields: ReadonlyArray<{ readonly field: (typeof MAPPABLE)[number]; readonly column: number }>;
  readonly variables: ReadonlyArray<{ readonly name: string; readonly column: number }>;
  readonly metadata: ReadonlyArray<{ readonly name: string; readonly column: number }>;
}

/** What a request says about columns. */
export interface ColumnOptions {
  /** `map.<target>=<column>` of the query. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Columns that nothing says anything about are left out; otherwise they are custom variables. */
  readonly ignoreUnmapped: boolean;
}

export type PlannedColumns =
  { readonly ok: true; readonly plan: ColumnPlan } | { readonly ok: false; readonly faults: readonly FieldFault[] };

/**
 * Decides what each column of a file is. `map.to_number=Phone` and the like decide first; without them the number is in
 * `to_number`, `phone_number` or `phone`, in any spelling, and every other column is a custom variable. In a list of rows
 * that were not taken, corrected and sent again, what was wrong with them is none.
 *
 * @example planColumns(['Phone', 'Name'], { query: { 'map.customer_name': 'Name' }, ignoreUnmapped: false })
 */
export function planColumns(columns: readonly string[], { query, ignoreUnmapped }: ColumnOptions): PlannedColumns {
  const faults: FieldFault[] = [];
  const mapped = new Map<string, number>();
  for (const [parameter, given] of Object.entries(query)) {
    if (!parameter.startsWith(MAP) || typeof given !== 'string') continue;
    const column = findColumn(columns, given);
    const target = parameter.slice(MAP.length);
    if (column === null) faults.push(unknownColumn(parameter, given, columns));
    else if (target !== '') mapped.set(NUMBER_NAMES.includes(target) ? 'to_number' : target, column);
  }
  const number = mapped.get('to_number') ?? columns.findIndex((name) => NUMBER_NAMES.includes(spelled(name)));
  if (number === -1 && faults.length === 0) faults.push(missingNumber(columns));
  if (faults.length > 0) return { ok: false, faults };
  mapped.delete('to_number');

  const used = new Set([number, ...mapped.values(), ...rejectionColumnsOf(columns)]);
  const isField = (target: string): boolean => MAPPABLE.some((field) => field === target);
  const rest = columns.flatMap((name, column) =>
    used.has(column) || ignoreUnmapped || name === '' ? [] : [{ name, column }],
  );
  const targets = [...mapped].map(([name, column]) => ({ name, column }));
  const named = targets.filter(({ name }) => !isField(name) && !name.startsWith(METADATA));
  return {
    ok: true,
    plan: {
      number,
      fields: MAPPABLE.flatMap((field) => {
        const column = mapped.get(field);
        return column === undefined ? [] : [{ field, column }];
      }),
      // A mapped name wins over a column that happens to be called so.
      variables: [...rest, ...named],
      metadata: targets
        .filter(({ name }) => name.startsWith(METADATA))
        .map(({ name, column }) => ({ name: name.slice(METADATA.length), column })),
    },
  };
}

/** The columns that a list of rejected rows begins with, again for each time it was rejected; none of any other file. */
function rejectionColumnsOf(columns: readonly string[]): number[] {
  let count = 0;
  while (REJECTION_COLUMNS.every((name, offset) => columns[count + offset] === name)) count += REJECTION_COLUMNS.length;
  return [...columns.keys()].slice(0, count);
}

/** A row in the shape of add_contact. What is empty in a field of ours is as absent. */
export function contactOfRow(fields: readonly string[], plan: ColumnPlan): Record<string, unknown> {
  const valueOf = (column: number): string => fields[column] ?? '';
  const own = plan.fields.flatMap(({ field, column }): Array<[string, unknown]> => {
    const text = valueOf(column).trim();
    if (text === '') return [];
    return [[field, field === 'priority' && /^\d+$/.test(text) ? Number(text) : text]];
  });
  const named = (list: ColumnPlan['variables']) =>
    Object.fromEntries(list.map(({ name, column }) => [name, valueOf(column)]));
  return {
    to_number: valueOf(plan.number),
    ...Object.fromEntries(own),
    custom_variables: named(plan.variables),
    ...(plan.metadata.length > 0 && { metadata: named(plan.metadata) }),
  };
}

/** @example spelled('Phone Number') // 'phone_number' */
function spelled(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}

function findColumn(columns: readonly string[], given: string): number | null {
  const exact = columns.indexOf(given);
  if (exact !== -1) return exact;
  const alike = columns.findIndex((name) => spelled(name) === spelled(given.trim()));
  return alike === -1 ? null : alike;
}

function missingNumber(columns: readonly string[]): FieldFault {
  const detail =
    'No column holds the number. Name one to_number, phone_number or phone, or say which one it is: ' +
    `?map.to_number=COLUMN. ${columnsOf(columns)}`;
  return { pointer: '?map.to_number', code: 'missing_column', detail };
}

function unknownColumn(parameter: string, given: string, columns: readonly string[]): FieldFault {
  const detail = `The file has no column "${given.slice(0, 100)}". ${columnsOf(columns)}`;
  return { pointer: `?${parameter}`, code: 'unknown_column', detail };
}

function columnsOf(columns: readonly string[]): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `It has ${names.length > 500 ? `${names.slice(0, 500)}...` : names}.`;
}
