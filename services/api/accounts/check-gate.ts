import { Problem } from '../http/problem';

/** Lets an organization ask its providers, when it is its turn. */
export type CheckGate = <T>(organizationId: number, ask: () => Promise<T>) => Promise<T>;

const AT_ONCE = 4;
const WAITING = 32;
const RETRY_AFTER_S = 5;

interface Queue {
  asking: number;
  readonly waiting: Array<() => void>;
}

/**
 * Bounds how many questions an organization has with its providers at once: each may take eight seconds, and go to an
 * address that a customer has chosen. Holds for one process.
 *
 * @example await checks(caller.organizationId, () => provider.checkCredentials()); // throws Problem 429 when too many wait
 */
export function createCheckGate(): CheckGate {
  const queues = new Map<number, Queue>();
  return async (organizationId, ask) => {
    const queue = queues.get(organizationId) ?? { asking: 0, waiting: [] };
    queues.set(organizationId, queue);
    if (queue.asking < AT_ONCE) queue.asking += 1;
    else if (queue.waiting.length >= WAITING) throw tooManyChecks();
    else await new Promise<void>((resolve) => queue.waiting.push(resolve));
    try {
      return await ask();
    } finally {
      // Whoever waits takes the place over.
      const next = queue.waiting.shift();
      if (next) next();
      else queue.asking -= 1;
      if (queue.asking === 0) queues.delete(organizationId);
    }
  };
}

function tooManyChecks(): Problem {
  const detail =
    'Too many requests of your organization wait for what providers say about credentials. Send fewer at once.';
  return new Problem(429, 'too_many_checks', detail, { headers: { 'Retry-After': String(RETRY_AFTER_S) } });
}
