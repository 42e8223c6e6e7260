import type { Queryable } from '../database';

/** Something somebody did. */
export interface AuditEntry {
  readonly organizationId: number;
  /** Null for what the system did by itself. */
  readonly apiKeyId: number | null;
  /** Such as `calling_rules.update`, `campaign.contact_hours_off`. */
  readonly action: string;
  readonly objectType: string;
  readonly objectId: number | null;
  /** What changed: settings and counts, never a number or a name of a called person. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Notes who did what; in the same transaction as what was done. */
export async function writeAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      organization_id: entry.organizationId,
      api_key_id: entry.apiKeyId,
      action: entry.action,
      object_type: entry.objectType,
      object_id: entry.objectId,
      data: JSON.stringify(entry.data ?? {}),
    })
    .execute();
}

/** An entry as it is shown. */
export interface AuditRecord {
  readonly id: number;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: number | null;
  readonly data: Record<string, unknown>;
  /** The first characters of the key; null for what the system did by itself. */
  readonly api_key_prefix: string | null;
  readonly created_at: Date;
}

/** A page of an organization's entries, newest first, with how many there are. */
export async function listAuditEntries(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: AuditRecord[]; readonly total: number }> {
  const rows = await db
    .selectFrom('audit_log')
    .leftJoin('api_keys', 'api_keys.id', 'audit_log.api_key_id')
    .select(['audit_log.id', 'action', 'object_type', 'object_id', 'data', 'audit_log.created_at'])
    .select('api_keys.prefix as api_key_prefix')
    .where('audit_log.organization_id', '=', organizationId)
    .orderBy('audit_log.id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const { total } = await db
    .selectFrom('audit_log')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { rows, total };
}
