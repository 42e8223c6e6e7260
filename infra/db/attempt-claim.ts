import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { mayDialIn } from '../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../domain/line-status';
import { closeUncalled } from './close-line';
import type { Database, Queryable } from './database';
import type { AttemptRow, Schema } from './tables';

/** Which call is wanted: the campaign's slot names it. */
export interface SlotForCall {
  readonly campaignId: number;
  readonly lineId: number;
  readonly lease: number;
  /** Longest time a call may take, ring included, in milliseconds. */
  readonly maxCallMs: number;
}

/** What a call is made of. */
export interface ClaimedCall {
  readonly attempt: AttemptRow;
  readonly agentReference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  readonly variables: Record<string, unknown>;
  readonly timezone: string;
}

export type Claim =
  /** The attempt's row is committed; now the provider may be asked, once. */
  | { readonly kind: 'claimed'; readonly call: ClaimedCall }
  /** This slot has its attempt already: somebody has asked the provider, or was about to. */
  | { readonly kind: 'existing'; readonly attempt: AttemptRow }
  | { readonly kind: 'held' }
  | { readonly kind: 'gone'; readonly status: LineStatus };

const DEADLINE_MARGIN_MS = 30_000;

/**
 * Takes a line out of the queue and writes its next attempt, in one transaction, unless the gate is closed or the line
 * must not be called. The row is there before anybody asks the provider: that is what makes a second call impossible.
 */
export async function claimAttempt(db: Database, slot: SlotForCall): Promise<Claim> {
  return db.transaction().execute(async (trx) => {
    // The line's lock comes first: two tries for one slot then see each other's attempt.
    const line = await lockLine(trx, slot.lineId);
    const existing = await findAttemptOfSlot(trx, slot);
    if (existing) return { kind: 'existing', attempt: existing };
    if (!line) return { kind: 'gone', status: 'cancelled' };
    if (isFinalLineStatus(line.call_status)) return { kind: 'gone', status: line.call_status };
    if (line.halt_requested !== null || !mayDialIn(line.campaign_status)) return { kind: 'held' };
    if (!line.ready) return { kind: 'gone', status: line.call_status };
    const forbidden = await whyNever(trx, line);
    if (forbidden) {
      await closeUncalled(trx, line.id, forbidden, NEVER_REASON[forbidden]);
      return { kind: 'gone', status: forbidden };
    }
    return { kind: 'claimed', call: await writeAttempt(trx, slot, line) };
  });
}

/** The attempt that was made in a slot; a slot has one at most. */
export async function findAttemptOfSlot(
  db: Queryable,
  slot: { readonly campaignId: number; readonly lease: number },
): Promise<AttemptRow | undefined> {
  return db
    .selectFrom('attempts')
    .selectAll()
    .where('campaign_id', '=', slot.campaignId)
    .where('lease', '=', slot.lease)
    .executeTakeFirst();
}

/** True while the gate stands open: nobody has paused or cancelled the campaign, and its status allows calls. */
export async function isGateOpen(db: Queryable, campaignId: number): Promise<boolean> {
  const campaign = await db
    .selectFrom('campaigns')
    .select(['status', 'halt_requested'])
    .where('id', '=', campaignId)
    .executeTakeFirst();
  return campaign !== undefined && campaign.halt_requested === null && mayDialIn(campaign.status);
}

type LockedLine = NonNullable<Awaited<ReturnType<typeof lockLine>>>;

function lockLine(trx: Transaction<Schema>, lineId: number) {
  return trx
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .leftJoin('agents', 'agents.id', 'phone_numbers.agent_id')
    .select([
      'lines.id',
      'lines.organization_id',
      'lines.to_number',
      'lines.call_status',
      'lines.ready',
      'lines.attempts',
      'lines.expires_at',
      'lines.custom_variables',
      'lines.timezone as line_timezone',
      'campaigns.timezone as campaign_timezone',
      'campaigns.status as campaign_status',
      'campaigns.halt_requested',
      'campaigns.settings_version',
      'phone_numbers.id as phone_number_id',
      'phone_numbers.number as from_number',
      'phone_numbers.provider',
      'agents.provider_reference',
      'agents.welcome_message',
      'agents.prompt',
    ])
    .where('lines.id', '=', lineId)
    .forUpdate('lines')
    .executeTakeFirst();
}

