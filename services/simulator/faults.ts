import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';

/** What goes wrong with requests for calls, for tests of outages. */
export const faultSchema = z.object({
  mode: z.enum(['none', 'refuse_500', 'reset_before', 'at_capacity', 'slow_accept']),
  /** How many requests it hits; without it, all until the next fault is set. */
  count: z.number().int().positive().optional(),
  /** For `slow_accept`: how long the answer waits after the call was made, in real milliseconds. */
  delay_ms: z.number().int().min(0).max(600_000).default(10_000),
});

export type Fault = z.output<typeof faultSchema>;

/** The fault that is set, and how often it still hits. */
export interface Faults {
  set(fault: Fault): void;
  current(): Fault;
  /** Stands before the route that makes calls: answers in its place when a fault says so. */
  readonly beforeCall: RequestHandler;
  /** Stands after the call was made, before its answer. */
  delayAnswer(response: Response): Promise<void>;
}

const NO_FAULT: Fault = { mode: 'none', delay_ms: 0 };

/**
 * Creates the outage controls, with no fault set.
 *
 * @example faults.set({ mode: 'at_capacity', count: 3, delay_ms: 0 }) // three requests are answered 429
 */
export function createFaults(): Faults {
  let fault = NO_FAULT;

  function take(): Fault {
    const hit = fault;
    if (hit.count !== undefined) fault = hit.count > 1 ? { ...hit, count: hit.count - 1 } : NO_FAULT;
    return hit;
  }

  return {
    set: (next) => {
      fault = next;
    },
    current: () => fault,
    beforeCall(request, response, next) {
      const hit = take();
      switch (hit.mode) {
        case 'refuse_500':
          response.status(500).json({ code: 'internal_error', message: 'A fault is set: no call was made.' });
          return;
        case 'reset_before':
          request.socket.resetAndDestroy();
          return;
        case 'at_capacity':
          response.status(429).json({ code: 'no_capacity', message: 'A fault is set: all lines are busy.' });
          return;
        case 'slow_accept':
          response.locals.answerDelayMs = hit.delay_ms;
          next();
          return;
        case 'none':
          next();
      }
    },
    async delayAnswer(response) {
      const delayMs: unknown = response.locals.answerDelayMs;
      if (typeof delayMs === 'number') await sleep(delayMs, undefined, { ref: false });
    },
  };
}
