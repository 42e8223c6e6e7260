import { sql } from 'kysely';
import { hoursAt, type CallTimes } from '../../../domain/calling-hours';
import { capsApply } from '../../../domain/campaign-limits';
import { isFinalStatus } from '../../../domain/campaign-status';
import { CALLING_US } from '../../../domain/inbound-decision';
import type { LineFacts } from '../../../domain/line-explanation';
import type { OrganizationRules } from '../../../domain/organization-rules';
import { PAUSE_CODES, PAUSED_BY_HAND, type PauseCode, type PauseReason } from '../../../domain/pause-reason';
import { HELD_OFF } from '../../../domain/pre-call';
import { NOT_DIALLING_TEXT } from '../../../domain/not-dialling';
import { zoneClock } from '../../time-zones/zone-clock';
import { zoneOfContact } from '../campaigns/call-rules';
import { callTimesOf } from '../attempts/call-times';
import { statusBehindGate } from '../campaigns/campaigns';
import type { Queryable } from '../database';
import { numberCapReached } from '../numbers/number-caps';
import { restOfCampaign } from '../numbers/provider-rest';
import { readOrganizationRules } from '../organizations/organization-rules';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import { withTransaction } from '../transaction';

const SIMULATOR = 'simulator';
/** What the reasons of `capReached` begin with. */
const CAPPED_REASON = 'the number was ';
const ALWAYS_OPEN = { open: true, changesAt: null, heldBy: null };
const SLOWING = ['all_slots_taken', 'shared_capacity', 'pace'] as const;

/**
 * Reads everything that decides whether a line is called now, for `explainLine`.
 *
 * @param now epoch milliseconds.
 */
export async function readLineFacts(
  db: Queryable,
  campaign: CampaignRow,
  line: LineRow,
  now: number,
): Promise<LineFacts> {
  const provider = await providerOf(db, campaign);
  const rules = await readOrganizationRules(db, campaign.organization_id);
  const times = callTimesOf({ campaign, rules, line, provider });
  return {
    now,
    line: lineFacts(line),
    campaign: await campaignFacts(db, campaign, now),
    suppressedSince: await suppressedSince(db, line),
    ...hoursOf(times, now),
    cap: await capOf(db, rules, provider, campaign, line, now),
    before: line.ready ? await linesBefore(db, line) : 0,
  };
}

function lineFacts(line: LineRow): LineFacts['line'] {
  return {
    status: line.call_status,
    closingReason: line.closing_reason,
    closedAt: line.closed_at?.getTime() ?? null,
    expiresAt: line.expires_at?.getTime() ?? null,
    scheduleAt: line.schedule_at?.getTime() ?? null,
    nextAttemptAt: line.next_attempt_at?.getTime() ?? null,
    nextAttemptReason: line.next_attempt_reason,
    ready: line.ready,
    readySince: line.ready_at?.getTime() ?? null,
    uncountedInARow: line.uncounted_in_a_row,
    changedAt: line.updated_at.getTime(),
  };
}

async function campaignFacts(db: Queryable, campaign: CampaignRow, now: number): Promise<LineFacts['campaign']> {
  const { live } = await db
    .selectFrom('lines')
    .select(({ fn }) => fn.countAll<number>().as('live'))
    .where('campaign_id', '=', campaign.id)
    .where('call_status', '=', 'in_progress')
    .executeTakeFirstOrThrow();
  const halted = campaign.halt_requested !== null && !isFinalStatus(campaign.status);
  return {
    status: statusBehindGate(campaign),
    since: (halted ? (campaign.halt_requested_at ?? campaign.status_since) : campaign.status_since).getTime(),
    pause: pauseOf(campaign),
    startsAt: campaign.starts_at?.getTime() ?? null,
    slowedBy: SLOWING.find((code) => code === campaign.status_reason) ?? null,
    concurrency: campaign.settings.pacing.concurrency,
    callsInFlight: Number(live),
    providerRestsUntil: await restsUntil(db, campaign, now),
  };
}

async function restsUntil(db: Queryable, { id }: CampaignRow, now: number): Promise<number | null> {
  const { until } = await db
    .selectFrom('campaigns')
    .select(restOfCampaign(now).as('until'))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return until?.getTime() ?? null;
}

