import { sql } from 'kysely';
import type { CampaignStatus, CampaignType } from '../../../domain/campaign-status';
import type { Queryable } from '../database';
import { containing } from '../like-pattern';
import { campaignsWithNumber, type CampaignWithNumber } from './campaigns';

/** Which campaigns are wanted. */
export interface CampaignFilter {
  /** One of these; null for any. */
  readonly statuses: readonly CampaignStatus[] | null;
  readonly type: CampaignType | null;
  /** Part of the name. */
  readonly search: string | null;
}

/** A page of an organization's campaigns, newest first, with how many there are. */
export async function listCampaigns(
  db: Queryable,
  organizationId: number,
  filter: CampaignFilter,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: CampaignWithNumber[]; readonly total: number }> {
  const wanted = matching(organizationId, filter);
  const rows = await campaignsWithNumber(db)
    .where(wanted)
    .orderBy('campaigns.id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const counted = await db
    .selectFrom('campaigns')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where(wanted)
    .executeTakeFirstOrThrow();
  return { rows, total: counted.total };
}

function matching(organizationId: number, { statuses, type, search }: CampaignFilter) {
  const parts = [sql`campaigns.organization_id = ${organizationId} and not campaigns.is_direct`];
  if (statuses !== null) parts.push(sql`campaigns.status = any(${[...statuses]}::text[])`);
  if (type !== null) parts.push(sql`campaigns.type = ${type}`);
  if (search !== null) parts.push(sql`campaigns.name ilike ${containing(search)}`);
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}
