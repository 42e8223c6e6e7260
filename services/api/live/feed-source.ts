import { findCampaign } from '../../../infra/db/campaigns/campaigns';
import type { Database } from '../../../infra/db/database';
import {
  readChangedLines,
  readDatabaseTime,
  readLines,
  type ChangedLines,
} from '../../../infra/db/lines/changed-lines';
import { campaignRecord } from '../campaigns/campaign-record';
import { readCallFigures, readLineFigures, type CampaignFigures, type LineFigures } from '../campaigns/figures';
import { lineRecord } from '../contacts/line-record';
import type { TakeTurns } from '../http/turns';
import type { TemporalLinks } from '../temporal-links';
import type { LineText } from './feed-listener';

/** Connections that all feeds of a process use together: looks are short, counts are not. */
const LOOKS_AT_ONCE = 4;
const COUNTS_AT_ONCE = 2;

/** What a feed looks at: one campaign. */
export interface FeedSource {
  /** What Postgres' clock shows, microseconds since the epoch. */
  databaseTime(): Promise<number>;
  changedLines(sinceUs: number, limit: number): Promise<ChangedLines>;
  lines(lineIds: readonly number[]): Promise<LineText[]>;
  /** The campaign's record as JSON; null when it is gone. */
  campaign(): Promise<string | null>;
  /** Counted over all lines: it may take a while. */
  lineFigures(): Promise<LineFigures>;
  callFigures(): Promise<CampaignFigures['calls']>;
}

/** What feeds of all campaigns share. */
export interface FeedWorld {
  readonly db: Database;
  readonly links: TemporalLinks;
  readonly takeTurns: TakeTurns;
}

/** Reads one campaign for its feed. Feeds wait for each other, so that requests find a connection. */
export function createFeedSource(
  { db, links, takeTurns }: FeedWorld,
  campaign: { readonly id: number; readonly organizationId: number },
): FeedSource {
  const { id } = campaign;
  const looking = <T>(work: () => Promise<T>): Promise<T> => takeTurns(`look ${id % LOOKS_AT_ONCE}`, work);
  const counting = <T>(work: () => Promise<T>): Promise<T> => takeTurns(`count ${id % COUNTS_AT_ONCE}`, work);
  return {
    databaseTime: () => looking(() => readDatabaseTime(db)),
    changedLines: (sinceUs, limit) => looking(() => readChangedLines(db, id, sinceUs, limit)),
    lines: async (lineIds) => {
      const rows = await looking(() => readLines(db, lineIds));
      return rows.map((row) => ({ lineId: row.id, json: JSON.stringify(lineRecord(row)) }));
    },
    campaign: async () => {
      const row = await looking(() => findCampaign(db, campaign.organizationId, id));
      return row ? JSON.stringify(campaignRecord(row, links)) : null;
    },
    lineFigures: () => counting(() => readLineFigures(db, id, Date.now())),
    callFigures: () => counting(() => readCallFigures(db, id, Date.now())),
  };
}
