import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Logger } from '../../infra/observability/logger';

const TRY_TIMEOUT_MS = 10_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** However high the speed, an endpoint that is down is not hammered. */
const SHORTEST_BACKOFF_MS = 50;
/** Real time, whatever the speed: an API that is down is given the time to come back. */
const GIVE_UP_AFTER_MS = 15 * 60_000;
const CONNECTIONS_PER_ORIGIN = 32;
const DRAIN_MS = 2_000;

/** One event as it goes over the wire. */
export interface CallEvent {
  readonly event_id: string;
  readonly type:
    | 'call.ringing'
    | 'call.answered'
    | 'call.machine_detected'
    | 'call.ended'
    | 'call.transcript'
    | 'call.intent'
    | 'call.entity';
  readonly call_id: string;
  readonly [field: string]: unknown;
}

/** Posts events, signed, in order for each call, until they are taken with a 2xx. */
export interface EventPoster {
  /** Queues the event behind the others of its call. */
  readonly post: (url: string, event: CallEvent) => void;
  /** Waits a moment for what is queued, then drops it. */
  close(): Promise<void>;
}

interface Queued {
  readonly url: string;
  readonly event: CallEvent;
}

/**
 * Creates a poster.
 *
 * @param speed divides the waits between tries.
 * @example poster.post('http://127.0.0.1:8080/providers/simulator/events', event);
 */
export function createEventPoster(options: { secret: string; speed: number; logger: Logger }): EventPoster {
  const { secret, speed, logger } = options;
  const agent = new Agent({ connections: CONNECTIONS_PER_ORIGIN });
  const stopping = new AbortController();
  const queues = new Map<string, Queued[]>();
  const running = new Set<Promise<void>>();

  async function deliver({ url, event }: Queued): Promise<void> {
    const body = JSON.stringify(event);
    const startedAt = performance.now();
    for (let tries = 1; !stopping.signal.aborted; tries += 1) {
      const failure = await tryOnce(agent, url, body, secret, stopping.signal);
      if (failure === null) return;
      if (performance.now() - startedAt > GIVE_UP_AFTER_MS) {
        logger.warn({ callId: event.call_id, eventType: event.type, failure, tries }, 'event given up');
        return;
      }
      await pause(backoffMs(tries, speed), stopping.signal);
    }
  }

  async function drain(callId: string, queue: Queued[]): Promise<void> {
    for (let next = queue[0]; next && !stopping.signal.aborted; next = queue[0]) {
      await deliver(next);
      queue.shift();
    }
    queues.delete(callId);
  }

  return {
    post(url, event) {
      const queue = queues.get(event.call_id);
      if (queue) {
        queue.push({ url, event });
        return;
      }
      const created = [{ url, event }];
      queues.set(event.call_id, created);
      const run = drain(event.call_id, created).finally(() => running.delete(run));
      running.add(run);
    },
    async close() {
      const tooLong = setTimeout(() => stopping.abort(), DRAIN_MS);
      await Promise.allSettled(running);
      clearTimeout(tooLong);
      await agent.destroy();
    },
  };
}

/**
 * The `x-simulator-signature` header: HMAC-SHA256 over time and body.
 *
 * @param atMs the time of this try, in epoch milliseconds.
 * @example signEvent(secret, 1705289700000, '{}') // 't=1705289700000,v1=5f...'
 */
export function signEvent(secret: string, atMs: number, body: string): string {
  const digest = createHmac('sha256', secret).update(`${atMs}.${body}`).digest('hex');
  return `t=${atMs},v1=${digest}`;
}

/** Null when the event was taken, else why not. */
async function tryOnce(
  agent: Agent,
  url: string,
  body: string,
  secret: string,
  stop: AbortSignal,
): Promise<string | null> {
  try {
    const response = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-simulator-signature': signEvent(secret, Date.now(), body) },
      body,
      signal: AbortSignal.any([AbortSignal.timeout(TRY_TIMEOUT_MS), stop]),
    });
    await response.body.dump();
    return response.statusCode >= 200 && response.statusCode < 300 ? null : `status ${response.statusCode}`;
  } catch (error) {
    return String(error);
  }
}

function backoffMs(tries: number, speed: number): number {
  const wait = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS) / speed;
  return Math.max(wait, SHORTEST_BACKOFF_MS);
}

/** Ends early, without an error, when the simulator stops. */
function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
  });
}
