import type { Transaction } from 'kysely';
import { isFinalStatus } from '../../../domain/campaign-status';
import { explainLine } from '../../../domain/line-explanation';
import { findCampaign, statusBehindGate, type CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import { zoneOfContact } from '../../../infra/db/campaigns/call-rules';
import { readLineFacts } from '../../../infra/db/lines/line-explanation';
import {
  callLineNow,
  lockLineOf,
  rescheduleLine,
  skipLine,
  stateOf,
  type LineActed,
} from '../../../infra/db/lines/line-actions';
import { endWaitingLinesOf, suppressNumbers } from '../../../infra/db/lines/suppressions';
import type { LineRow } from '../../../infra/db/line-tables';
import type { Schema } from '../../../infra/db/schema';
import { instantOfLocalTime } from '../../../infra/time-zones/local-time';
import { audit } from '../audit';
import { instant } from '../contacts/line-record';
import type { ApiDependencies } from '../dependencies';
import { route, type Call, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { callNow, reschedule, skip, suppress, type LineAction } from './line-action-operations';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_DAYS_AHEAD = 365;
const HAS_OFFSET = /(?:z|[+-]\d{2}:\d{2})$/i;
const SUPPRESSED_BY_HAND = 'suppressed by hand';

/** A waiting line, locked, and the campaign it belongs to. */
interface Held {
  readonly trx: Transaction<Schema>;
  readonly campaign: CampaignWithNumber;
  readonly line: LineRow;
  readonly now: number;
}

/** Acting on one waiting contact. */
export function lineActionRoutes(deps: ApiDependencies): Route[] {
  return [
    route(callNow, async (call) => {
      const { acted, campaign } = await act(call, 'call_now', async (held) => {
        refuseUnlessCalling(held.campaign);
        return callLineNow(held.trx, held.campaign, held.line, held.now);
      });
      const { line } = requireTime(acted);
      if (line.ready && line.attempts === 0) {
        call.afterCommit(() =>
          deps.campaigns.announceContacts(campaign.id, [{ lineId: line.id, priority: line.priority }]),
        );
      }
      const message = acted.kind === 'unchanged' ? 'Its call was asked for already.' : 'The contact is called next.';
      return answerOf(call.db, campaign, line, message);
    }),
    route(reschedule, async (call) => {
      const { acted, campaign } = await act(call, 'reschedule', async (held) =>
        rescheduleLine(held.trx, held.campaign, held.line, readTime(held, call.body)),
      );
      return answerOf(call.db, campaign, requireTime(acted).line, 'The next call was moved.');
    }),
    route(skip, async (call) => {
      const { acted, campaign } = await act(call, 'skip', async ({ trx, line }) => ({
        kind: 'done',
        line: await skipLine(trx, line),
      }));
      const { line } = requireTime(acted);
      call.afterCommit(() => tellOfEnd(deps, campaign, line));
      return answerOf(call.db, campaign, line, 'The contact was skipped. It will not be called.');
    }),
    route(suppress, async (call) => {
      let ended = 0;
      const { acted, campaign } = await act(call, 'suppress', async (held) => {
        ended = await suppressLine(held);
        const line = await lockLineOf(held.trx, held.campaign.id, held.line.id);
        return { kind: 'done', line: line ?? held.line };
      });
      const { line } = requireTime(acted);
      call.afterCommit(() => tellOfEnd(deps, campaign, line));
      const message = 'The number was suppressed. Your organization does not call it any more.';
      return { ...(await answerOf(call.db, campaign, line, message)), ended_lines: ended };
    }),
  ];
}

/** Does something to a waiting line, under its lock, and notes who did it. */
async function act(
  { db, caller, id }: Call<unknown, unknown>,
  action: LineAction,
  change: (held: Held) => Promise<LineActed>,
): Promise<{ acted: LineActed; campaign: CampaignWithNumber }> {
  const [campaignId, lineId] = [id(), id('line_id')];
  return retryOnDeadlock(db, async (trx) => {
    const campaign = await findCampaign(trx, caller.organizationId, campaignId);
    if (!campaign) throw notFound('campaign');
    const line = await lockLineOf(trx, campaignId, lineId);
    if (!line) throw notFound('line');
    refuseUnlessWaiting(line);
    const acted = await change({ trx, campaign, line, now: Date.now() });
    if (acted.kind === 'done') {
      const { call_status, next_attempt_at } = acted.line;
      await audit(trx, caller, `line.${action}`, lineId, { campaign_id: campaignId, call_status, next_attempt_at });
    }
    return { acted, campaign };
  });
}

async function suppressLine({ trx, campaign, line }: Held): Promise<number> {
  const numbers = [line.to_number];
  await suppressNumbers(trx, campaign.organization_id, numbers, { reason: SUPPRESSED_BY_HAND, source: 'line' });
  const { ended } = await endWaitingLinesOf(trx, campaign.organization_id, numbers, SUPPRESSED_BY_HAND);
  return ended;
}

function refuseUnlessWaiting(line: LineRow): void {
  const state = stateOf(line);
  if (state === 'in_progress') {
    throw new Problem(409, 'line_in_progress', 'The contact is being called. Wait until the call is over.');
  }
  if (state === 'closed') {
    const detail = `The contact is done with: it is ${line.call_status}. A manual retry can put it back into the queue.`;
    throw new Problem(409, 'line_closed', detail);
  }
}

function refuseUnlessCalling(campaign: CampaignWithNumber): void {
  const status = statusBehindGate(campaign);
  if (status === 'draft') {
    throw new Problem(409, 'campaign_is_draft', 'A draft calls nobody. Start it first: POST .../start.');
  }
  if (isFinalStatus(status)) throw new Problem(409, 'campaign_closed', `The campaign is ${status}, and calls nobody.`);
}

function requireTime(acted: LineActed): Exclude<LineActed, { kind: 'never_open' }> {
  if (acted.kind !== 'never_open') return acted;
  const detail = 'The calling hours leave no time for this contact within 400 days. Change the hours first.';
  throw new Problem(409, 'never_open', detail);
}

function readTime({ campaign, line, now }: Held, { at, timezone }: { at: string; timezone?: string }) {
  const fault = (code: string, detail: string): Problem => invalidRequest([{ pointer: '/at', code, detail }]);
  // With an offset it is an instant, wherever that is: no change of the clocks may move it.
  const zone = timezone ?? (HAS_OFFSET.test(at.trim()) ? 'UTC' : zoneOfContact(campaign, line));
  const instantMeant = instantOfLocalTime(at, zone);
  if (instantMeant === null) {
    throw fault('invalid_datetime', 'Write 2026-12-25 10:00:00, or 2026-12-25T10:00:00+01:00 with an offset.');
  }
  if (instantMeant <= now) throw fault('in_the_past', 'This time has passed. Give one that lies ahead.');
  if (instantMeant > now + MAX_DAYS_AHEAD * DAY_MS) {
    throw fault('too_far_ahead', `This is more than ${MAX_DAYS_AHEAD} days ahead.`);
  }
  if (line.expires_at && line.expires_at.getTime() <= instantMeant) {
    throw fault('after_expiry', 'The contact expires before that, and would not be called.');
  }
  return { at: instantMeant, zone };
}

/** With its last line a finite campaign is through: it finds this one closed, and looks for others. */
function tellOfEnd(deps: ApiDependencies, campaign: CampaignWithNumber, line: LineRow): void {
  if (campaign.type === 'dynamic' || campaign.status === 'draft') return;
  deps.campaigns.announceContacts(campaign.id, [line.id]);
}

async function answerOf(db: Queryable, campaign: CampaignWithNumber, line: LineRow, message: string) {
  const isOver = stateOf(line) === 'closed';
  const why = isOver ? null : explainLine(await readLineFacts(db, campaign, line, Date.now()));
  return {
    status: 'success' as const,
    message,
    line_id: line.id,
    call_status: line.call_status,
    next_attempt_at: line.next_attempt_at?.toISOString() ?? null,
    ...(why && { will_call_after: instant(why.until), reason: why.code, reason_text: why.text }),
  };
}
