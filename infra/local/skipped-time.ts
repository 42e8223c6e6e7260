import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection';
import { msToTs, requiredTsToMs } from '@temporalio/common/lib/time';

const CONNECT_TIMEOUT_MS = 1_000;
const KEEPALIVE_MS = 10 * 60_000;

/** The time of a time-skipping test server: it runs as the wall clock does, and leaps wherever nothing is to be done. */
export interface SkippedTime {
  /** A connection to the server, for clients. */
  readonly connection: Connection;
  /** Epoch milliseconds. */
  now(): Promise<number>;
  /** Leaps over a stretch at once; every timer on the way fires. */
  leap(ms: number): Promise<void>;
  /** From now on it leaps to the next timer whenever no workflow task and no activity is under way. */
  letSkip(): Promise<void>;
  /** It does not leap any more. */
  hold(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to a time-skipping test server.
 *
 * @param address host:port.
 * @throws while it does not answer.
 * @example const time = await connectToSkippedTime('127.0.0.1:7333');
 */
export async function connectToSkippedTime(address: string): Promise<SkippedTime> {
  const connection = await Connection.connect({
    address,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // This server breaks connections that ping it more often than every five minutes.
    channelArgs: { 'grpc.keepalive_permit_without_calls': 0, 'grpc.keepalive_time_ms': KEEPALIVE_MS },
    // As @temporalio/testing does it, which an installation without dev dependencies does not have.
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  } as Parameters<typeof Connection.connect>[0]);
  const service = connection.testService;
  if (!service) throw new Error('this version of @temporalio/client has no test service');
  return {
    connection,
    async now() {
      const { time } = await service.getCurrentTime({});
      return Math.floor(requiredTsToMs(time, 'time'));
    },
    async leap(ms) {
      await service.unlockTimeSkippingWithSleep({ duration: msToTs(ms) });
    },
    async letSkip() {
      await service.unlockTimeSkipping({});
    },
    async hold() {
      await service.lockTimeSkipping({});
    },
    close: () => connection.close(),
  };
}
