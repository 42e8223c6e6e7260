import type { CallDependencies } from '../../activities/call-activities';
import { systemClock, type Clock } from '../../infra/clock';
import { findPreCallTarget } from '../../infra/db/attempts/pre-call-target';
import type { Database } from '../../infra/db/database';
import { askPreCallWebhook, type PreCallWorld } from '../../infra/webhook-http/pre-call-webhook';

export interface PreCallOptions {
  readonly db: Database;
  readonly sender: PreCallWorld['sender'];
  /** Calls of one organization that are asked about at once, in this process. */
  readonly atOnce: number;
  /** Tells whether a call is allowed now; the system's own unless given. */
  readonly clock?: Clock;
}

/** The pre-call webhooks of agents, as placing calls sees them. No organization's slow webhook takes the room of others. */
export function createPreCall({
  db,
  sender,
  atOnce,
  clock = systemClock,
}: PreCallOptions): CallDependencies<never, never>['preCall'] {
  const asking = new Map<number, number>();
  return {
    async ask({ campaignId, lineId, lease }, sleep) {
      const target = await findPreCallTarget(db, lineId, await clock());
      if (target === null) return null;
      const { organizationId, agentId, url, secrets, fromNumber, toNumber, campaignNumberId } = target;
      const before = asking.get(organizationId) ?? 0;
      if (before >= atOnce) return 'no_room';
      asking.set(organizationId, before + 1);
      try {
        // A slot is asked about under one id, also when another worker asks again for one that has died.
        const webhookId = `msg_pre_call_${campaignId}_${lease}`;
        const question = { url, secrets, webhookId, agentId, from: fromNumber, to: toNumber };
        const result = await askPreCallWebhook({ sender, sleep }, { ...question, direction: 'outbound' });
        return { fromNumber, campaignNumberId, result };
      } finally {
        const left = (asking.get(organizationId) ?? 1) - 1;
        if (left > 0) asking.set(organizationId, left);
        else asking.delete(organizationId);
      }
    },
  };
}
