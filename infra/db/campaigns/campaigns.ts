import { sql, type ExpressionBuilder, type Insertable, type Transaction } from 'kysely';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { isFinalStatus, type CampaignStatus, type CampaignType } from '../../../domain/campaign-status';
import type { PauseReason } from '../../../domain/pause-reason';
import type { Database, Queryable } from '../database';
import type { CampaignHalt, CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';
import { enableCallbackUrls } from '../deliveries/endpoint-health';
import { restOfCampaign } from '../numbers/provider-rest';
import { announceDraftEnd, type ReportUrl } from './campaign-end';

/** A campaign about to be created. */
export interface NewCampaign {
  readonly organizationId: number;
  readonly name: string;
  readonly type: CampaignType;
  readonly phoneNumberId: number;
  readonly timezone: string;
  readonly startsAt: Date | null;
  readonly settings: CampaignSettings;
  readonly beginning: CampaignBeginning;
}

/** What a campaign shows before its workflow shows anything. */
export interface CampaignBeginning {
  readonly status: CampaignStatus;
  readonly statusReason: string | null;
  /** When its hours open, if they are closed. */
  readonly opensAt: Date | null;
  /** From when on a daily stop without a start counts. */
  readonly openedAt: Date;
}

/** A campaign with the number it calls from. */
export interface CampaignWithNumber extends CampaignRow {
  readonly from_number: string;
  readonly agent_id: number | null;
  /** Those it chooses among, where it rotates. */
  readonly caller_numbers: ReadonlyArray<{ readonly phone_number_id: number; readonly sequence: number }>;
  /** Every account that it calls from rests until then; null while one of them does not. */
  readonly provider_rests_until: Date | null;
}

/** Stores a campaign; its workflow is started after the commit. Callback URLs of it that were disabled are enabled. */
export async function insertCampaign(db: Queryable, campaign: NewCampaign): Promise<CampaignRow> {
  const values: Insertable<Schema['campaigns']> = {
    organization_id: campaign.organizationId,
    name: campaign.name,
    type: campaign.type,
    phone_number_id: campaign.phoneNumberId,
    timezone: campaign.timezone,
    starts_at: campaign.startsAt,
    settings: JSON.stringify(campaign.settings),
    ...columnsOf(campaign.beginning),
  };
  const { callStatus, callSchedule, campaignStatus } = campaign.settings.callbacks;
  const urls = [callStatus, callSchedule, campaignStatus].filter((url) => url !== null);
  await enableCallbackUrls(db, campaign.organizationId, urls);
  return db.insertInto('campaigns').values(values).returningAll().executeTakeFirstOrThrow();
}

function columnsOf({ status, statusReason, opensAt, openedAt }: CampaignBeginning) {
  return { status, status_reason: statusReason, opens_at: opensAt, opened_at: openedAt, breaker_since: openedAt };
}

const callerNumbers = sql<CampaignWithNumber['caller_numbers']>`(
  select coalesce(json_agg(json_build_object('phone_number_id', phone_number_id, 'sequence', sequence)
    order by sequence, id), '[]')
  from campaign_numbers where campaign_id = campaigns.id)`.as('caller_numbers');

/** Campaigns as `CampaignWithNumber`, those that hold calls outside of campaigns included. */
export function campaignsWithNumber(db: Queryable) {
  return db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .selectAll('campaigns')
    .select([
      'phone_numbers.number as from_number',
      'phone_numbers.agent_id',
      callerNumbers,
      restOfCampaign(Date.now()).as('provider_rests_until'),
    ]);
}

/** One campaign of an organization; undefined for anybody else's, and for what holds its calls outside of campaigns. */
export async function findCampaign(
  db: Queryable,
  organizationId: number,
  campaignId: number,
): Promise<CampaignWithNumber | undefined> {
  return campaignsWithNumber(db)
    .where('campaigns.id', '=', campaignId)
    .where('campaigns.organization_id', '=', organizationId)
    .where('campaigns.is_direct', '=', false)
    .executeTakeFirst();
}

/**
 * As `findCampaign`, and nobody else changes it until the transaction ends, nor adds contacts to it. What only refers to
 * it (attempts, events) is written meanwhile.
 */
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
    .where('is_direct', '=', false)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/**
 * Closes the gate, so that no further call starts, before the workflow is told. A cancel replaces a pause; a pause
 * replaces nothing final. The instant is that of the write: the transaction may have waited for the row, and a
 * projection decided meanwhile confirms nothing.
 *
 * @param reason shown until the workflow shows its own; null for a cancel.
 */
export async function requestHalt(
  trx: Transaction<Schema>,
  campaignId: number,
  halt: 'pause' | 'cancel',
  reason: PauseReason | null,
): Promise<void> {
  const stronger: CampaignHalt[] = halt === 'pause' ? ['cancel', 'fail'] : ['cancel'];
  await trx
    .updateTable('campaigns')
    .set({
      halt_requested: halt,
      halt_requested_at: sql<Date>`clock_timestamp()`,
      halt_reason: reason && JSON.stringify(reason),
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', campaignId)
    .where((where) => where.or([where('halt_requested', 'is', null), where('halt_requested', 'not in', stronger)]))
    .execute();
}

/**
 * Opens the gate that a pause has closed, and what else keeps a campaign from going on: it is opened anew until the next
 * daily stop, and neither failed calls nor refused credentials of before count any more. A gate that is closed for good
 * stays so.
 *
 * @param now epoch milliseconds.
 */
export async function withdrawPause(trx: Transaction<Schema>, campaignId: number, now: number): Promise<void> {
  const resumedAt = new Date(now);
  await trx
    .updateTable('campaigns')
    .set({
      halt_requested: null,
      halt_requested_at: null,
      halt_reason: null,
      // One that has not started yet is opened by its start.
      opened_at: sql<Date>`greatest(${resumedAt}::timestamptz, starts_at)`,
      breaker_since: resumedAt,
      credentials_refused_since: null,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', campaignId)
    .where((where) => where.or([where('halt_requested', 'is', null), where('halt_requested', '=', 'pause')]))
    .execute();
}

/** Ends a campaign that has no workflow, with the lines it has collected, and announces it. */
export async function cancelDraft(
  trx: Transaction<Schema>,
  campaignId: number,
  reportUrl: ReportUrl = () => null,
): Promise<void> {
  const now = sql<Date>`now()`;
  const ended = await trx
    .updateTable('campaigns')
    .set({ status: 'cancelled', status_since: now, ended_at: now, updated_at: now })
    .where('id', '=', campaignId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await announceDraftEnd(trx, ended, reportUrl);
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
  activated: { readonly beginning: CampaignBeginning; readonly startsAt: Date | null },
): Promise<CampaignRow> {
  return trx
    .updateTable('campaigns')
    .set({
      ...columnsOf(activated.beginning),
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
 *
 * @param start moved along with the settings, where it is.
 */
export async function storeSettings(
  trx: Transaction<Schema>,
  campaignId: number,
  settings: CampaignSettings,
  start?: { readonly startsAt: Date; readonly timezone: string },
): Promise<CampaignRow> {
  return trx
    .updateTable('campaigns')
    .set((update) => ({
      settings: JSON.stringify(settings),
      ...(start && { starts_at: start.startsAt, opened_at: start.startsAt, timezone: start.timezone }),
      settings_version: nextVersion(update),
      updated_at: sql<Date>`now()`,
    }))
    .where('id', '=', campaignId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Makes every campaign that waits for calls look at its contacts anew, because the organization's rules have changed: as
 * a new version of unchanged settings, which the sweeper announces.
 */
export async function renewSettingsOf(trx: Transaction<Schema>, organizationId: number): Promise<void> {
  await trx
    .updateTable('campaigns')
    .set((update) => ({ settings_version: nextVersion(update), updated_at: sql<Date>`now()` }))
    .where('organization_id', '=', organizationId)
    .where('ended_at', 'is', null)
    .where('status', '!=', 'draft')
    .execute();
}

function nextVersion({ ref }: ExpressionBuilder<Schema, 'campaigns'>) {
  return sql<number>`greatest(${ref('settings_version')}, ${ref('applied_settings_version')}) + 1`;
}

/**
 * The status that a campaign has as soon as its workflow shows the halt that was asked for: no call starts already.
 *
 * @example statusBehindGate({ status: 'waiting', halt_requested: 'pause' }) // 'paused'
 */
export function statusBehindGate(campaign: Pick<CampaignRow, 'status' | 'halt_requested'>): CampaignStatus {
  if (isFinalStatus(campaign.status) || campaign.halt_requested === null) return campaign.status;
  return SHOWN_AS[campaign.halt_requested];
}

const SHOWN_AS: Record<CampaignHalt, CampaignStatus> = { pause: 'paused', cancel: 'cancelled', fail: 'failed' };

/** The status that the workflow shows; undefined when the campaign is gone. */
export async function readStatus(db: Database, campaignId: number): Promise<CampaignStatus | undefined> {
  const row = await db.selectFrom('campaigns').select('status').where('id', '=', campaignId).executeTakeFirst();
  return row?.status;
}
