import type { CallDependencies } from '../../activities/call-dependencies';
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

/** Room is waited for inside the slot: one that is given back ends its contact's workflow, and another starts it again. */
const ROOM_PAUSE_MS = 500;
const ROOM_WAIT_MS = 3_000;

/** The pre-call webhooks of agents, as placing calls sees them. Each organization has room of its own to ask in. */
export function createPreCall({
  db,
  sender,
  atOnce,
  clock = systemClock,
}: PreCallOptions): CallDependencies<never, never>['preCall'] {
  const asking = new Map<number, number>();
  const inFlight = (organizationId: number) => asking.get(organizationId) ?? 0;
  return {
    async ask({ campaignId, lineId, lease }, sleep) {
      const target = await findPreCallTarget(db, lineId, await clock());
      if (target === null) return null;
      const { organizationId, agentId, url, secrets, fromNumber, toNumber, campaignNumberId } = target;
      if (url === null) return { fromNumber, campaignNumberId, result: null };
      for (let waitedMs = 0; inFlight(organizationId) >= atOnce; waitedMs += ROOM_PAUSE_MS) {
        if (waitedMs >= ROOM_WAIT_MS) return 'no_room';
        await sleep(ROOM_PAUSE_MS);
      }
      asking.set(organizationId, inFlight(organizationId) + 1);
      try {
        // A slot is asked about under one id, also when another worker asks again for one that has died.
        const webhookId = `msg_pre_call_${campaignId}_${lease}`;
        const question = { url, secrets, webhookId, agentId, from: fromNumber, to: toNumber };
        const result = await askPreCallWebhook({ sender, sleep }, { ...question, direction: 'outbound' });
        return { fromNumber, campaignNumberId, result };
      } finally {
        const left = inFlight(organizationId) - 1;
        if (left > 0) asking.set(organizationId, left);
        else asking.delete(organizationId);
      }
    },
  };
}
