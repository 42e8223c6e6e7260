import { systemClock, type Clock } from '../../infra/clock';
import { storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import { storeConversationEvent } from '../../infra/db/attempts/conversation-events';
import type { EventSource } from '../../infra/db/attempts/event-source';
import { storeMachineDetected, type MachineAttempt } from '../../infra/db/attempts/machine-events';
import { findNamedCall } from '../../infra/db/attempts/named-call';
import type { Database } from '../../infra/db/database';
import { storeInboundEvent } from '../../infra/db/inbound/inbound-events';
import { isInboundReference } from '../../infra/db/inbound/inbound-reference';
import type { Logger } from '../../infra/observability/logger';
import type { ProviderEvent } from '../../infra/telephony/provider';
import type { ContactMessenger } from './contact-messenger';

export type { EventSource };

/** References of attempts look so; Postgres would refuse to compare anything else with them. */
const ATTEMPT_REFERENCE = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export interface ProviderEventOptions {
  /** Acts when a machine has answered; nobody does unless given. */
  readonly machines?: { handle(attempt: MachineAttempt): Promise<void> };
  /** Says when events came; the system's own unless given. */
  readonly clock?: Clock;
}

/**
 * An event names its call by the provider's own id, before the answer that tells this id is stored: it has to be sent again.
 */
export class CallNotNamedYet extends Error {
  override readonly name = 'CallNotNamedYet';
}

/** Takes a verified event from a provider: one write, then the contact is told, after the provider has its answer. */
export class ProviderEvents {
  private readonly acting = new Set<Promise<void>>();

  constructor(
    private readonly db: Database,
    private readonly contacts: Pick<ContactMessenger, 'callEnded'>,
    private readonly logger: Logger,
    private readonly options: ProviderEventOptions = {},
  ) {}

  /**
   * Resolves when the event is stored. The same event may come any number of times, in any order; it changes nothing but
   * calls of its source.
   *
   * @throws CallNotNamedYet when it may be of a call that is just being asked for, and whatever Postgres throws when it is
   *   away: the provider has to send it again.
   */
  async ingest(event: ProviderEvent, source: EventSource): Promise<void> {
    const now = await (this.options.clock ?? systemClock)();
    const reference = event.reference ?? (await this.referenceOfCall(event, source, now));
    if (reference === null || isInboundReference(reference)) {
      await storeInboundEvent(this.db, event, source, now);
    } else if (ATTEMPT_REFERENCE.test(reference)) {
      await this.storeOfAttempt({ ...event, reference }, source, now);
    }
  }

  /** Resolves when everything that was begun after an answer is done, or has failed. */
  async flush(): Promise<void> {
    await Promise.all(this.acting);
  }

  private async referenceOfCall(
    { providerCallId }: ProviderEvent,
    source: EventSource,
    now: number,
  ): Promise<string | null> {
    const { reference, mayBePlacing } = await findNamedCall(this.db, providerCallId, source, now);
    if (mayBePlacing) {
      throw new CallNotNamedYet(
        'The call of this event may be one that is just being asked for. Send the event again.',
      );
    }
    return reference;
  }

  private async storeOfAttempt(
    event: ProviderEvent & { readonly reference: string },
    source: EventSource,
    now: number,
  ): Promise<void> {
    if ('eventId' in event) return storeConversationEvent(this.db, event, source, now);
    if (event.type === 'machine_detected') {
      const told = await storeMachineDetected(this.db, event, source, now);
      if (told) this.actOnMachine(told);
      return;
    }
    const ended = await storeProviderEvent(this.db, event, source, now);
    if (!ended) return;
    const { campaignId, lineId, attemptId } = ended;
    this.contacts.callEnded(campaignId, lineId, attemptId).catch((error: unknown) => {
      this.logger.warn({ campaignId, lineId, attemptId, err: error }, 'end of call not announced; the sweeper will');
    });
  }

  /** Once the provider has its answer. Should this process die before, or the provider refuse, the call just goes on. */
  private actOnMachine(attempt: MachineAttempt): void {
    const { machines } = this.options;
    if (!machines) return;
    const acting = new Promise<void>((resolve) => {
      setImmediate(() => {
        machines
          .handle(attempt)
          .catch((error: unknown) => {
            const { attemptId } = attempt;
            this.logger.warn({ attemptId, err: error }, 'nothing was done about the machine; the call goes on');
          })
          .finally(resolve);
      });
    });
    this.acting.add(acting);
    void acting.then(() => this.acting.delete(acting));
  }
}
