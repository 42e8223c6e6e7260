/**
 * The pattern of `like` for texts that contain this one, taken literally.
 *
 * @example containing('50%') // '%50\\%%'
 */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
