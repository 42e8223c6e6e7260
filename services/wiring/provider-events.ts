import { storeProviderEvent, type StoredEvent } from '../../infra/db/attempts/attempt-events';
import { storeConversationEvent, type ConversationEvent } from '../../infra/db/attempts/conversation-events';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';
import type { ContactMessenger } from './contact-messenger';

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
  async ingest(event: StoredEvent | ConversationEvent): Promise<void> {
    if ('eventId' in event) return storeConversationEvent(this.db, event);
    const ended = await storeProviderEvent(this.db, event);
    if (!ended) return;
    const { campaignId, lineId, attemptId } = ended;
    this.contacts.callEnded(campaignId, lineId, attemptId).catch((error: unknown) => {
      this.logger.warn({ campaignId, lineId, attemptId, err: error }, 'end of call not announced; the sweeper will');
    });
  }
}