/** Why a campaign is paused, or is about to be; null where it is not. */
function pauseOf(campaign: CampaignRow): PauseReason | null {
  if (statusBehindGate(campaign) !== 'paused') return null;
  if (campaign.halt_requested !== null) return campaign.halt_reason ?? PAUSED_BY_HAND;
  const code: PauseCode = PAUSE_CODES.find((known) => known === campaign.status_reason) ?? 'paused';
  return {
    code,
    text: campaign.status_text ?? NOT_DIALLING_TEXT[code],
    until: campaign.status_until?.getTime() ?? null,
  };
}

function hoursOf(times: CallTimes, now: number): Pick<LineFacts, 'campaignHours' | 'contactHours'> {
  return {
    campaignHours: times.campaign ? hoursAt({ ...times, contact: null }, now, zoneClock) : ALWAYS_OPEN,
    contactHours: times.contact ? hoursAt({ ...times, campaign: null }, now, zoneClock) : ALWAYS_OPEN,
  };
}

async function providerOf(db: Queryable, campaign: CampaignRow): Promise<string> {
  const { provider } = await db
    .selectFrom('phone_numbers')
    .select('provider')
    .where('id', '=', campaign.phone_number_id)
    .executeTakeFirstOrThrow();
  return provider;
}

async function suppressedSince(db: Queryable, line: LineRow): Promise<number | null> {
  const suppression = await db
    .selectFrom('suppressions')
    .select('created_at')
    .where('organization_id', '=', line.organization_id)
    .where('number', '=', line.to_number)
    .executeTakeFirst();
  return suppression?.created_at.getTime() ?? null;
}

async function capOf(
  db: Queryable,
  { numberCaps }: OrganizationRules,
  provider: string,
  campaign: CampaignRow,
  line: LineRow,
  now: number,
): Promise<LineFacts['cap']> {
  if (!capsApply(numberCaps, provider !== SIMULATOR)) return null;
  const called = { organizationId: line.organization_id, number: line.to_number, zone: zoneOfContact(campaign, line) };
  const reached = await withTransaction(db, (trx) => numberCapReached(trx, numberCaps, called, now));
  return reached && { text: reached.reason, until: reached.nextDay };
}

/** Lines in the queue that go before this one, in the order of `nextReadyLines`. */
async function linesBefore(db: Queryable, line: LineRow): Promise<number> {
  const { rows } = await sql<{ before: number }>`
    select count(*) as before from lines
    join (select attempts > 0 as due, priority, ready_at, id from lines where id = ${line.id}) this on true
    where campaign_id = ${line.campaign_id} and ready
      and ((attempts > 0) > this.due
        or (attempts > 0) = this.due and (lines.priority > this.priority
          or lines.priority = this.priority and (lines.ready_at, lines.id) < (this.ready_at, this.id)))
  `.execute(db);
  return rows[0]?.before ?? 0;
}

/** How many lines of a campaign each rule holds. */
export interface HeldLines {
  readonly rule: string;
  readonly lines: number;
  /** The first of them to be called, epoch milliseconds; null where no time is known. */
  readonly nextAt: number | null;
}

/**
 * Counts the lines of a campaign that are not being called now, by what holds them; those that were called and are done
 * with left out.
 *
 * @param now epoch milliseconds.
 */
export async function countHeldLines(db: Queryable, campaignId: number, now: number): Promise<HeldLines[]> {
  const at = new Date(now);
  const { rows } = await sql<{ rule: string; lines: number; next_at: Date | null }>`
    select rule, count(*) as lines, min(next_attempt_at) filter (where closed_at is null) as next_at
    from (
      select next_attempt_at, closed_at, case
        when call_status in ('skipped', 'suppressed', 'expired') then call_status
        when ready or next_attempt_at is null or next_attempt_at <= ${at} then 'in_queue'
        when next_attempt_reason like ${`${CAPPED_REASON}%`} then 'number_cap'
        when next_attempt_reason like ${`${HELD_OFF}%`} then 'held_off'
        when next_attempt_reason like ${`${CALLING_US}%`} then 'calling_us'
        when call_status = 'queued' and schedule_at > ${at} then 'scheduled_contact'
        when call_status = 'queued' then 'contact_hours'
        when call_status = 'retry_scheduled' and uncounted_in_a_row > 0 then 'no_capacity'
        else call_status end as rule
      from lines
      where campaign_id = ${campaignId}
        and call_status in ('queued', 'retry_scheduled', 'callback_scheduled', 'skipped', 'suppressed', 'expired')
    ) held
    group by rule order by rule
  `.execute(db);
  return rows.map(({ rule, lines, next_at }) => ({ rule, lines, nextAt: next_at?.getTime() ?? null }));
}
