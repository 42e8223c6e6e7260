import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a signature may be from ours. */
const TOLERANCE_MS = 5 * 60_000;

/** A signature that carries its time, as it was read from a header. */
export interface TimedSignature {
  /** When it was made, epoch milliseconds. */
  readonly at: number;
  /** HMAC-SHA256, 64 hexadecimal digits. */
  readonly digest: string;
  /** What it covers, in its order. */
  readonly covers: ReadonlyArray<string | Buffer>;
}

/**
 * Whether a signature is of this secret, and not older, or further ahead, than five minutes.
 *
 * @example holdsInTime({ at: Number(at), digest, covers: [`${at}.`, rawBody] }, secret)
 */
export function holdsInTime({ at, digest, covers }: TimedSignature, secret: string): boolean {
  if (Math.abs(Date.now() - at) > TOLERANCE_MS) return false;
  const expected = createHmac('sha256', secret);
  for (const part of covers) expected.update(part);
  return timingSafeEqual(expected.digest(), Buffer.from(digest, 'hex'));
}
