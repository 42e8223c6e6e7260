import { sql, type Insertable, type Transaction } from 'kysely';
import type { CampaignSettings } from '../../domain/campaign-settings';
import { isFinalStatus, type CampaignStatus, type CampaignType } from '../../domain/campaign-status';
import type { Database, Queryable } from './database';
import type { CampaignRow, Schema } from './tables';

/** A campaign about to be created. */
export interface NewCampaign {
  readonly organizationId: number;
  readonly name: string;
  readonly type: CampaignType;
  readonly phoneNumberId: number;
  readonly timezone: string;
  readonly startsAt: Date | null;
  readonly settings: CampaignSettings;
  readonly status: CampaignStatus;
}

/** A campaign with the number it calls from. */
export interface CampaignWithNumber extends CampaignRow {
  readonly from_number: string;
  readonly agent_id: number | null;
}

/** Stores a campaign; its workflow is started after the commit. */
export async function insertCampaign(db: Queryable, campaign: NewCampaign): Promise<CampaignRow> {
  const values: Insertable<Schema['campaigns']> = {
    organization_id: campaign.organizationId,
    name: campaign.name,
    type: campaign.type,
    phone_number_id: campaign.phoneNumberId,
    timezone: campaign.timezone,
    starts_at: campaign.startsAt,
    settings: JSON.stringify(campaign.settings),
    status: campaign.status,
  };
  return db.insertInto('campaigns').values(values).returningAll().executeTakeFirstOrThrow();
}

/** One campaign of an organization; undefined for anybody else's. */
export async function findCampaign(
  db: Queryable,
  organizationId: number,
  campaignId: number,
): Promise<CampaignWithNumber | undefined> {
  return db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .selectAll('campaigns')
    .select(['phone_numbers.number as from_number', 'phone_numbers.agent_id'])
    .where('campaigns.id', '=', campaignId)
    .where('campaigns.organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** As `findCampaign`, and nobody else changes it until the transaction ends. */
export async function lockCampaign(
  trx: Transaction<Schema>,
  organizationId: number,
  campaignId: number,
): Promise<CampaignRow | undefined> {
  return trx
    .selectFrom('campaigns')
    .selectAll()
    .where('id', '=', campaignId)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
}

/** A page of an organization's campaigns, newest first, with how many there are. */
export async function listCampaigns(
  db: Queryable,
  organizationId: number,
  page: { readonly status: CampaignStatus | null; readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: CampaignWithNumber[]; readonly total: number }> {
  const rows = await db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .selectAll('campaigns')
    .select(['phone_numbers.number as from_number', 'phone_numbers.agent_id'])
    .where('campaigns.organization_id', '=', organizationId)
    .$if(page.status !== null, (query) => query.where('campaigns.status', '=', page.status as CampaignStatus))
    .orderBy('campaigns.id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const counted = await db
    .selectFrom('campaigns')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .$if(page.status !== null, (query) => query.where('status', '=', page.status as CampaignStatus))
    .executeTakeFirstOrThrow();
  return { rows, total: counted.total };
}

/**
 * Closes the gate, so that no further call starts, before the workflow is told. A cancel replaces a pause; a pause
 * never replaces a cancel. The instant is that of the write: the transaction may have waited for the row, and a
 * projection decided meanwhile confirms nothing.
 */
export async function requestHalt(
  trx: Transaction<Schema>,
  campaignId: number,
  halt: 'pause' | 'cancel',
): Promise<void> {
  await trx
    .updateTable('campaigns')
    .set({ halt_requested: halt, halt_requested_at: sql<Date>`clock_timestamp()`, updated_at: sql<Date>`now()` })
    .where('id', '=', campaignId)
    .where('halt_requested', 'is distinct from', 'cancel')
    .execute();
}

/** Opens the gate that a pause has closed; one that a cancel has closed stays so. */
export async function withdrawPause(trx: Transaction<Schema>, campaignId: number): Promise<void> {
  await trx
    .updateTable('campaigns')
    .set({ halt_requested: null, halt_requested_at: null, updated_at: sql<Date>`now()` })
    .where('id', '=', campaignId)
    .where('halt_requested', '=', 'pause')
    .execute();
}

/** Ends a campaign that has no workflow, with the lines it has collected. */
export async function cancelDraft(trx: Transaction<Schema>, campaignId: number): Promise<void> {
  const now = sql<Date>`now()`;
  await trx
    .updateTable('campaigns')
    .set({ status: 'cancelled', status_since: now, ended_at: now, updated_at: now })
    .where('id', '=', campaignId)
    .execute();
  await trx
    .updateTable('lines')
    .set({
      call_status: 'cancelled',
      closing_reason: 'the campaign was cancelled as a draft',
      ready: false,
      next_attempt_at: null,
      closed_at: now,
      updated_at: now,
    })
    .where('campaign_id', '=', campaignId)
    .where('call_status', '=', 'queued')
    .execute();
}

/** Turns a draft into a campaign; its workflow is started after the commit. */
export async function activateDraft(
  trx: Transaction<Schema>,
  campaignId: number,
  activated: { readonly status: CampaignStatus; readonly startsAt: Date | null },
): Promise<CampaignRow> {
  return trx
    .updateTable('campaigns')
    .set({
      status: activated.status,
      starts_at: activated.startsAt,
      status_since: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', campaignId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Stores changed settings as a new version: above the one that the workflow has, which somebody may have raised by an
 * update of their own. The workflow ignores what is not newer.
 */
export async function storeSettings(
  trx: Transaction<Schema>,
  campaignId: number,
  settings: CampaignSettings,
): Promise<{ readonly settingsVersion: number }> {
  const row = await trx
    .updateTable('campaigns')
    .set((update) => ({
      settings: JSON.stringify(settings),
      settings_version: sql<number>`greatest(${update.ref('settings_version')}, ${update.ref('applied_settings_version')}) + 1`,
      updated_at: sql<Date>`now()`,
    }))
    .where('id', '=', campaignId)
    .returning('settings_version')
    .executeTakeFirstOrThrow();
  return { settingsVersion: row.settings_version };
}

/**
 * The status that a campaign has as soon as its workflow shows the halt that was asked for: no call starts already.
 *
 * @example statusBehindGate({ status: 'waiting', halt_requested: 'pause' }) // 'paused'
 */
export function statusBehindGate(campaign: Pick<CampaignRow, 'status' | 'halt_requested'>): CampaignStatus {
  if (isFinalStatus(campaign.status) || campaign.halt_requested === null) return campaign.status;
  return campaign.halt_requested === 'cancel' ? 'cancelled' : 'paused';
}

/** The status that the workflow shows; undefined when the campaign is gone. */
export async function readStatus(db: Database, campaignId: number): Promise<CampaignStatus | undefined> {
  const row = await db.selectFrom('campaigns').select('status').where('id', '=', campaignId).executeTakeFirst();
  return row?.status;
}
