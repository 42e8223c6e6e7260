import { LINE_STATUSES, type LineStatus } from '../../../../domain/line-status';
import { idIn, oneOf, pageIn, textIn, type Unread } from '../app/search-values';
import { STATUS_FILTERS, type StatusFilter } from './list/status-filter';

export const CAMPAIGN_TYPES = ['dynamic', 'finite'] as const;

/** What became of the last conversation, as `interaction_status` has it. */
export const INTERACTIONS = ['answered', 'not_reached', 'callback_requested', 'do_not_call'] as const;

/** What the list of campaigns is filtered by; part of its address. */
export interface CampaignListSearch {
  readonly status?: StatusFilter | undefined;
  readonly type?: (typeof CAMPAIGN_TYPES)[number] | undefined;
  readonly q?: string | undefined;
  readonly page?: number | undefined;
}

/** Reads what an address says of it. */
export function campaignListSearch({ status, type, q, page }: Unread<CampaignListSearch>): CampaignListSearch {
  return {
    status: oneOf(STATUS_FILTERS, status),
    type: oneOf(CAMPAIGN_TYPES, type),
    q: textIn(q),
    page: pageIn(page),
  };
}

/** What the lines of a campaign are filtered by, and which one's drawer is open. */
export interface LineSearch {
  readonly status?: LineStatus | undefined;
  readonly interaction?: (typeof INTERACTIONS)[number] | undefined;
  readonly q?: string | undefined;
  readonly line?: number | undefined;
}

/** Reads what an address says of it. */
export function lineSearch({ status, interaction, q, line }: Unread<LineSearch>): LineSearch {
  return {
    status: oneOf(LINE_STATUSES, status),
    interaction: oneOf(INTERACTIONS, interaction),
    q: textIn(q),
    line: idIn(line),
  };
}
