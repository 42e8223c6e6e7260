/**
 * The secrets that sign at a moment: while one rotates both do, the new one first.
 *
 * @param rotation.previousUntil until then the secret before signs as well.
 * @param now epoch milliseconds.
 * @example signingSecrets({ secret: 'whsec_b', previous: 'whsec_a', previousUntil: tomorrow }, now) // ['whsec_b', 'whsec_a']
 */
export function signingSecrets(
  rotation: { readonly secret: string; readonly previous: string | null; readonly previousUntil: Date | null },
  now: number,
): string[] {
  const { secret, previous, previousUntil } = rotation;
  const isRotating = previous !== null && previousUntil !== null && previousUntil.getTime() > now;
  return isRotating ? [secret, previous] : [secret];
}
