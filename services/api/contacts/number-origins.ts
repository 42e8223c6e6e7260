import { findCampaign } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import { originOf, type NumberOrigin } from '../../../infra/phone-numbers/read-phone-number';

const MAX_REMEMBERED = 10_000;

/** Finds the origin of numbers that are given without their country; null for a campaign that does not exist. */
export type OriginLookup = (db: Queryable, organizationId: number, campaignId: number) => Promise<NumberOrigin | null>;

/** Looks up which country a campaign calls from. Remembered: neither a campaign's number nor its digits ever change. */
export function createOriginLookup(): OriginLookup {
  const remembered = new Map<string, NumberOrigin | null>();
  return async (db, organizationId, campaignId) => {
    const key = `${organizationId}/${campaignId}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const campaign = await findCampaign(db, organizationId, campaignId);
    if (!campaign) return null;
    const origin = originOf(campaign.from_number);
    // The oldest goes first: a Map keeps the order of insertion.
    if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(key, origin);
    return origin;
  };
}
