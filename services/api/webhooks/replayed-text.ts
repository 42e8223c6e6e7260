/** What a replay answers. @example replayedText(2) // '2 deliveries are sent again.' */
export function replayedText(count: number): string {
  if (count === 0) return 'Nothing has failed since then that could be sent again.';
  return count === 1 ? '1 delivery is sent again.' : `${count} deliveries are sent again.`;
}
