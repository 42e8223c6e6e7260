/**
 * Whether an item belongs to an even sample: of 10 contacts and a limit of 5, every second one.
 *
 * @param index from 0.
 * @param total how many there are.
 * @param limit how many are wanted at most.
 * @example [0, 1, 2, 3].filter((index) => isSampled(index, 4, 2)) // [0, 2]
 */
export function isSampled(index: number, total: number, limit: number): boolean {
  if (total <= limit) return true;
  return Math.ceil((index * limit) / total) < Math.ceil(((index + 1) * limit) / total);
}
