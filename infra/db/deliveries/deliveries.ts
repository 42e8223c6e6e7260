import type { Queryable } from '../database';
import type { DeliveryRow, NewDelivery } from '../tables';

/**
 * Stores what is to be delivered. A thing that has been announced before is not stored again: its id comes back.
 *
 * @returns the ids, in the order given.
 */
export async function insertDeliveries(db: Queryable, deliveries: readonly NewDelivery[]): Promise<number[]> {
  if (deliveries.length === 0) return [];
  const rows = await db
    .insertInto('deliveries')
    .values([...deliveries])
    // An update that changes nothing makes Postgres answer the row that is already there.
    .onConflict((conflict) => conflict.column('dedupe_key').doUpdateSet((eb) => ({ url: eb.ref('deliveries.url') })))
    .returning(['id', 'dedupe_key'])
    .execute();
  return deliveries.map(({ dedupe_key }) => rows.find((row) => row.dedupe_key === dedupe_key)!.id);
}

/** A delivery with the secret of the organization that signs it. */
export async function findDelivery(
  db: Queryable,
  deliveryId: number,
): Promise<(DeliveryRow & { callback_secret: string }) | undefined> {
  return db
    .selectFrom('deliveries')
    .innerJoin('organizations', 'organizations.id', 'deliveries.organization_id')
    .selectAll('deliveries')
    .select('organizations.callback_secret')
    .where('deliveries.id', '=', deliveryId)
    .executeTakeFirst();
}

/** How one try to deliver went. */
export interface DeliveryTry {
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** Stores a try. */
export async function recordDeliveryTry(db: Queryable, deliveryId: number, tried: DeliveryTry): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((eb) => ({
      status: tried.status,
      tries: eb('tries', '+', 1),
      last_status: tried.httpStatus,
      last_error: tried.error,
      last_duration_ms: tried.durationMs,
      updated_at: new Date(),
      delivered_at: tried.status === 'delivered' ? new Date() : null,
    }))
    .where('id', '=', deliveryId)
    .where('status', '=', 'pending')
    .execute();
}
