/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 *
 * @param header as it came; null where there was none.
 * @param now epoch milliseconds.
 * @returns milliseconds, 0 or more; null where it says nothing.
 * @example readRetryAfterMs('120', Date.now()) // 120_000
 */
export function readRetryAfterMs(header: string | null, now: number): number | null {
  if (!header) return null;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(waitMs) ? Math.max(waitMs, 0) : null;
}
