import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import type { CampaignListSearch } from '../search';
import { statusesOf } from './status-filter';

/** Campaigns on a page of the list. */
export const PAGE_SIZE = 25;

const AGAIN_MS = 5_000;

/** A page of campaigns; read again every few seconds while somebody looks. */
export function campaignListQuery({ status, type, q, page = 1 }: CampaignListSearch) {
  const statuses = statusesOf(status)?.join(',');
  const query = {
    include: 'activity' as const,
    pageno: page,
    pagesize: PAGE_SIZE,
    ...(statuses !== undefined && { statuses }),
    ...(type !== undefined && { type }),
    ...(q !== undefined && { search: q }),
  };
  return queryOptions({
    queryKey: [...queryKeys.campaigns, 'list', query],
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call', { params: { query } })),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}
