import type { Database } from '../../infra/db/database';
import { pruneWebhookLog } from '../../infra/db/deliveries/pruning';
import type { Logger } from '../../infra/observability/logger';
import { startLoop } from './leader-loop';

const EVERY_MS = 60 * 60 * 1_000;
/** Between two batches, while there is more. */
const BREATH_MS = 100;
const BATCH = 1_000;
/** Held by the one process that prunes; released with its transaction. */
const PRUNING_LOCK = 7_318_012;

/** Deletes the log of webhooks that is too old, hour by hour, in small batches. One process does so at a time. */
export function startWebhookPruning({ db, logger }: { readonly db: Database; readonly logger: Logger }): {
  stop: () => Promise<void>;
} {
  return startLoop({
    db,
    logger,
    lock: PRUNING_LOCK,
    what: 'deleting the old log of webhooks',
    work: async () => ((await pruneWebhookLog(db, Date.now(), BATCH)) ? BREATH_MS : EVERY_MS),
    idleMs: EVERY_MS,
  });
}
