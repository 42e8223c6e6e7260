import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';

/** A campaign with its settings; while its page is open the stream of its events keeps it as it is. */
export function campaignQuery(id: number) {
  return queryOptions({
    queryKey: queryKeys.campaign(id),
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call/{id}', { params: { path: { id } } })),
  });
}

/** What a campaign has done and does now; kept by the same stream. */
export function figuresQuery(id: number) {
  return queryOptions({
    queryKey: queryKeys.figures(id),
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call/{id}/figures', { params: { path: { id } } })),
  });
}
