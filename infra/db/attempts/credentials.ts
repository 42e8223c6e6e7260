import { type CREDENTIALS_REFUSED } from '../../telephony/refusals';
import { haltAutomatically, type AutomaticHalt } from '../campaigns/automatic-halt';
import type { Database } from '../database';

const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Notes how a provider has taken a campaign's credentials. Refused call after call for 24 hours, the campaign cannot go on.
 *
 * @param now epoch milliseconds.
 * @returns what to tell the workflow; null when nothing changes for it.
 */
export async function noteProviderAnswer(
  db: Database,
  campaignId: number,
  answer: 'accepted' | typeof CREDENTIALS_REFUSED,
  now: number,
): Promise<AutomaticHalt | null> {
  if (answer === 'accepted') {
    await db
      .updateTable('campaigns')
      .set({ credentials_refused_since: null })
      .where('id', '=', campaignId)
      .where('credentials_refused_since', 'is not', null)
      .execute();
    return null;
  }
  return db.transaction().execute(async (trx) => {
    const campaign = await trx
      .updateTable('campaigns')
      .set((eb) => ({
        credentials_refused_since: eb.fn.coalesce('credentials_refused_since', eb.val(new Date(now))),
      }))
      .where('id', '=', campaignId)
      .returning(['id', 'organization_id', 'type', 'settings_version', 'breaker_since', 'credentials_refused_since'])
      .executeTakeFirst();
    const since = campaign?.credentials_refused_since?.getTime() ?? now;
    if (!campaign || now - since < GIVEN_UP_AFTER_MS) return null;
    const text = 'The provider has refused the credentials for 24 hours. Correct them, then resume.';
    const reason = { code: 'credentials_refused', text, until: null } as const;
    const kind = await haltAutomatically(trx, campaign, reason, { cannotGoOn: true });
    return kind && { kind, reason };
  });
}
