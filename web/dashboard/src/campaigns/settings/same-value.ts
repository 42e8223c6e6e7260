/**
 * Whether two values say the same: null, undefined and absent members are one, the order of members does not matter.
 *
 * @example isSameValue({ a: null, b: 1 }, { b: 1 }) // true
 */
export function isSameValue(left: unknown, right: unknown): boolean {
  const one = left ?? null;
  const other = right ?? null;
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  if (one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const member = (value: object, name: string): unknown => (value as Readonly<Record<string, unknown>>)[name];
  return [...names].every((name) => isSameValue(member(one, name), member(other, name)));
}
