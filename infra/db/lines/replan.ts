import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { CampaignSettings } from '../../../domain/campaign-settings';
import { isFinalStatus } from '../../../domain/campaign-status';
import { effectText, kindOfChange, type ReplanCounts } from '../../../domain/replan-line';
import { readCallRules, type CallRules } from '../campaigns/call-rules';
import type { Queryable } from '../database';
import { applyChanges, type ChangedLine } from './line-changes';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';
import { withTransaction } from '../transaction';
import { changeOf, readWaitingLines, WAITING, type WaitingRow } from './waiting-lines';

const PAGE = 500;

/**
 * Applies the settings that a campaign has now to its next waiting lines, in one transaction (its own, or the one given). Lines that somebody else
 * holds are left out: they are judged by these settings when their time comes.
 *
 * @param after the last line of the page before, 0 for the first.
 * @param now epoch milliseconds.
 * @returns where to go on; null when this was the last page.
 */
export async function replanLines(
  db: Queryable,
  campaignId: number,
  after: number,
  now: number,
): Promise<{ readonly lastLineId: number | null }> {
  return withTransaction(db, async (trx) => {
    // Who ends the campaign locks this row: what is no longer skipped is there before it ends, or stays as it is.
    const campaign = await trx
      .selectFrom('campaigns')
      .selectAll()
      .where('id', '=', campaignId)
      .forKeyShare()
      .executeTakeFirstOrThrow();
    // What waits in a campaign that is over is closed with it.
    if (isFinalStatus(campaign.status)) return { lastLineId: null };
    const rules = await readCallRules(trx, campaign);
    const rows = await readWaitingLines(trx, pageOf(campaign, after, asksConditions(rules)), {
      limit: PAGE,
      lock: true,
    });
    await applyChanges(
      trx,
      rows.map((row) => ({ row, change: changeOf(row, rules, now) })),
      now,
    );
    return { lastLineId: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) };
  });
}

/** What the rules make of one line whose lock the transaction holds; null when it does not wait. */
export async function findChange(
  trx: Transaction<Schema>,
  rules: CallRules,
  lineId: number,
  now: number,
): Promise<ChangedLine | null> {
  const [row] = await readWaitingLines(trx, sql`lines.id = ${lineId}`, { limit: 1 });
  return row ? { row, change: changeOf(row, rules, now) } : null;
}

/** What changed settings do, or would do, to the contacts that wait. */
export interface SettingsEffect extends ReplanCounts {
  readonly waiting: number;
  /** The same in words. */
  readonly text: string;
}

/**
 * Tells what settings would do to a campaign's waiting lines, and changes nothing.
 *
 * @param now epoch milliseconds.
 * @param options.dropPending callbacks promised are to be dropped with it.
 */
export async function effectOfSettings(
  db: Queryable,
  campaign: CampaignRow,
  proposed: CampaignSettings,
  now: number,
  options: { readonly dropPending?: boolean } = {},
): Promise<SettingsEffect> {
  const rules = await readCallRules(db, campaign, proposed);
  // Contacts in the queue were judged by the conditions that hold; unless these change, there is nothing new to say.
  const all = JSON.stringify(proposed.conditions) !== JSON.stringify(campaign.settings.conditions);
  const counts = { earlier: 0, later: 0, ended: 0, skipped: 0, restored: 0, unchanged: 0 };
  for (let after = 0, more = true; more;) {
    const rows = await readWaitingLines(db, pageOf(campaign, after, all), { limit: PAGE });
    for (const row of rows) {
      const judged = options.dropPending ? withoutPromise(row) : row;
      counts[kindOfChange(changeOf(judged, rules, now), row.next_attempt_at?.getTime() ?? null)] += 1;
    }
    more = rows.length === PAGE;
    after = rows.at(-1)?.id ?? after;
  }
  // Those skipped, and staying so, do not wait.
  const waiting = await countWaiting(db, campaign.id);
  const touched = counts.earlier + counts.later + counts.ended + counts.skipped;
  const whole = { ...counts, unchanged: Math.max(0, waiting - touched) };
  return { ...whole, waiting, text: effectText(whole) };
}

function withoutPromise(row: WaitingRow): WaitingRow {
  return row.callback_status === 'pending' ? { ...row, callback_status: 'dropped' } : row;
}

function asksConditions({ settings }: CallRules): boolean {
  return settings.conditions.length > 0;
}

/** @param all those too that stand in the queue and were never called: only conditions can change anything for them. */
function pageOf({ id }: CampaignRow, after: number, all: boolean): RawBuilder<unknown> {
  const which = sql`lines.campaign_id = ${id} and lines.id > ${after}`;
  return all ? which : sql`${which} and not (lines.ready and lines.attempts = 0)`;
}

async function countWaiting(db: Queryable, campaignId: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from lines where campaign_id = ${campaignId} and ${WAITING} and call_status <> 'skipped'
  `.execute(db);
  return rows[0]?.waiting ?? 0;
}
