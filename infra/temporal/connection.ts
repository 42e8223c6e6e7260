import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

const CLOSING_RETRY_MS = 50;

/** A client and what it is connected by; close it when done. */
export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
}

/**
 * Opens a client by Temporal's own environment configuration (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`,
 * TLS, profiles), as the Temporal CLI reads it. Connects lazily: a server that is away fails the call, not the process.
 *
 * @throws when the configuration cannot be read.
 */
export function openTemporalClient(): TemporalClient {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = Connection.lazy({
    ...connectionOptions,
    interceptors: [makeGrpcRetryInterceptor(quickRetries())],
  });
  return { client: new Client({ connection, namespace }), connection, namespace };
}

/**
 * Temporal's own retries, but quick where a workflow is changing runs: the server answers "workflow is closing" for some
 * milliseconds, and the default waits 1.5 to 2 s for it, too long for a pause that has to hold within a second.
 */
export function quickRetries(): ReturnType<typeof defaultGrpcRetryOptions> {
  const usual = defaultGrpcRetryOptions();
  return {
    ...usual,
    delayFunction: (attempt, status) =>
      /workflow is closing|workflow operation can not be applied because workflow is closing/i.test(status.details)
        ? CLOSING_RETRY_MS * attempt
        : usual.delayFunction(attempt, status),
  };
}
