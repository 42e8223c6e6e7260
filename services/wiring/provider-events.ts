import { storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import { storeConversationEvent } from '../../infra/db/attempts/conversation-events';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';
import type { ProviderEvent } from '../../infra/telephony/provider';
import type { ContactMessenger } from './contact-messenger';

/** Where an event comes from: it says nothing about calls of others. */
export interface EventSource {
  readonly provider: string;
  /** Null for what belongs to the installation. */
  readonly accountId: number | null;
}

/** Takes a verified event from a provider: one write, then the contact is told, after the provider has its answer. */
export class ProviderEvents {
  constructor(
    private readonly db: Database,
    private readonly contacts: Pick<ContactMessenger, 'callEnded'>,
    private readonly logger: Logger,
  ) {}

  /**
   * Resolves when the event is stored. The same event may come any number of times, in any order.
   *
   * @throws when Postgres is away: the provider has to send it again.
   */
  async ingest(event: ProviderEvent, _source: EventSource): Promise<void> {
    const { reference } = event;
    if (reference === null) return;
    if ('eventId' in event) return storeConversationEvent(this.db, { ...event, reference });
    if (event.type === 'machine_detected' || event.type === 'ending') return;
    const ended = await storeProviderEvent(this.db, { ...event, reference });
    if (!ended) return;
    const { campaignId, lineId, attemptId } = ended;
    this.contacts.callEnded(campaignId, lineId, attemptId).catch((error: unknown) => {
      this.logger.warn({ campaignId, lineId, attemptId, err: error }, 'end of call not announced; the sweeper will');
    });
  }
}
