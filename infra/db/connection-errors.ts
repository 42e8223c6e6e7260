const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
/** SQLSTATE classes: connection exception, insufficient resources, operator intervention, read-only after a failover. */
const SQLSTATES = /^(08|53|57P0|25006)/;
/** What node-postgres says without a code. */
const MESSAGES =
  /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error|client was closed and is not queryable|query read timeout/i;

/**
 * True when a query failed because Postgres is away, full or going down: worth another try later, and nobody's fault.
 *
 * @example isDatabaseAway(error) // answer 503 with Retry-After
 */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  // A host with several addresses fails with one error for each.
  if (Array.isArray(errors) && errors.some(isDatabaseAway)) return true;
  if (typeof code === 'string') return NETWORK_CODES.has(code) || SQLSTATES.test(code);
  return typeof message === 'string' && MESSAGES.test(message);
}
