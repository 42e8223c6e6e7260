import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** `localhost:8080` would be an address, too: one whose scheme is `localhost`. */
const webAddress = z.url({ protocol: /^https?$/ });

/** What every process needs. */
const common = {
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

const database = { DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }) };

/** Workers answer `/healthz` and `/readyz` on this port; 0 takes a free one. */
const health = { HEALTH_PORT: port.default(0), HEALTH_HOST: z.string().default('127.0.0.1') };

/** Encrypts what has to be shown again. */
const secretKey = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'needs 32 bytes in base64');

const simulator = {
  SIMULATOR_URL: z.url().optional(),
  /** Shared with the simulator: signs the events it posts. */
  SIMULATOR_SECRET: z.string().min(16).optional(),
};

/** Where the vendors' APIs are, instead of their own addresses: for mocks of them. */
const vendors = {
  TWILIO_BASE_URL: z.url().optional(),
  RETELL_BASE_URL: z.url().optional(),
  VAPI_BASE_URL: z.url().optional(),
};

const calls = {
  /** Longest call in seconds, ring included. After it an attempt that reported no end is looked up. */
  MAX_CALL_S: z.coerce.number().int().positive().default(3600),
};

/** The HTTP API. Temporal's own variables (`TEMPORAL_ADDRESS`, ...) are read by its own loader. */
export const apiEnvironment = z.object({
  ...common,
  ...database,
  ...simulator,
  ...vendors,
  ...calls,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** Base of every link that leaves the system; by default where the API listens. */
  PUBLIC_URL: webAddress.optional(),
  /** The same as providers reach it, where that differs: as of the worker that dials. */
  PROVIDER_EVENTS_URL: z.url().optional(),
  /** Encrypts what has to be read again (webhook token, credentials of providers); 32 bytes in base64. */
  EVERDIAL_SECRET_KEY: secretKey.optional(),
  WEBHOOK_ALLOWED_RANGES: z.string().default(''),
  TEMPORAL_UI_URL: z.url().optional(),
});

/** The worker that runs campaigns and contacts, with the sweeper. */
export const campaignsWorkerEnvironment = z.object({
  ...common,
  ...database,
  ...health,
  ...simulator,
  ...calls,
  SWEEP_INTERVAL_MS: z.coerce.number().int().positive().default(2_000),
  /** Base of the links to reports in status callbacks. */
  PUBLIC_URL: webAddress.optional(),
  /** Signs them. */
  EVERDIAL_SECRET_KEY: secretKey.optional(),
});

/** The worker that dials. */
export const callsWorkerEnvironment = z.object({
  ...common,
  ...database,
  ...health,
  ...simulator,
  ...vendors,
  ...calls,
  /** Reads the credentials of provider accounts. */
  EVERDIAL_SECRET_KEY: secretKey.optional(),
  /** Where providers post their events: the API's base as they reach it. */
  PROVIDER_EVENTS_URL: z.url(),
  /** As for webhooks: where pre-call webhooks may be asked although it is not public. */
  WEBHOOK_ALLOWED_RANGES: z.string().default(''),
});

/** The worker that delivers webhooks. */
export const webhooksWorkerEnvironment = z.object({
  ...common,
  ...database,
  ...health,
  /** CIDR ranges, comma separated, that webhooks may reach although they are not public. */
  WEBHOOK_ALLOWED_RANGES: z.string().default(''),
});

/** The telephony simulator. */
export const simulatorEnvironment = z.object({
  ...common,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8090),
  SIMULATOR_SECRET: z.string().min(16),
  /** Append-only file of every call asked for, one JSON document a line. */
  LEDGER_FILE: z.string(),
  /** Divides every delay: 10 makes a two-second call take 0.2 s. */
  SPEED: z.coerce.number().positive().default(1),
});

/** A variable is missing or cannot be read; the message names each one. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads a process's environment. An empty variable is as absent: that is how a compose file passes on one that is not set.
 *
 * @throws ConfigurationError naming every variable that is wrong.
 * @example const config = readEnvironment(apiEnvironment, process.env);
 */
export function readEnvironment<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv): z.output<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationError(`The environment is incomplete or wrong:\n  ${faults.join('\n  ')}`);
}
