import { openDirectCampaign } from '../../infra/db/campaigns/direct-campaigns';
import type { Queryable } from '../../infra/db/database';
import { insertDirectCall, type DirectCallAnswer, type NewDirectCall } from '../../infra/db/lines/direct-lines';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import { withTransaction } from '../../infra/db/transaction';

/** A call outside of campaigns that was stored, as the API does before it answers. */
interface StoredDirectCall {
  readonly campaign: CampaignRow;
  readonly call: Extract<DirectCallAnswer, { kind: 'stored' }>;
}

/**
 * Stores a call outside of campaigns, from a number of the first organization.
 *
 * @param now epoch milliseconds.
 * @throws when it is refused.
 */
export async function storeDirectCall(
  db: Queryable,
  phoneNumberId: number,
  call: Pick<NewDirectCall, 'agentId'> & Partial<NewDirectCall>,
  now: number = Date.now(),
): Promise<StoredDirectCall> {
  return withTransaction(db, async (trx) => {
    const number = await trx
      .selectFrom('phone_numbers')
      .selectAll()
      .where('id', '=', phoneNumberId)
      .executeTakeFirstOrThrow();
    const { campaign } = await openDirectCampaign(trx, number, now);
    const wanted = { toNumber: '+15553330000', customVariables: {}, metadata: {}, ...call };
    const stored = await insertDirectCall(trx, campaign, wanted, now);
    if (stored.kind === 'refused') throw new Error(`refused: ${stored.reason}`);
    return { campaign, call: stored };
  });
}
