/**
 * How many of something, in words.
 *
 * @param many the plural, where it is not the singular with an s.
 * @example counted(1200, 'call') // '1,200 calls'
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
