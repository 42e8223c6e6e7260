import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Fields that could carry a number or a variable: never in a log line. */
const PERSONAL = ['to_number', 'from_number', 'phone_number', 'custom_variables', 'metadata'];

/** Fields that could carry what an account calls with, as providers and our own API name them. */
const SECRET = [
  'authorization',
  'cookie',
  'headers',
  'credentials',
  'secret',
  'secretKey',
  'password',
  'token',
  'auth_token',
  'authToken',
  'account_token',
  'twilio_auth_token',
  'api_key',
  'apiKey',
  'api_key_secret',
  'signing_secret',
  'signingSecret',
  'webhook_secret',
  'webhookSecret',
  'webhook_key',
  'webhookKey',
];

/** By itself, in an object, and in an object of that. */
const REDACTED = [...PERSONAL, ...SECRET].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/**
 * The log of one process, as JSON lines on stdout.
 *
 * @param destination for tests.
 * @example createLogger('api', 'info').info({ campaignId: 12 }, 'campaign created');
 */
export function createLogger(process: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name: process,
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
