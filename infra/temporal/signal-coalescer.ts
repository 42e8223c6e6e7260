import { setTimeout as delay } from 'node:timers/promises';

/** Sends one signal that carries many items. */
export type SendBatch<Item> = (workflowId: string, items: readonly Item[]) => Promise<void>;

export interface CoalescerOptions {
  /** Items of one signal at most. */
  readonly maxBatch: number;
  /** How long the first item waits for others, in milliseconds. */
  readonly lingerMs: number;
  /** Shared by all coalescers of a process, so that together they never choke a workflow. */
  readonly limiter: SendLimiter;
}

/** At most so many signals of a process are on their way at once: more would starve continue-as-new. */
export class SendLimiter {
  private inFlight = 0;
  private readonly waiting: Array<() => void> = [];

  constructor(private readonly limit = 8) {}

  async run<T>(send: () => Promise<T>): Promise<T> {
    if (this.inFlight >= this.limit) await new Promise<void>((go) => this.waiting.push(go));
    else this.inFlight += 1;
    try {
      return await send();
    } finally {
      // A place is handed over, so the count stays.
      const next = this.waiting.shift();
      if (next) next();
      else this.inFlight -= 1;
    }
  }
}

interface Pending<Item> {
  readonly item: Item;
  readonly accepted: () => void;
  readonly refused: (error: unknown) => void;
}

/**
 * Gathers what many callers have to tell one workflow into few signals. One signal per workflow is in flight at a time;
 * whatever comes meanwhile goes with the next.
 *
 * @example await reports.add('campaign-12', { lineId: 1, lease: 7, lineStatus: 'completed' });
 */
export class SignalCoalescer<Item> {
  private readonly queues = new Map<string, Array<Pending<Item>>>();
  private readonly busy = new Map<string, Promise<void>>();

  constructor(
    private readonly send: SendBatch<Item>,
    private readonly options: CoalescerOptions,
  ) {}

  /**
   * Resolves when Temporal has accepted a signal with the item.
   *
   * @throws what sending it threw; then nothing is tried again here.
   */
  add(workflowId: string, item: Item): Promise<void> {
    return new Promise((accepted, refused) => {
      const queue = this.queues.get(workflowId) ?? [];
      queue.push({ item, accepted, refused });
      this.queues.set(workflowId, queue);
      if (!this.busy.has(workflowId)) this.busy.set(workflowId, this.drain(workflowId));
    });
  }

  /** Resolves when everything added so far has been accepted or refused. */
  async flush(): Promise<void> {
    while (this.busy.size > 0) await Promise.all(this.busy.values());
  }

  private async drain(workflowId: string): Promise<void> {
    await delay(this.options.lingerMs);
    for (;;) {
      const batch = this.queues.get(workflowId)?.splice(0, this.options.maxBatch) ?? [];
      if (batch.length === 0) break;
      await this.sendBatch(workflowId, batch);
    }
    this.queues.delete(workflowId);
    this.busy.delete(workflowId);
  }

  private async sendBatch(workflowId: string, batch: ReadonlyArray<Pending<Item>>): Promise<void> {
    try {
      await this.options.limiter.run(() =>
        this.send(
          workflowId,
          batch.map(({ item }) => item),
        ),
      );
      for (const { accepted } of batch) accepted();
    } catch (error) {
      for (const { refused } of batch) refused(error);
    }
  }
}
