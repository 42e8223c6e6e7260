import type { Database } from '../../infra/db/database';
import type { CampaignPage } from '../../infra/db/lines/sweep';

/** Campaigns looked at in one sweep. */
const PAGE = 500;
/** A campaign with a long queue always has lines that it has not looked at. */
const NUDGE_EVERY_MS = 15_000;

/** Finds the campaigns of a page that are to be told. */
export type FindCampaigns = (db: Database, page: CampaignPage) => Promise<readonly number[]>;

/**
 * Goes round the campaigns that are to look into Postgres, a page at a time, so that each has its turn however many there
 * are; and names none of them too often.
 *
 * @example const ids = await new NudgeRound(campaignsWithForgottenLines).next(db, 3_000, Date.now());
 */
export class NudgeRound {
  private after = 0;
  private readonly nudgedAt = new Map<number, number>();

  constructor(private readonly find: FindCampaigns) {}

  /**
   * The campaigns of the next page that are to be told now.
   *
   * @param olderThanMs what is younger is still being announced by whoever wrote it.
   * @param now epoch milliseconds.
   */
  async next(db: Database, olderThanMs: number, now: number): Promise<number[]> {
    const found = await this.find(db, { olderThanMs, after: this.after, limit: PAGE });
    this.after = found.length < PAGE ? 0 : (found.at(-1) ?? 0);
    for (const [campaignId, at] of this.nudgedAt) if (now - at >= NUDGE_EVERY_MS) this.nudgedAt.delete(campaignId);
    const turn = found.filter((campaignId) => !this.nudgedAt.has(campaignId));
    for (const campaignId of turn) this.nudgedAt.set(campaignId, now);
    return turn;
  }
}
