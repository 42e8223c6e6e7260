import type { z } from 'zod';
import { isFinalStatus } from '../../../domain/campaign-status';
import type { Caller } from '../../../infra/db/organizations/callers';
import { lockCampaign, statusBehindGate, storeSettings } from '../../../infra/db/campaigns/campaigns';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import { instantOfLocalTime, isTimeZone, localTimeOf } from '../../../infra/time-zones/local-time';
import { zoneClock } from '../../../infra/time-zones/zone-clock';
import { settingsChangeOf } from '../../wiring/settings-change';
import { audit } from '../audit';
import type { ApiDependencies } from '../dependencies';
import { invalidRequest, notFound, Problem, type FieldFault } from '../http/problem';
import type { campaignActionInput } from '../schemas/campaign';
import { tellCampaign } from './tell-campaign';

type Body = z.output<typeof campaignActionInput>;

interface NewStart {
  readonly startsAt: Date;
  readonly timezone: string;
}

const STARTED_MEANWHILE =
  'The campaign has started in this very moment, and its start was not moved. Pause it instead.';
const KEPT = 'The new start is stored, and the campaign is told as soon as Temporal is back.';

/**
 * Moves the start of a campaign that has not started. Its zone moves with it, and with the zone its days, windows and
 * closed dates; a daily stop and start have zones of their own.
 *
 * @throws Problem 404, 409 when it has started or has ended, 422 for a time that is none or has passed.
 */
export async function rescheduleCampaign(deps: ApiDependencies, caller: Caller, campaignId: number, body: Body) {
  const { before, stored } = await deps.db.transaction().execute(async (trx) => {
    const campaign = await lockCampaign(trx, caller.organizationId, campaignId);
    if (!campaign) throw notFound('campaign');
    const now = Date.now();
    refuseUnlessAhead(campaign, now);
    const start = readNewStart(campaign, body, now);
    const { hours } = campaign.settings;
    const settings = { ...campaign.settings, hours: hours && { ...hours, zone: start.timezone } };
    await audit(trx, caller, 'campaign.reschedule', campaignId, {
      scheduled_datetime: localTimeOf(start.startsAt, start.timezone),
      timezone: start.timezone,
    });
    return { before: campaign, stored: await storeSettings(trx, campaignId, settings, start) };
  });
  if (stored.status !== 'draft') await tellNewStart(deps, { caller, before, stored });
  return {
    status: 'success' as const,
    message: 'The start was moved.',
    current_status: stored.status,
    scheduled_datetime: stored.starts_at ? localTimeOf(stored.starts_at, stored.timezone) : undefined,
    timezone: stored.timezone,
  };
}

interface Move {
  readonly caller: Caller;
  readonly before: CampaignRow;
  readonly stored: CampaignRow;
}

/** Tells the workflow, which alone knows whether it has started in this moment. */
async function tellNewStart(deps: ApiDependencies, move: Move): Promise<void> {
  const { stored } = move;
  const taken = await tellCampaign(deps.campaigns.updateSettings(stored.id, settingsChangeOf(stored)), KEPT);
  if (taken.startsAt === undefined || isSameStart(stored, taken.startsAt)) return;
  if (await putBack(deps, move, taken.startsAt)) throw new Problem(409, 'already_started', STARTED_MEANWHILE);
}

/**
 * Undoes a move that came too late; calls are held back by it until then.
 *
 * @param startedAt epoch milliseconds.
 * @returns false when the campaign has not started: somebody else has moved it after us.
 */
async function putBack(deps: ApiDependencies, move: Move, startedAt: number | null): Promise<boolean> {
  const { caller, before, stored } = move;
  const restored = await deps.db.transaction().execute(async (trx) => {
    const current = await lockCampaign(trx, caller.organizationId, stored.id);
    if (!current) throw notFound('campaign');
    const isOurs = isSameStart(current, stored.starts_at?.getTime() ?? null);
    if (!isOurs && (current.starts_at?.getTime() ?? 0) > Date.now()) return null;
    const { hours } = current.settings;
    const { timezone } = before;
    const settings = { ...current.settings, hours: hours && { ...hours, zone: timezone } };
    const startsAt = new Date(startedAt ?? before.starts_at ?? Date.now());
    await audit(trx, caller, 'campaign.reschedule', stored.id, {
      scheduled_datetime: localTimeOf(startsAt, timezone),
      timezone,
      undone: 'already_started',
    });
    return storeSettings(trx, stored.id, settings, { startsAt, timezone });
  });
  // The sweeper tells what cannot be told now.
  if (restored) await deps.campaigns.updateSettings(stored.id, settingsChangeOf(restored)).catch(() => undefined);
  return restored !== null;
}

function isSameStart({ starts_at }: CampaignRow, startsAt: number | null): boolean {
  return (starts_at?.getTime() ?? null) === startsAt;
}

function refuseUnlessAhead(campaign: CampaignRow, now: number): void {
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) {
    throw new Problem(409, 'campaign_closed', `The campaign is ${status}; it cannot be rescheduled.`);
  }
  const isAhead = status === 'scheduled' && campaign.starts_at !== null && campaign.starts_at.getTime() > now;
  if (isAhead || status === 'draft') return;
  const detail = 'Only a draft, or a campaign whose start lies ahead, can be rescheduled. Pause this one instead.';
  throw new Problem(409, 'already_started', detail);
}

function readNewStart(campaign: CampaignRow, body: Body, now: number): NewStart {
  const fault = (code: string, detail: string, field = 'new_scheduled_datetime'): Problem =>
    invalidRequest([{ pointer: `/${field}`, code, detail } satisfies FieldFault]);
  // An empty text is how forms leave a field out.
  const timezone = body.new_timezone || campaign.timezone;
  if (!isTimeZone(timezone)) {
    throw fault('invalid_timezone', 'This is no IANA time zone, such as America/New_York.', 'new_timezone');
  }
  if (!body.new_scheduled_datetime) throw fault('required', 'Give the new date and time.');
  const instant = instantOfLocalTime(body.new_scheduled_datetime, timezone);
  if (instant === null) throw fault('invalid_datetime', 'Write date and time like 2026-12-25 10:00:00.');
  if (instant <= now) throw fault('in_the_past', 'This time has passed. Give one that lies ahead.');
  const { endDate } = campaign.settings.limits;
  if (endDate !== null && endDate < zoneClock.dateAt(instant, timezone)) {
    throw fault('after_end_date', `The campaign ends on ${endDate}. Move limits.end_date first.`);
  }
  return { startsAt: new Date(instant), timezone };
}
