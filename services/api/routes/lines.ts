import { explainLine } from '../../../domain/line-explanation';
import { countHeldLines, readLineFacts } from '../../../infra/db/lines/line-explanation';
import { countLines, findLine, findLineHistory, listLines } from '../../../infra/db/lines/lines';
import type { LineRow } from '../../../infra/db/line-tables';
import { contactWorkflowId } from '../../../workflows/contact/contract';
import { campaignRecord } from '../campaigns/campaign-record';
import { heldText } from '../contacts/held-lines';
import {
  attemptRecord,
  callbackRecord,
  explanationRecord,
  inboundCallRecord,
  instant,
  lineDetails,
  lineRecord,
} from '../contacts/line-record';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound } from '../http/problem';
import { campaignWhyAnswer, lineStoryAnswer, listLinesAnswer, listLinesQuery } from '../schemas/line';
import { deliveryRecord } from '../webhooks/delivery-record';
import { requireCampaign } from './campaigns';

const DEFAULT_PAGE = 30;

const listOperation = defineOperation({
  id: 'listLines',
  method: 'get',
  path: '/calls/bulk_call/{id}/lines',
  tag: 'lines',
  summary: 'List the lines of a campaign in the order they came',
  description: 'No line is skipped or comes twice while the campaign dials. The last page has `next_cursor: null`.',
  scope: 'read',
  query: listLinesQuery,
  answer: listLinesAnswer,
});

const getOperation = defineOperation({
  id: 'getLine',
  method: 'get',
  path: '/calls/bulk_call/{id}/lines/{line_id}',
  tag: 'lines',
  summary: "Tell a line's whole story",
  description: 'Each attempt, decision and webhook, what comes next, and why the contact is not being called now.',
  scope: 'read',
  answer: lineStoryAnswer,
});

const whyOperation = defineOperation({
  id: 'whyNotDialling',
  method: 'get',
  path: '/calls/bulk_call/{id}/why',
  tag: 'campaigns',
  summary: 'Tell why a campaign is not calling now, and how many contacts each rule holds',
  scope: 'read',
  answer: campaignWhyAnswer,
});

/** Reading the lines of a campaign. */
export function lineRoutes({ links, publicUrl }: ApiDependencies): Route[] {
  return [
    route(listOperation, async ({ id, query, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      const filter = {
        callStatus: query.call_status ?? null,
        interactionStatus: query.interaction_status ?? null,
        search: query.search ?? null,
      };
      const limit = query.pagesize ?? DEFAULT_PAGE;
      // One more than asked for tells whether there is a next page.
      const found = await listLines(db, campaign.id, filter, { after: readCursor(query.cursor), limit: limit + 1 });
      const rows = found.slice(0, limit);
      const total = ['true', '1'].includes(query.include_total ?? '')
        ? await countLines(db, campaign.id, filter)
        : null;
      return {
        status: 'success' as const,
        records: rows.map(lineRecord),
        next_cursor: found.length > limit ? cursorAfter(rows.at(-1)) : null,
        ...(total !== null && { total_records: total }),
      };
    }),
    route(getOperation, async ({ id, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      const line = await findLine(db, campaign.id, id('line_id'));
      if (!line) throw notFound('line');
      const { attempts, inboundCalls, callbacks, deliveries } = await findLineHistory(db, line.id, campaign.id);
      const facts = await readLineFacts(db, campaign, line, Date.now());
      return {
        status: 'success' as const,
        line: lineDetails(line),
        why_not_now: explanationRecord(explainLine(facts)),
        next_attempt: nextAttemptOf(line),
        attempts: attempts.map(attemptRecord),
        inbound_calls: inboundCalls.map(inboundCallRecord),
        callbacks: callbacks.map(callbackRecord),
        deliveries: deliveries.map((delivery) => deliveryRecord(delivery, publicUrl)),
        // A contact has a workflow from its first call on.
        temporal_ui_url: line.attempts > 0 ? links.workflow(contactWorkflowId(campaign.id, line.id)) : null,
      };
    }),
    route(whyOperation, async ({ id, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      const { status, status_reason } = campaignRecord(campaign, links);
      const held = await countHeldLines(db, campaign.id, Date.now());
      return {
        status: 'success' as const,
        campaign_status: status,
        reason: status_reason,
        held: held.map(({ rule, lines, nextAt }) => ({
          code: rule,
          text: heldText(rule, lines),
          lines,
          next_at: instant(nextAt),
        })),
      };
    }),
  ];
}

function nextAttemptOf(line: LineRow) {
  if (line.closed_at !== null || (line.next_attempt_at === null && !line.ready)) return null;
  return {
    at: line.next_attempt_at?.toISOString() ?? null,
    rule: line.next_attempt_reason ?? 'called as soon as the campaign has a slot',
  };
}

function cursorAfter(line: LineRow | undefined): string | null {
  return line ? Buffer.from(`after:${line.id}`).toString('base64url') : null;
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^after:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match) return Number(match[1]);
  const detail = 'This is no cursor. Use next_cursor of the page before, unchanged.';
  throw invalidRequest([{ pointer: '?cursor', code: 'invalid_cursor', detail }]);
}
