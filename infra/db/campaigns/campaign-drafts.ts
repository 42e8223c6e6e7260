import { sql, type Selectable } from 'kysely';
import type { CampaignDraftTable } from '../dashboard-tables';
import type { Queryable } from '../database';

export type CampaignDraftRow = Selectable<CampaignDraftTable>;

/** A campaign that somebody is still writing. */
export interface CampaignDraftFields {
  readonly name: string;
  /** Whatever the page that writes it needs. */
  readonly form: Readonly<Record<string, unknown>>;
}

/** A page of an organization's drafts without their forms, those that were changed last first, and how many there are. */
export async function listCampaignDrafts(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: Array<Omit<CampaignDraftRow, 'form'>>; readonly total: number }> {
  const rows = await db
    .selectFrom('campaign_drafts')
    .select(['id', 'organization_id', 'name', 'created_at', 'updated_at'])
    .where('organization_id', '=', organizationId)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return { rows, total: await countCampaignDrafts(db, organizationId) };
}

/** How many drafts an organization has. */
export async function countCampaignDrafts(db: Queryable, organizationId: number): Promise<number> {
  const { total } = await db
    .selectFrom('campaign_drafts')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return total;
}

/** Stores a new draft. */
export async function insertCampaignDraft(
  db: Queryable,
  organizationId: number,
  { name, form }: CampaignDraftFields,
): Promise<CampaignDraftRow> {
  return db
    .insertInto('campaign_drafts')
    .values({ organization_id: organizationId, name, form: JSON.stringify(form) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One draft; undefined for anybody else's. */
export async function findCampaignDraft(
  db: Queryable,
  organizationId: number,
  draftId: number,
): Promise<CampaignDraftRow | undefined> {
  return db
    .selectFrom('campaign_drafts')
    .selectAll()
    .where('id', '=', draftId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/**
 * Stores a draft anew as a whole.
 *
 * @param readAt its `updated_at` when the sender last read it: changed since then, it stays as it is, unless what is
 *   stored is the same. Null overwrites whatever there is.
 * @returns 'absent' for anybody else's.
 */
export async function updateCampaignDraft(
  db: Queryable,
  organizationId: number,
  draftId: number,
  { name, form }: CampaignDraftFields,
  readAt: Date | null,
): Promise<CampaignDraftRow | 'absent' | 'changed'> {
  const json = JSON.stringify(form);
  let update = db
    .updateTable('campaign_drafts')
    // Readers know milliseconds: two changes never share one.
    .set({ name, form: json, updated_at: sql<Date>`greatest(now(), updated_at + interval '1 millisecond')` })
    .where('id', '=', draftId)
    .where('organization_id', '=', organizationId);
  if (readAt !== null) {
    update = update.where(
      sql<boolean>`(date_trunc('milliseconds', updated_at) = ${readAt} or (name = ${name} and form = ${json}::jsonb))`,
    );
  }
  const updated = await update.returningAll().executeTakeFirst();
  if (updated) return updated;
  return (await findCampaignDraft(db, organizationId, draftId)) ? 'changed' : 'absent';
}

/** Removes a draft. @returns false when the organization has no such draft. */
export async function deleteCampaignDraft(db: Queryable, organizationId: number, draftId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('campaign_drafts')
    .where('id', '=', draftId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
