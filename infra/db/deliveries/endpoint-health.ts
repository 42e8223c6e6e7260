import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { WebhookEvent } from '../../../domain/webhook-events';
import type { Database, Queryable } from '../database';
import { writeAudit } from '../organizations/audit-log';
import { announceEvent } from './event-deliveries';

/** Somewhere deliveries go: an endpoint, or the URL of a campaign's callbacks. */
export interface DeliveryTarget {
  readonly organizationId: number;
  /** Null for a callback. */
  readonly endpointId: number | null;
  readonly url: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Only failures for so long disable (spec/webhooks). */
const DISABLED_AFTER_MS = 5 * DAY_MS;
/** After so long without a failure nobody knows that it has failed all the time: the days begin anew. */
const FORGOTTEN_AFTER_MS = DAY_MS;
/** The last failure is known that exactly: many a second are not written down one by one. */
const NOTED_EVERY_MS = 60_000;

/** Something was delivered there: whatever failed before is forgotten. */
export async function noteDelivered(db: Queryable, target: DeliveryTarget): Promise<void> {
  await whereIs(db, target, sql`failing_since is not null`, sql`failing_since = null, last_failed_at = null`);
}

/**
 * A try failed there. The first one after a success, or after a day without any, begins the days of grace; after five of
 * them with failures on each nothing more is sent.
 *
 * @param now epoch milliseconds.
 * @returns true when it was disabled by this.
 */
export async function noteFailed(db: Database, target: DeliveryTarget, now: number): Promise<boolean> {
  if (target.endpointId === null) await ensureCallbackUrl(db, target);
  const at = sql`${new Date(now)}::timestamptz`;
  const isNew = sql`(failing_since is null or last_failed_at is null
    or last_failed_at < ${new Date(now - FORGOTTEN_AFTER_MS)})`;
  await whereIs(
    db,
    target,
    sql`(${isNew} or last_failed_at <= ${new Date(now - NOTED_EVERY_MS)})`,
    sql`failing_since = case when ${isNew} then ${at} else failing_since end, last_failed_at = ${at}`,
  );
  const since = await failingSince(db, target);
  if (since === null || now - since.getTime() < DISABLED_AFTER_MS) return false;
  return disableTarget(db, target, { now, reason: 'No try has succeeded for 5 days.' });
}

/**
 * Sends nothing more there: what waits becomes `failed`, the audit log says so, and the organization's other endpoints
 * hear `webhook.disabled`.
 *
 * @param because.reason a sentence for the customer.
 * @param because.now epoch milliseconds.
 * @returns false when it was disabled already.
 */
export async function disableTarget(
  db: Database,
  target: DeliveryTarget,
  { reason, now }: { readonly reason: string; readonly now: number },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (target.endpointId === null) await ensureCallbackUrl(trx, target);
    const at = new Date(now);
    const changes = sql`disabled_at = ${at}, disabled_reason = ${reason}`;
    if (!(await whereIs(trx, target, sql`disabled_at is null`, changes))) return false;
    const failed = await failPending(trx, target, reason);
    await writeAudit(trx, {
      organizationId: target.organizationId,
      apiKeyId: null,
      action: 'webhook.disabled',
      objectType: target.endpointId === null ? 'callback_url' : 'webhook_endpoint',
      objectId: target.endpointId,
      data: { url: target.url, reason, failed_deliveries: failed },
    });
    await announceEvent(trx, {
      organizationId: target.organizationId,
      campaignId: null,
      type: 'webhook.disabled',
      key: `${target.endpointId ?? createHash('sha256').update(target.url).digest('hex')}:${now}`,
      at,
      dueAt: at,
      data: () => Promise.resolve(disabledEventData(target, reason, at)),
    });
    return true;
  });
}

/**
 * Begins anew with callbacks' URLs that were disabled: whoever replays what went there, or names them in a new campaign,
 * wants them to be called. What is known about the others stays.
 */
export async function enableCallbackUrls(
  db: Queryable,
  organizationId: number,
  urls: readonly string[],
): Promise<void> {
  if (urls.length === 0) return;
  await db
    .deleteFrom('callback_urls')
    .where('organization_id', '=', organizationId)
    .where('url', 'in', [...urls])
    .where('disabled_at', 'is not', null)
    .execute();
}

function disabledEventData(target: DeliveryTarget, reason: string, at: Date): WebhookEvent['data'] {
  const webhook = { endpoint_id: target.endpointId, url: target.url, reason, disabled_at: at.toISOString() };
  return { campaign: null, contact: null, call: null, webhook };
}

async function failPending(db: Queryable, target: DeliveryTarget, reason: string): Promise<number> {
  const [failed] = await db
    .updateTable('deliveries')
    .set({ status: 'failed', due_at: null, last_error: `endpoint_disabled: ${reason}`, updated_at: new Date() })
    .where('organization_id', '=', target.organizationId)
    .where('status', '=', 'pending')
    .where('lane', '=', laneOf(target))
    // Whatever is pending has a time; the index on it finds it.
    .where('due_at', 'is not', null)
    .execute();
  return Number(failed?.numUpdatedRows ?? 0);
}

/** As the column `lane` of a delivery. */
function laneOf({ endpointId, url }: DeliveryTarget) {
  return sql<string>`coalesce(${endpointId}::bigint::text, md5(${url}))`;
}

async function ensureCallbackUrl(db: Queryable, { organizationId, url }: DeliveryTarget): Promise<void> {
  await db
    .insertInto('callback_urls')
    .values({ organization_id: organizationId, url })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function failingSince(db: Queryable, target: DeliveryTarget): Promise<Date | null> {
  const { organizationId, endpointId, url } = target;
  const callback = db.selectFrom('callback_urls').where('organization_id', '=', organizationId).where('url', '=', url);
  const endpoint = db.selectFrom('webhook_endpoints').where('id', '=', endpointId);
  const found = await (endpointId === null
    ? callback.select('failing_since').executeTakeFirst()
    : endpoint.select('failing_since').executeTakeFirst());
  return found?.failing_since ?? null;
}

/** @returns whether there was something to change. */
async function whereIs(
  db: Queryable,
  { organizationId, endpointId, url }: DeliveryTarget,
  condition: RawBuilder<unknown>,
  changes: RawBuilder<unknown>,
): Promise<boolean> {
  const { numAffectedRows } =
    endpointId === null
      ? await sql`update callback_urls set ${changes}
          where organization_id = ${organizationId} and url = ${url} and ${condition}`.execute(db)
      : await sql`update webhook_endpoints set ${changes} where id = ${endpointId} and ${condition}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}
