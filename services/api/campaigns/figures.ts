import type { z } from 'zod';
import { callbackFigures } from '../../../infra/db/attempts/callbacks';
import {
  callFigures,
  countDueLines,
  MINUTES_TOLD,
  perMinute,
  type CallFigures,
} from '../../../infra/db/campaigns/campaign-figures';
import type { Queryable } from '../../../infra/db/database';
import { countLinesByStatus } from '../../../infra/db/lines/lines';
import type { campaignFigures } from '../schemas/campaign-figures';
import { summarizeLines } from './campaign-record';

export type CampaignFigures = z.input<typeof campaignFigures>;

/** Those figures that are counted over all lines of a campaign. */
export type LineFigures = Omit<CampaignFigures, 'calls'>;

const MINUTE_MS = 60_000;

/**
 * The figures of a campaign.
 *
 * @param now epoch milliseconds.
 */
export async function readFigures(db: Queryable, campaignId: number, now: number): Promise<CampaignFigures> {
  return { ...(await readLineFigures(db, campaignId, now)), calls: await readCallFigures(db, campaignId, now) };
}

/** Counts a campaign's lines and callbacks: with a million lines it takes a while. */
export async function readLineFigures(db: Queryable, campaignId: number, now: number): Promise<LineFigures> {
  const counts = summarizeLines(await countLinesByStatus(db, campaignId));
  const { retries, callbacks } = await countDueLines(db, campaignId, now);
  return {
    counts,
    callback_figures: await callbackFigures(db, campaignId),
    retries_due: retries,
    callbacks_due: callbacks,
  };
}

/** How a campaign is calling now. */
export async function readCallFigures(
  db: Queryable,
  campaignId: number,
  now: number,
): Promise<CampaignFigures['calls']> {
  const figures = await callFigures(db, campaignId, now);
  return {
    in_progress: figures.inProgress,
    per_minute: perMinute(figures),
    answer_rate: figures.ended === 0 ? null : figures.answered / figures.ended,
    last_hour: everyMinute(figures, now),
  };
}

/** With the minutes in which nothing ended. */
function everyMinute({ minutes }: CallFigures, now: number): CampaignFigures['calls']['last_hour'] {
  const known = new Map(minutes.map((row) => [row.minute.getTime(), row]));
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: MINUTES_TOLD }, (_, index) => {
    const minute = last - (MINUTES_TOLD - 1 - index) * MINUTE_MS;
    const { calls = 0, answered = 0 } = known.get(minute) ?? {};
    return { minute: new Date(minute).toISOString(), calls, answered };
  });
}
