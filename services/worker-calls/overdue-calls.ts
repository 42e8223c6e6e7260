import { reconcileCall, type ReconciliationWorld } from '../../activities/call-reconciliation';
import { takeOverdueAttempts } from '../../infra/db/attempts/overdue-attempts';
import type { Database } from '../../infra/db/database';
import type { AttemptRow } from '../../infra/db/line-tables';
import type { Logger } from '../../infra/observability/logger';
import type { CallEnd } from '../../infra/telephony/provider';
import { attemptToPlace } from '../wiring/attempt-store';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { startRounds } from './rounds';

export interface OverdueCallsOptions {
  readonly db: Database;
  readonly attempts: ReconciliationWorld<CallEnd>['attempts'];
  readonly telephony: ReconciliationWorld<CallEnd>['telephony'];
  readonly contacts: Pick<ContactMessenger, 'callEnded'>;
  readonly logger: Logger;
  /** Longest call, ring included, milliseconds. */
  readonly maxCallMs: number;
}

const EVERY_MS = 2_000;
/** Whoever takes a call asks about it within this time, or another one does. */
const LEASE_MS = 60_000;
/** A fault in asking, or in storing the answer, may pass for so long after the longest call, milliseconds. */
const GIVEN_UP_AFTER_MS = 10 * 60_000;
/** Asked about at once: of one account, whose provider may be slow, and of all. */
const AT_ONCE_PER_ACCOUNT = 8;
const AT_ONCE = 64;

/**
 * Looks after calls that have reported no end by their deadline: the provider is asked, the end it tells is stored, and the
 * contact hears of it. Several processes may do so side by side. An account whose provider does not answer holds up no other.
 */
export class OverdueCalls {
  /** How many calls of each account are being asked about; 0 stands for those of no account. */
  private readonly asked = new Map<number, number>();
  private readonly asking = new Set<Promise<void>>();

  constructor(private readonly options: OverdueCallsOptions) {}

  /**
   * Begins to ask about calls that are overdue by now.
   *
   * @returns how many; `idle` tells when they are done.
   */
  async ask(): Promise<number> {
    const { db, attempts } = this.options;
    const limit = AT_ONCE - this.asking.size;
    if (limit <= 0) return 0;
    const taken = await takeOverdueAttempts(db, {
      now: await attempts.now(),
      leaseMs: LEASE_MS,
      limit,
      perAccount: AT_ONCE_PER_ACCOUNT,
      busyAccountIds: [...this.asked].filter(([, calls]) => calls >= AT_ONCE_PER_ACCOUNT).map(([id]) => id),
    });
    for (const attempt of taken) this.begin(attempt);
    return taken.length;
  }

  /** Resolves when nothing is being asked. */
  async idle(): Promise<void> {
    await Promise.all(this.asking);
  }

  private begin(attempt: AttemptRow): void {
    const { logger } = this.options;
    const account = attempt.account_id ?? 0;
    this.asked.set(account, (this.asked.get(account) ?? 0) + 1);
    const asking = this.settle(attempt)
      .catch((err: unknown) => {
        logger.warn({ err, attemptId: attempt.id }, 'an overdue call was not settled; it is asked about again');
      })
      .finally(() => {
        const left = (this.asked.get(account) ?? 1) - 1;
        if (left > 0) this.asked.set(account, left);
        else this.asked.delete(account);
        this.asking.delete(asking);
      });
    this.asking.add(asking);
  }

  private async settle(attempt: AttemptRow): Promise<void> {
    const { attempts, telephony, contacts, logger, maxCallMs } = this.options;
    const toSettle = attemptToPlace(attempt, maxCallMs);
    try {
      const { live } = await reconcileCall({ attempts, telephony }, toSettle);
      if (live) return;
    } catch (err) {
      if ((await attempts.now()) < toSettle.lastDeadline + GIVEN_UP_AFTER_MS) throw err;
      // Whatever it is that cannot be asked or stored would hold the call's slot for ever.
      logger.error({ err, attemptId: attempt.id }, 'an overdue call cannot be settled; it ends as unknown');
      await attempts.recordEnd(attempt.id, telephony.untold);
    }
    // Should it not be heard, the sweeper says it again.
    await contacts.callEnded(attempt.campaign_id, attempt.line_id, attempt.id);
  }
}

/** Does it over and over, until it is stopped. */
export function startOverdueCalls(options: OverdueCallsOptions): { stop: () => Promise<void> } {
  const calls = new OverdueCalls(options);
  const rounds = startRounds({
    round: () => calls.ask(),
    everyMs: EVERY_MS,
    logger: options.logger,
    what: 'overdue calls',
  });
  return {
    stop: async () => {
      await rounds.stop();
      await calls.idle();
    },
  };
}
