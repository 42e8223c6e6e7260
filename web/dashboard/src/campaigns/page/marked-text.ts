/** A stretch of a text. */
export interface TextPart {
  readonly text: string;
  /** A variable without a value, as it was written. */
  readonly isUnresolved: boolean;
}

/**
 * Cuts a rendered text at the variables that had no value.
 *
 * @param unresolved their names; dotted where nested.
 * @example markedParts('Hello {{ name }}!', ['name']) // 'Hello ', '{{ name }}' (unresolved), '!'
 */
export function markedParts(text: string, unresolved: readonly string[]): TextPart[] {
  const names = new Set(unresolved);
  const parts = text.split(/(\{\{[^{}]*\}\})/);
  return parts
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isUnresolved: part.startsWith('{{') && names.has(nameIn(part)) }));
}

/** @example nameIn('{{- customer.name | upcase }}') // 'customer.name' */
function nameIn(expression: string): string {
  const inside = expression.replace(/^\{\{-?/, '').replace(/-?\}\}$/, '');
  return (inside.split('|')[0] ?? '').trim();
}
