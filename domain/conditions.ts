/** How a condition compares (spec/api, `call_conditions`). */
export const CONDITION_OPERATORS = [
  'equals',
  'not_equals',
  'contains',
  'greater_than',
  'less_than',
  'in',
  'exists',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** One thing that must hold for a contact to be called. */
export interface CallCondition {
  /** A custom variable (dotted for nested ones), or a field of the contact. */
  readonly column: string;
  readonly operator: ConditionOperator;
  /** Absent for `exists`, or false: must not exist; a list or text with commas for `in`. */
  readonly value: unknown;
}

/** What conditions look at. */
export interface ConditionSubject {
  readonly toNumber: string;
  readonly externalId: string | null;
  /** As given with the contact; null when nobody said. */
  readonly timezone: string | null;
  readonly priority: number;
  readonly customVariables: Readonly<Record<string, unknown>>;
}

const SYMBOLS: Readonly<Record<string, ConditionOperator>> = {
  '=': 'equals',
  '==': 'equals',
  '!=': 'not_equals',
  '>': 'greater_than',
  '<': 'less_than',
};

/**
 * Operators in words, as they stand between the column and the value; `exists` has no value.
 *
 * @example CONDITION_WORDS.not_equals // 'does not equal'
 */
export const CONDITION_WORDS: Readonly<Record<ConditionOperator, string>> = {
  equals: 'equals',
  not_equals: 'does not equal',
  contains: 'contains',
  greater_than: 'is greater than',
  less_than: 'is less than',
  in: 'is one of',
  exists: 'exists',
};

const MAX_SHOWN_LENGTH = 100;

/**
 * Reads an operator as requests write it: its name, or a symbol.
 *
 * @returns null when there is no such operator.
 * @example readOperator('==') // 'equals'
 */
export function readOperator(given: string): ConditionOperator | null {
  if (Object.hasOwn(SYMBOLS, given)) return SYMBOLS[given] ?? null;
  return CONDITION_OPERATORS.find((operator) => operator === given) ?? null;
}

/**
 * Finds the first condition that a contact does not meet; null when it meets all. A condition that cannot be read is met
 * by nobody.
 *
 * Numbers are compared as numbers ("10" is greater than 9), ISO dates and date-times as instants (without an offset: UTC),
 * other text without regard to case and to spaces around it. What is missing (absent, null, an empty text) is not equal
 * to anything. A list or an object equals nothing; `contains` looks for a member of a list.
 *
 * @example firstFailing([{ column: 'plan', operator: 'equals', value: 'pro' }], contact) // null for a plan of 'Pro'
 */
export function firstFailing(conditions: readonly CallCondition[], contact: ConditionSubject): CallCondition | null {
  return conditions.find((condition) => !holds(condition, valueOf(contact, condition.column))) ?? null;
}

/**
 * Says what is wrong with a condition that could not be asked; null when it can be.
 *
 * @example conditionFault({ column: 'age', operator: '>', value: 'old' }) // '"greater_than" needs a number or an ISO ...'
 */
export function conditionFault(condition: {
  readonly column: string;
  readonly operator: string;
  readonly value?: unknown;
}): string | null {
  const { column, value } = condition;
  if (column.trim() === '') return 'Name the column that the condition looks at.';
  const operator = readOperator(condition.operator);
  if (operator === null) {
    return `There is no operator "${shortened(condition.operator)}". Use ${CONDITION_OPERATORS.join(', ')}, or =, ==, !=, >, <.`;
  }
  if (operator === 'exists') {
    return value === undefined || asBoolean(value) !== null ? null : '"exists" takes no value, or true or false.';
  }
  if (operator === 'in') {
    return choicesOf(value).length > 0 ? null : '"in" needs a list of values, or a text with commas between them.';
  }
  if (isMissing(value)) return `"${operator}" needs a value to compare with.`;
  if (typeof value === 'object') return `"${operator}" compares with one value. For several, use "in".`;
  if (
    (operator === 'greater_than' || operator === 'less_than') &&
    asNumber(value) === null &&
    asInstant(value) === null
  ) {
    return `"${operator}" needs a number or an ISO date such as 2026-12-25.`;
  }
  return null;
}

/**
 * A condition in words.
 *
 * @example describeCondition({ column: 'plan', operator: 'equals', value: 'pro' }) // 'plan equals pro'
 */
export function describeCondition({ column, operator, value }: CallCondition): string {
  if (operator === 'exists') return `${column} ${asBoolean(value) === false ? 'does not exist' : 'exists'}`;
  const words = CONDITION_WORDS[readOperator(operator) ?? operator] ?? operator;
  const shown = operator === 'in' ? choicesOf(value).map(textOf).join(', ') : textOf(value);
  return `${column} ${words} ${shortened(shown)}`;
}

/** A variable of the contact wins over a field of its own: in flat lists `priority` and `timezone` are variables. */
function valueOf({ customVariables, ...contact }: ConditionSubject, column: string): unknown {
  if (Object.hasOwn(customVariables, column)) return customVariables[column];
  switch (column) {
    case 'to_number':
    case 'phone_number':
    case 'phone':
      return contact.toNumber;
    case 'external_id':
      return contact.externalId;
    case 'timezone':
      return contact.timezone;
    case 'priority':
      return contact.priority;
    default:
      return column.split('.').reduce<unknown>(memberOf, customVariables);
  }
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function holds({ operator, value }: CallCondition, actual: unknown): boolean {
  switch (readOperator(operator)) {
    case 'equals':
      return isEqual(actual, value);
    case 'not_equals':
      return !isEqual(actual, value);
    case 'contains':
      return contains(actual, value);
    case 'greater_than':
      return (comparison(actual, value) ?? 0) > 0;
    case 'less_than':
      return (comparison(actual, value) ?? 0) < 0;
    case 'in':
      return choicesOf(value).some((choice) => isEqual(actual, choice));
    case 'exists':
      return isMissing(actual) === (asBoolean(value) === false);
    case null:
      return false;
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Neither missing nor a list or an object. */
function isScalar(value: unknown): value is string | number | boolean {
  return !isMissing(value) && typeof value !== 'object';
}

function isEqual(left: unknown, right: unknown): boolean {
  if (!isScalar(left) || !isScalar(right)) return false;
  const compared = comparison(left, right);
  return compared === null ? folded(left) === folded(right) : compared === 0;
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(actual)) return actual.some((member) => isEqual(member, wanted));
  return isScalar(actual) && isScalar(wanted) && folded(actual).includes(folded(wanted));
}

/** Negative, zero or positive for two numbers or two dates; null for anything else. */
function comparison(left: unknown, right: unknown): number | null {
  const numbers = bothAs(asNumber, left, right);
  // Ids of more than 15 digits differ as text where they are the same as numbers.
  if (numbers) {
    const integers = bothAs(asInteger, left, right);
    return integers ? difference(...integers) : difference(...numbers);
  }
  const instants = bothAs(asInstant, left, right);
  return instants && difference(...instants);
}

function bothAs<T>(read: (value: unknown) => T | null, left: unknown, right: unknown): [T, T] | null {
  const first = read(left);
  const second = read(right);
  return first === null || second === null ? null : [first, second];
}

function difference<T extends number | bigint>(left: T, right: T): number {
  if (left === right) return 0;
  return left > right ? 1 : -1;
}

function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())) return null;
  return Number(value);
}

function asInteger(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  const digits = typeof value === 'string' ? value.trim().replace(/^\+/, '') : '';
  return /^-?\d+$/.test(digits) ? BigInt(digits) : null;
}

const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Epoch milliseconds of an ISO date (its midnight in UTC) or date-time; null for anything else, such as 30 February. */
function asInstant(value: unknown): number | null {
  const match = typeof value === 'string' ? ISO_INSTANT.exec(value.trim()) : null;
  if (!match) return null;
  const [, date, time = '00:00', seconds = ':00', offset = 'Z'] = match;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  const zone = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const instant = Date.parse(`${date}T${time}${seconds}${zone}`);
  return Number.isNaN(instant) ? null : instant;
}

function asBoolean(value: unknown): boolean | null {
  if (!isScalar(value)) return null;
  const text = folded(value);
  return text === 'true' ? true : text === 'false' ? false : null;
}

function choicesOf(value: unknown): unknown[] {
  const given: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value];
  return given.filter(isScalar);
}

function folded(value: string | number | boolean): string {
  return String(value).trim().normalize('NFC').toLowerCase();
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return isScalar(value) ? String(value) : (JSON.stringify(value) ?? 'nothing');
}

function shortened(text: string): string {
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}...` : text;
}
