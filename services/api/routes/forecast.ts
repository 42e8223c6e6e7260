import { isFinalStatus } from '../../../domain/campaign-status';
import { forecast, type ForecastFacts } from '../../../domain/forecast';
import { statusBehindGate, type CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import { hoursForForecast, measureCalls, queuedLines } from '../../../infra/db/campaigns/forecast-facts';
import { countLinesByStatus, type LineCount } from '../../../infra/db/lines/lines';
import { localTimeOf } from '../../../infra/time-zones/local-time';
import { instant } from '../contacts/line-record';
import { defineOperation, route, type Route } from '../http/operation';
import { forecastAnswer } from '../schemas/forecast';
import { requireCampaign } from './campaigns';

const forecastOperation = defineOperation({
  id: 'getForecast',
  method: 'get',
  path: '/calls/bulk_call/{id}/forecast',
  tag: 'campaigns',
  summary: 'Estimate when a campaign is through with its contacts, and how many calls that takes',
  description:
    'From its last 500 calls, its hours, pace, retries and queue as they are now. It knows nothing of contacts still to ' +
    'come, of limits, and of what other campaigns take from a shared account.',
  scope: 'read',
  answer: forecastAnswer,
});

/** Used until enough calls have been made. */
const ASSUMED_CALL_S = 60;
const ASSUMED_ANSWER_SHARE = 0.5;
const ASSUMED: Pick<ForecastFacts, 'averageCallS' | 'outcomes'> = {
  averageCallS: ASSUMED_CALL_S,
  outcomes: [
    { disposition: 'completed', share: ASSUMED_ANSWER_SHARE },
    { disposition: 'no_answer', share: 1 - ASSUMED_ANSWER_SHARE },
  ],
};

/** How long a campaign will take. */
export function forecastRoute(): Route {
  return route(forecastOperation, async ({ id, caller, db }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    const now = Date.now();
    const { facts, basis } = await readFacts(db, campaign, now);
    const { throughAt, expectedCalls } = forecast(facts);
    const counts = await countLinesByStatus(db, campaign.id);
    const remaining = facts.queue.reduce((sum, { lines }) => sum + lines, 0);
    const stopped = whyNever(campaign);
    const through = stopped === null ? throughAt : null;
    return {
      status: 'success' as const,
      campaign_status: statusBehindGate(campaign),
      through_at: instant(through),
      expected_calls: Math.round(expectedCalls),
      remaining_contacts: remaining,
      suppressed: linesWith('suppressed', counts),
      skipped: linesWith('skipped', counts),
      expired: linesWith('expired', counts),
      assumptions: {
        average_call_s: rounded(facts.averageCallS),
        answer_share: rounded(facts.outcomes.find(({ disposition }) => disposition === 'completed')?.share ?? 0),
        concurrency: facts.pacing.concurrency,
        calls_per_second: facts.pacing.callsPerSecond,
        basis,
      },
      text: stopped ?? textOf(campaign, remaining, expectedCalls, through),
    };
  });
}

async function readFacts(
  db: Queryable,
  campaign: CampaignWithNumber,
  now: number,
): Promise<{ facts: ForecastFacts; basis: string }> {
  const measured = await measureCalls(db, campaign.id);
  const { averageCallS, outcomes } = measured ?? ASSUMED;
  const { pacing, retry } = campaign.settings;
  const queue = await queuedLines(db, campaign.id, now);
  return {
    facts: { now, pacing, retry, averageCallS, outcomes, queue, ...hoursForForecast(campaign, now) },
    basis: measured ? `measured on ${measured.calls} calls` : 'assumed',
  };
}

/** Why no forecast of a time can be made; null when one can. */
function whyNever(campaign: CampaignWithNumber): string | null {
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) return `The campaign is ${status}.`;
  if (status === 'draft') return 'The campaign is a draft. Start it, and a time can be told.';
  const resumesByItself = (campaign.halt_requested ? campaign.halt_reason?.until : campaign.status_until) ?? null;
  if (status !== 'paused' || resumesByItself !== null) return null;
  return 'The campaign is paused, and calls nobody until somebody resumes it.';
}

function textOf(
  { timezone }: CampaignWithNumber,
  remaining: number,
  expectedCalls: number,
  throughAt: number | null,
): string {
  if (remaining === 0) return 'Nobody waits to be called.';
  const calls = `${Math.round(expectedCalls).toLocaleString('en-US')} ${Math.round(expectedCalls) === 1 ? 'call' : 'calls'}`;
  const contacts = `${remaining.toLocaleString('en-US')} ${remaining === 1 ? 'contact' : 'contacts'}`;
  if (throughAt === null) return `At this pace the campaign is not through with ${contacts} within 400 days.`;
  const at = localTimeOf(new Date(throughAt), timezone).slice(0, -3);
  return `About ${calls} to ${contacts}: through by ${at} ${timezone}, if nothing changes.`;
}

function linesWith(status: LineCount['callStatus'], counts: readonly LineCount[]): number {
  return counts.filter(({ callStatus }) => callStatus === status).reduce((sum, { lines }) => sum + lines, 0);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
