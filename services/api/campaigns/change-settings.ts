import type { Transaction } from 'kysely';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { isFinalStatus } from '../../../domain/campaign-status';
import type { OrganizationRules } from '../../../domain/organization-rules';
import type { Caller } from '../../../infra/db/organizations/callers';
import { findCampaign, lockCampaign, statusBehindGate, storeSettings } from '../../../infra/db/campaigns/campaigns';
import { readOrganizationRules } from '../../../infra/db/organizations/organization-rules';
import { effectOfSettings } from '../../../infra/db/lines/replan';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import type { Schema } from '../../../infra/db/schema';
import { settingsChangeOf } from '../../wiring/settings-change';
import { audit } from '../audit';
import type { ApiDependencies } from '../dependencies';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { readSettings, type SettingsInput } from './read-settings';
import { settingsFaults, settingsWarnings } from './settings-faults';
import { tellCampaign } from './tell-campaign';

/** One change of a part of the settings. */
export interface SettingsChange<Part> {
  /** As the audit log names it: the end of the address. */
  readonly part: string;
  /** The part in create's shape. */
  readonly body: SettingsInput;
  /** The member of create's body whose fields were given beside it: pointers name them where they are. */
  readonly flattened?: 'calling_hours' | 'limits' | null;
  /** The part as it is answered. */
  readonly show: (settings: CampaignSettings) => Part;
  /** Promised callbacks are dropped with it: `alongside` does it. */
  readonly dropPending?: boolean;
  /** What else belongs into the same transaction. */
  readonly alongside?: (trx: Transaction<Schema>, campaign: CampaignRow) => Promise<void>;
}

/** Who changes what. */
export interface SettingsRequest {
  readonly caller: Caller;
  readonly campaignId: number;
  /** Only tell. */
  readonly dryRun: boolean;
}

const KEPT = 'The change is stored, and the campaign is told as soon as Temporal is back.';
const MESSAGES = {
  dryRun: 'Nothing was changed. This is what would be.',
  draft: 'The change is stored.',
  told: 'The campaign has taken over the change.',
};

/**
 * Changes a part of a campaign's settings, now and for contacts already waiting: stored as a new version, then told to
 * the workflow. What it means for them is computed before anything is locked: there may be a hundred thousand.
 *
 * @throws Problem 404, 409 when the campaign has ended, 422 with every fault, 503 when it is stored and could not be told.
 */
export async function changeSettings<Part extends object>(
  deps: ApiDependencies,
  { caller, campaignId, dryRun }: SettingsRequest,
  change: SettingsChange<Part>,
) {
  const { db } = deps;
  const now = Date.now();
  const rules = await readOrganizationRules(db, caller.organizationId);
  const campaign = await findCampaign(db, caller.organizationId, campaignId);
  const proposed = propose(deps, campaign, change, rules, now);
  const effect = await effectOfSettings(db, campaign as CampaignRow, proposed, now, {
    dropPending: change.dropPending,
  });
  const warnings = settingsWarnings(change.body, proposed);
  const answerOf = (message: string, settings: CampaignSettings, version: number) => ({
    status: 'success' as const,
    message,
    settings_version: version,
    ...change.show(settings),
    effect,
    ...(warnings.length > 0 && { warnings }),
  });
  if (dryRun) {
    const answer = answerOf(MESSAGES.dryRun, proposed, (campaign as CampaignRow).settings_version);
    return { ...answer, dry_run: true as const };
  }

  const stored = await db.transaction().execute(async (trx) => {
    const before = await lockCampaign(trx, caller.organizationId, campaignId);
    const settings = propose(deps, before, change, rules, now);
    const after = await storeSettings(trx, campaignId, settings);
    await change.alongside?.(trx, after);
    await auditChange(trx, caller, change.part, before as CampaignRow, after);
    return after;
  });
  if (stored.status === 'draft') return answerOf(MESSAGES.draft, stored.settings, stored.settings_version);
  await tellCampaign(deps.campaigns.updateSettings(campaignId, settingsChangeOf(stored)), KEPT);
  return answerOf(MESSAGES.told, stored.settings, stored.settings_version);
}

/** The settings as the change makes them; refuses what is impossible. */
function propose(
  { addresses }: ApiDependencies,
  campaign: CampaignRow | undefined,
  { body, flattened = null }: Pick<SettingsChange<object>, 'body' | 'flattened'>,
  { contactHours }: OrganizationRules,
  now: number,
): CampaignSettings {
  if (!campaign) throw notFound('campaign');
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) {
    throw new Problem(409, 'campaign_closed', `The campaign is ${status}; its settings stay as they are.`);
  }
  const { timezone: zone, starts_at } = campaign;
  const settings = readSettings(body, zone, campaign.settings);
  const from = Math.max(now, starts_at?.getTime() ?? 0);
  const faults = settingsFaults(body, { settings, zone, from, contactHours, addresses });
  if (faults.length > 0) {
    const given = (pointer: string): string => (flattened ? pointer.replace(`/${flattened}`, '') : pointer);
    throw invalidRequest(faults.map((fault) => ({ ...fault, pointer: given(fault.pointer) })));
  }
  return settings;
}

async function auditChange(
  trx: Transaction<Schema>,
  caller: Caller,
  part: string,
  before: CampaignRow,
  after: CampaignRow,
): Promise<void> {
  const data = { part, settings_version: after.settings_version };
  await audit(trx, caller, 'campaign.settings', after.id, data);
  if (switchesContactHoursOff(before.settings, after.settings)) {
    await audit(trx, caller, 'campaign.contact_hours_off', after.id, data);
  }
}

/** True when the legal hours of the called person held, or may have held, and do not any more. */
export function switchesContactHoursOff(before: CampaignSettings | null, after: CampaignSettings): boolean {
  return after.contactHours?.enabled === false && before?.contactHours?.enabled !== false;
}
