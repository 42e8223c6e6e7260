import type { Queryable } from './database';

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
