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
  /** Absent for `exists`; a list for `in`. */
  readonly value: unknown;
}
