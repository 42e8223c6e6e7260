import { isFinalStatus } from '../../../domain/campaign-status';
import { forecast, type Forecast, type ForecastFacts, type ForecastStop } from '../../../domain/forecast';
import { statusBehindGate, type CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import {
  hoursForForecast,
  limitsForForecast,
  measureCalls,
  queuedLines,
} from '../../../infra/db/campaigns/forecast-facts';
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
    'From its last 500 calls, its hours, pace, retries, limits and queue as they are now; `stop` says which limit ends it ' +
    'before it is through, and how many contacts are left then. It knows nothing of contacts still to come, of connected ' +
    'minutes, and of what other campaigns take from a shared account.',
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
    const { throughAt, expectedCalls, stop } = forecast(facts);
    const counts = await countLinesByStatus(db, campaign.id);
    const remaining = facts.queue.reduce((sum, { lines }) => sum + lines, 0);
    const stopped = whyNever(campaign);
    const course = {
      throughAt: stopped === null ? throughAt : null,
      expectedCalls,
      stop: stopped === null ? stop : null,
    };
    return {
      status: 'success' as const,
      campaign_status: statusBehindGate(campaign),
      through_at: instant(course.throughAt),
      expected_calls: Math.round(expectedCalls),
      stop: course.stop && {
        limit: course.stop.limit,
        at: new Date(course.stop.at).toISOString(),
        contacts: Math.round(course.stop.lines),
      },
      remaining_contacts: remaining,
      suppressed: linesWith('suppressed', counts),
      skipped: linesWith('skipped', counts),
      expired: linesWith('expired', counts),
      assumptions: {
        average_call_s: rounded(facts.averageCallS),
        answer_share: rounded(facts.outcomes.find(({ disposition }) => disposition === 'completed')?.share ?? 0),
        concurrency: facts.pacing.concurrency,
        calls_per_second: facts.pacing.callsPerSecond,
        calls_per_day: facts.limits.callsPerDay,
        basis,
      },
      text: stopped ?? textOf(campaign, remaining, course),
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
  const limits = await limitsForForecast(db, campaign, now);
  return {
    facts: { now, pacing, retry, averageCallS, outcomes, queue, limits, ...hoursForForecast(campaign, now) },
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

function textOf(campaign: CampaignWithNumber, remaining: number, { throughAt, expectedCalls, stop }: Forecast): string {
  if (remaining === 0) return 'Nobody waits to be called.';
  const calls = counted(expectedCalls, 'call');
  if (stop) return stopText(campaign, calls, stop);
  const contacts = counted(remaining, 'contact');
  if (throughAt === null) return `At this pace the campaign is not through with ${contacts} within 400 days.`;
  return `About ${calls} to ${contacts}: through by ${timeText(campaign, throughAt)}, if nothing changes.`;
}

function stopText(campaign: CampaignWithNumber, calls: string, { limit, at, lines }: ForecastStop): string {
  const { callsTotal, endDate } = campaign.settings.limits;
  const left = `${counted(lines, 'contact')} ${Math.round(lines) === 1 ? 'is' : 'are'} not called any more`;
  if (limit === 'end_date') {
    return `About ${calls} up to the last day, ${endDate}: after it ${left}, unless the end date is moved.`;
  }
  const when = `by ${timeText(campaign, at)}`;
  return `About ${calls}, then the limit of ${counted(callsTotal ?? 0, 'call')} is reached ${when}: ${left}, unless it is raised.`;
}

function counted(count: number, what: string): string {
  return `${Math.round(count).toLocaleString('en-US')} ${Math.round(count) === 1 ? what : `${what}s`}`;
}

function timeText({ timezone }: CampaignWithNumber, at: number): string {
  return `${localTimeOf(new Date(at), timezone).slice(0, -3)} ${timezone}`;
}

function linesWith(status: LineCount['callStatus'], counts: readonly LineCount[]): number {
  return counts.filter(({ callStatus }) => callStatus === status).reduce((sum, { lines }) => sum + lines, 0);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