async function whyNever(trx: Transaction<Schema>, line: LockedLine): Promise<'expired' | 'suppressed' | null> {
  if (line.expires_at && line.expires_at.getTime() <= Date.now()) return 'expired';
  const suppression = await trx
    .selectFrom('suppressions')
    .select('number')
    .where('organization_id', '=', line.organization_id)
    .where('number', '=', line.to_number)
    .executeTakeFirst();
  return suppression ? 'suppressed' : null;
}

const NEVER_REASON = { expired: 'expired before it could be called', suppressed: 'the number is suppressed' } as const;

async function writeAttempt(trx: Transaction<Schema>, slot: SlotForCall, line: LockedLine): Promise<ClaimedCall> {
  const now = new Date();
  const attempt = await trx
    .insertInto('attempts')
    .values({
      organization_id: line.organization_id,
      campaign_id: slot.campaignId,
      line_id: line.id,
      attempt_no: line.attempts + 1,
      lease: slot.lease,
      reference: randomUUID(),
      phone_number_id: line.phone_number_id,
      from_number: line.from_number,
      to_number: line.to_number,
      provider: line.provider,
      settings_version: line.settings_version,
      deadline_at: new Date(now.getTime() + slot.maxCallMs + DEADLINE_MARGIN_MS),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('lines')
    .set({
      call_status: 'in_progress',
      ready: false,
      ready_at: null,
      attempts: attempt.attempt_no,
      next_attempt_at: null,
      next_attempt_reason: null,
      updated_at: now,
    })
    .where('id', '=', line.id)
    .execute();
  return {
    attempt,
    agentReference: line.provider_reference,
    welcomeMessage: line.welcome_message ?? '',
    prompt: line.prompt ?? '',
    variables: line.custom_variables,
    timezone: line.line_timezone ?? line.campaign_timezone,
  };
}

// A little slower than allowed, for what the way to the provider adds. The campaign grants slower still, or the moments
// reserved here would run ever further ahead.
const PACE_MARGIN = 1.02;

/** The next moment at which a campaign may dial. */
export interface DialMoment {
  /** Milliseconds from now; null when it lies further ahead than was asked for, and nothing has been reserved. */
  readonly waitMs: number | null;
  /** The campaign's pace; null without one. */
  readonly callsPerSecond: number | null;
}

/**
 * Reserves the next moment at which a campaign may dial, over all workers.
 *
 * @param longestWaitMs a moment further ahead is not taken: it would be lost to everybody.
 */
export async function reserveDialMoment(db: Database, campaignId: number, longestWaitMs: number): Promise<DialMoment> {
  const { rows } = await sql<{ callsPerSecond: number | null; waitMs: number | null }>`
    with rate as (
      select (settings->'pacing'->>'callsPerSecond')::float8 as cps from campaigns where id = ${campaignId}
    ), moment as (
      insert into dial_pace as pace (key, next_at)
      select ${`campaign:${campaignId}`}, clock_timestamp() from rate where cps is not null
      on conflict (key) do update
        set next_at = greatest(
          clock_timestamp(), pace.next_at + make_interval(secs => ${PACE_MARGIN} / (select cps from rate)))
        where pace.next_at + make_interval(secs => ${PACE_MARGIN} / (select cps from rate))
          <= clock_timestamp() + make_interval(secs => ${longestWaitMs / 1_000})
      returning next_at
    )
    select rate.cps as "callsPerSecond",
      (extract(epoch from moment.next_at - clock_timestamp()) * 1000)::float8 as "waitMs"
    from rate left join moment on true
  `.execute(db);
  const callsPerSecond = rows[0]?.callsPerSecond ?? null;
  if (callsPerSecond === null) return { waitMs: 0, callsPerSecond };
  const waitMs = rows[0]?.waitMs ?? null;
  return { waitMs: waitMs === null ? null : Math.max(0, waitMs), callsPerSecond };
}
