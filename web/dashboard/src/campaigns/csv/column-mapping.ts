import { CONTACT_FIELDS, type ColumnTarget, type ContactField } from './csv-choice';

const NUMBER_NAMES = ['to_number', 'phone_number', 'phone'];
const NUMBER_WORDS = /(phone|mobile|cell|telephone|msisdn|^tel$|handy|telefon|^number$)/;
/** The API reads `map.phone=` and the like as the field: no variable can be called so. */
const RESERVED: readonly string[] = [...NUMBER_NAMES, ...CONTACT_FIELDS.filter((field) => field !== 'number')];
/** Come before the file's own columns where the API says which rows it has not taken. */
const REPORT_COLUMNS = ['line_number', 'code', 'reason'];

/** What the columns of a file are taken for at first. */
export function guessMapping(columns: readonly string[], rows: ReadonlyArray<readonly string[]>): ColumnTarget[] {
  const number = guessNumber(columns, rows);
  const reported = REPORT_COLUMNS.every((name, index) => columns[index] === name) ? REPORT_COLUMNS.length : 0;
  const taken = new Set<string>();
  return columns.map((column, index): ColumnTarget => {
    if (index < reported || column === '' || columns.indexOf(column) !== index) return { to: 'nothing' };
    if (index === number) return { to: 'number' };
    const field = CONTACT_FIELDS.find((name) => name === spelled(column));
    if (field && field !== 'number' && !taken.has(field) && rows.every((row) => fits(field, row[index] ?? ''))) {
      taken.add(field);
      return { to: field };
    }
    const name = variableNameOf(column, taken);
    taken.add(name);
    return { to: 'variable', name };
  });
}

/** The name that a column's variable has unless told: one that templates can write. */
export function variableNameOf(column: string, taken: ReadonlySet<string> = new Set()): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(column) ? column : spelled(column).replace(/[^\p{L}\p{N}_]+/gu, '_');
  const trimmed = plain.replace(/^_+|_+$/g, '') || 'column';
  const name = RESERVED.includes(trimmed) || /^\d/.test(trimmed) ? `other_${trimmed}` : trimmed;
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name}_${number}`)) return `${name}_${number}`;
}

/** What is wrong with a mapping, by column; the key -1 is about all of them. */
export function mappingFaults(columns: readonly string[], mapping: readonly ColumnTarget[]): Map<number, string> {
  const faults = new Map<number, string>();
  const used = new Map<string, number>();
  for (const [index, target] of mapping.entries()) {
    const fault = targetFault(columns, index, target);
    const key = keyOf(target);
    const before = key === null ? undefined : used.get(key);
    if (fault !== null) faults.set(index, fault);
    else if (before !== undefined) faults.set(index, `Column "${columns[before] ?? ''}" goes there already.`);
    else if (key !== null) used.set(key, index);
  }
  if (!mapping.some(({ to }) => to === 'number')) faults.set(-1, 'Say which column holds the phone number.');
  return faults;
}

function targetFault(columns: readonly string[], index: number, target: ColumnTarget): string | null {
  if (target.to === 'nothing') return null;
  if (columns.indexOf(columns[index] ?? '') !== index) {
    return 'An earlier column has the same name. Leave this one out, or rename it in the file.';
  }
  if (target.to !== 'variable' && target.to !== 'metadata') return null;
  if (target.name.trim() === '') return 'Give it a name.';
  if (target.to === 'variable' && RESERVED.includes(target.name)) {
    return `A variable cannot be called "${target.name}": that is a field of the contact.`;
  }
  if (target.to === 'variable' && target.name.startsWith('metadata.')) return 'Choose metadata in place of a variable.';
  return null;
}

function keyOf(target: ColumnTarget): string | null {
  if (target.to === 'nothing') return null;
  return 'name' in target ? `${target.to}.${target.name}` : target.to;
}

/**
 * Query of the upload that has the API read the columns in the same way.
 *
 * @example uploadQuery(['Mobile'], [{ to: 'number' }]) // 'unmapped=ignore&map.to_number=Mobile'
 */
export function uploadQuery(columns: readonly string[], mapping: readonly ColumnTarget[]): string {
  const query = new URLSearchParams();
  // Wide files have more names than an address can hold: what becomes a variable of its own name needs no saying.
  const keepsAll = mapping.every(({ to }) => to !== 'nothing');
  if (!keepsAll) query.set('unmapped', 'ignore');
  for (const [index, target] of mapping.entries()) {
    const column = columns[index] ?? '';
    if (target.to === 'nothing') continue;
    if (keepsAll && target.to === 'variable' && target.name === column) continue;
    query.set(`map.${parameterOf(target)}`, column);
  }
  return query.toString();
}

function parameterOf(target: Exclude<ColumnTarget, { to: 'nothing' }>): string {
  switch (target.to) {
    case 'number':
      return 'to_number';
    case 'variable':
      return target.name;
    case 'metadata':
      return `metadata.${target.name}`;
    default:
      return target.to;
  }
}

/** The column that fills a field; -1 without one. */
export function columnOf(mapping: readonly ColumnTarget[], field: ContactField): number {
  return mapping.findIndex(({ to }) => to === field);
}

function guessNumber(columns: readonly string[], rows: ReadonlyArray<readonly string[]>): number {
  const exact = columns.findIndex((column) => NUMBER_NAMES.includes(spelled(column)));
  if (exact !== -1) return exact;
  const looksLike = (index: number): boolean =>
    rows.length > 0 &&
    rows.filter((row) => /^\+?[\d\s().-]{7,20}$/.test((row[index] ?? '').trim())).length * 2 > rows.length;
  const named = columns.findIndex((column, index) => NUMBER_WORDS.test(spelled(column)) && looksLike(index));
  if (named !== -1) return named;
  return columns.findIndex((_, index) =>
    rows.some((row) => /^\+\d[\d\s().-]{6,}$/.test((row[index] ?? '').trim())) ? looksLike(index) : false,
  );
}

function fits(field: ContactField, text: string): boolean {
  if (text.trim() === '') return true;
  if (field === 'priority') return /^\d$/.test(text.trim());
  if (field === 'timezone') return text.includes('/') || text === 'UTC';
  if (field === 'external_id') return true;
  return /^\d{4}-\d{2}-\d{2}T/.test(text);
}

/** @example spelled('Phone Number') // 'phone_number' */
function spelled(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}
