import { campaignIdOf } from './read-lead';

/**
 * The campaigns that a batch of leads names, once each, whether or not the batch is otherwise good.
 *
 * @param body JSON as it came.
 * @example campaignsOfBatch(Buffer.from('{"leads": [{"campaign_id": "12"}]}')) // [12]
 */
export function campaignsOfBatch(body: Buffer): number[] {
  return [...new Set(leadsOf(body).map(campaignIdOf))].filter((id) => id !== null);
}

function leadsOf(body: Buffer): readonly unknown[] {
  try {
    const { leads } = JSON.parse(body.toString()) as { leads?: unknown };
    return Array.isArray(leads) ? leads : [];
  } catch {
    return [];
  }
}
