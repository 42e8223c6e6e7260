import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { mayDialIn } from '../../domain/campaign-status';
import { isFinalLineStatus, type LineStatus } from '../../domain/line-status';
import type { Database } from './database';
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
  /** The campaign's pace, null without one. */
  readonly callsPerSecond: number | null;
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
    const existing = await trx
      .selectFrom('attempts')
      .selectAll()
      .where('campaign_id', '=', slot.campaignId)
      .where('lease', '=', slot.lease)
      .executeTakeFirst();
    if (existing) return { kind: 'existing', attempt: existing };
    const line = await lockLine(trx, slot.lineId);
    if (!line) return { kind: 'gone', status: 'cancelled' };
    if (isFinalLineStatus(line.call_status)) return { kind: 'gone', status: line.call_status };
    if (line.halt_requested !== null || !mayDialIn(line.campaign_status)) return { kind: 'held' };
    if (!line.ready) return { kind: 'gone', status: line.call_status };
    const forbidden = await whyNever(trx, line);
    if (forbidden) return { kind: 'gone', status: await closeUncalled(trx, line.id, forbidden) };
    return { kind: 'claimed', call: await writeAttempt(trx, slot, line) };
  });
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
      'campaigns.settings',
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

async function closeUncalled(
  trx: Transaction<Schema>,
  lineId: number,
  status: 'expired' | 'suppressed',
): Promise<LineStatus> {
  const now = new Date();
  await trx
    .updateTable('lines')
    .set({
      call_status: status,
      ready: false,
      ready_at: null,
      next_attempt_at: null,
      closing_reason: status === 'expired' ? 'expired before it could be called' : 'the number is suppressed',
      closed_at: now,
      updated_at: now,
    })
    .where('id', '=', lineId)
    .execute();
  return status;
}

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
    callsPerSecond: line.settings.pacing.callsPerSecond,
  };
}

// A little slower than allowed, so that the provider never counts one call too many in any second.
const PACE_MARGIN = 1.02;

/**
 * Reserves the next moment at which a campaign may dial, over all workers.
 *
 * @returns milliseconds to wait; 0 for a campaign without a pace of its own.
 */
export async function reserveDialMoment(db: Database, campaignId: number): Promise<number> {
  const { rows } = await sql<{ waitMs: number }>`
    insert into dial_pace as pace (key, next_at)
    select 'campaign:' || id, clock_timestamp() from campaigns
    where id = ${campaignId} and (settings->'pacing'->>'callsPerSecond') is not null
    on conflict (key) do update set next_at = greatest(clock_timestamp(), pace.next_at + (
      select make_interval(secs => ${PACE_MARGIN} / (settings->'pacing'->>'callsPerSecond')::float8)
      from campaigns where id = ${campaignId}))
    returning (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as "waitMs"
  `.execute(db);
  return Math.max(0, rows[0]?.waitMs ?? 0);
}
