import type { Queryable } from '../../infra/db/database';

/** How many contacts of a campaign are not done with. */
export async function openLines(db: Queryable, campaignId: number): Promise<number> {
  const { open } = await db
    .selectFrom('lines')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('campaign_id', '=', campaignId)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return open;
}
