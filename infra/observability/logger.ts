import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/** Fields that could carry a number, a variable or a credential: never in a log line. */
const REDACTED = [
  'to_number',
  'from_number',
  'phone_number',
  'custom_variables',
  'metadata',
  'authorization',
  'req.headers.authorization',
  'req.headers.cookie',
  '*.to_number',
  '*.from_number',
  '*.custom_variables',
  '*.metadata',
];

/**
 * The log of one process, as JSON lines on stdout.
 *
 * @example createLogger('api', 'info').info({ campaignId: 12 }, 'campaign created');
 */
export function createLogger(process: string, level: string): Logger {
  return pino({
    name: process,
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
