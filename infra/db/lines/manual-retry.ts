import { sql, type Transaction } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import type { LineStatus } from '../../../domain/line-status';
import { retryBudget } from '../../../domain/retry-policy';
import { createArrivalJudge, type Arrival } from './line-arrival';
import { readOrganizationRules } from '../organizations/organization-rules';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';

/** How the last call of a line may have gone that is called again by hand. */
export const FAILURE_REASONS = [
  'busy',
  'no_answer',
  'declined',
  'voicemail',
  'failed',
  'unknown',
] as const satisfies readonly Disposition[];
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Which lines go back into the queue, and with how many retries. */
export interface ManualRetry {
  /** Null: all, without voicemails where these count as reached. */
  readonly reasons: readonly FailureReason[] | null;
  /** Retries after the next call; null: as many as the campaign grants. */
  readonly maxRetries: number | null;
}

/** Lines that went back into the queue. */
export interface Requeued {
  readonly lines: number;
  /** The first that may be called at once, for the campaign to be told. */
  readonly ready: ReadonlyArray<{ readonly lineId: number; readonly priority: number }>;
  /** Retries that each of them has after its next call. */
  readonly retries: number;
}

const REASON = 'called again by hand';
/** Statuses of lines that were not reached; their last call says which of them may be called again. */
const UNREACHED: readonly LineStatus[] = ['busy', 'no_answer', 'voicemail', 'failed', 'unknown'];
const PAGE = 2_000;
/** More are not told: the campaign looks into Postgres itself. */
const MAX_TOLD = 500;

/**
 * Puts lines that are done with and were not reached back into the queue, with a budget of their own: one call, and the
 * retries asked for, at most as many as the campaign grants. They keep their attempts. Left out are those that have expired
 * or are suppressed by now, no longer meet the campaign's conditions, or have a number that cannot be called.
 *
 * @param trx holds the campaign's lock.
 * @param now epoch milliseconds.
 */
export async function requeueUnreached(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  asked: ManualRetry,
  now: number,
): Promise<Requeued> {
  const { retry } = campaign.settings;
  const budget = retry.enabled ? retryBudget(retry) : 0;
  const retries = Math.min(asked.maxRetries ?? budget, budget);
  const reasons = asked.reasons ?? FAILURE_REASONS.filter((r) => r !== 'voicemail' || retry.voicemail === 'retry');
  const judge = await judgeFor(trx, campaign, now);
  const ready: Array<Requeued['ready'][number]> = [];
  let lines = 0;
  for (let after = 0, more = true; more;) {
    const found = await nextUnreached(trx, campaign.id, reasons, after);
    const places = found.map((line) => placeOf(line, judge(line))).filter((place) => place !== null);
    await requeue(trx, places, budget - retries, now);
    lines += places.length;
    ready.push(...places.filter(({ at }) => at === null).map(({ id, priority }) => ({ lineId: id, priority })));
    ready.length = Math.min(ready.length, MAX_TOLD);
    more = found.length === PAGE;
    after = found.at(-1)?.id ?? after;
  }
  return { lines, ready, retries };
}

type UnreachedLine = LineRow & { readonly suppressed: boolean };

async function nextUnreached(
  trx: Transaction<Schema>,
  campaignId: number,
  reasons: readonly FailureReason[],
  after: number,
): Promise<UnreachedLine[]> {
  const { rows } = await sql<UnreachedLine>`
    select lines.*, exists (
      select from suppressions where organization_id = lines.organization_id and number = lines.to_number) as suppressed
    from lines
    join lateral (
      select disposition from attempts where line_id = lines.id order by attempt_no desc limit 1
    ) last on last.disposition = any(${[...reasons]}::text[])
    where lines.campaign_id = ${campaignId} and lines.id > ${after}
      and lines.call_status = any(${[...UNREACHED]}::text[])
    order by lines.id limit ${PAGE} for update of lines
  `.execute(trx);
  return rows;
}

/** By the same rules as a contact that has just come. */
async function judgeFor(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  now: number,
): Promise<(line: UnreachedLine) => Arrival> {
  const rules = await readOrganizationRules(trx, campaign.organization_id);
  const { provider } = await trx
    .selectFrom('phone_numbers')
    .select('provider')
    .where('id', '=', campaign.phone_number_id)
    .executeTakeFirstOrThrow();
  const judge = createArrivalJudge({ campaign, rules, provider }, now);
  return (line) =>
    judge(
      {
        organizationId: line.organization_id,
        campaignId: line.campaign_id,
        toNumber: line.to_number,
        externalId: line.external_id,
        timezone: line.timezone,
        priority: line.priority,
        // Its first call was scheduled, and has been made.
        scheduleAt: null,
        expiresAt: line.expires_at,
        customVariables: line.custom_variables,
        metadata: {},
      },
      line.suppressed,
    );
}

interface Place {
  readonly id: number;
  readonly priority: number;
  /** When it may be called; null: at once. */
  readonly at: string | null;
  readonly reason: string;
}

function placeOf({ id, priority }: UnreachedLine, arrival: Arrival): Place | null {
  switch (arrival.kind) {
    case 'closed':
      return null;
    case 'ready':
      return { id, priority, at: null, reason: REASON };
    case 'later':
      return { id, priority, at: new Date(arrival.at).toISOString(), reason: `${REASON}; ${arrival.reason}` };
  }
}

async function requeue(
  trx: Transaction<Schema>,
  places: readonly Place[],
  retriesUsed: number,
  now: number,
): Promise<void> {
  if (places.length === 0) return;
  await sql`
    update lines set
      call_status = 'queued', ready = given.at is null, ready_at = case when given.at is null then ${new Date(now)}::timestamptz end,
      next_attempt_at = given.at, next_attempt_reason = given.reason, schedule_at = null,
      retries_used = ${retriesUsed}, callbacks_used = 0, uncounted_in_a_row = 0, held_off_in_a_row = 0,
      closing_reason = null, closed_at = null, updated_at = now()
    from json_to_recordset(${JSON.stringify(places)}::json) as given (id bigint, at timestamptz, reason text)
    where lines.id = given.id
  `.execute(trx);
}

/**
 * Opens a completed campaign again, for lines that were put back into its queue. Its workflow is started anew after the
 * commit; until that shows a status, it is in progress.
 *
 * @param now epoch milliseconds: it counts as opened then, as by a resume.
 */
export async function reopenCampaign(trx: Transaction<Schema>, campaignId: number, now: number): Promise<CampaignRow> {
  const at = new Date(now);
  return trx
    .updateTable('campaigns')
    .set({
      status: 'in_progress',
      status_reason: null,
      status_text: null,
      status_until: null,
      status_since: at,
      opens_at: null,
      opened_at: at,
      breaker_since: at,
      credentials_refused_since: null,
      halt_requested: null,
      halt_requested_at: null,
      halt_reason: null,
      round: sql<number>`round + 1`,
      ended_at: null,
      workflow_started_at: null,
      updated_at: at,
    })
    .where('id', '=', campaignId)
    .returningAll()
    .executeTakeFirstOrThrow();
}
