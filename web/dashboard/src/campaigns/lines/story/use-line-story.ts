import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerOf, api } from '../../../api/client';
import type { paths } from '../../../../../client/schema';
import { queryKeys } from '../../../api/query-keys';
import { subscribeToLines } from '../../live/changed-lines';

const LINE_PATH = '/api/v1/calls/bulk_call/{id}/lines/{line_id}';

/** All that is known of a contact. */
export type LineStory = paths[typeof LINE_PATH]['get']['responses'][200]['content']['application/json'];

/** How a call goes on is no change of the contact: it is asked for. */
const IN_CALL_MS = 2_000;
/** Deliveries go on after the contact's end. */
const DELIVERING_MS = 5_000;

/** A contact's story, read anew whenever the contact changes. */
export function useLineStory(campaignId: number, lineId: number): UseQueryResult<LineStory> {
  const client = useQueryClient();
  useEffect(
    () =>
      subscribeToLines(campaignId, (lines) => {
        if (!lines.some(({ line_id }) => line_id === lineId)) return;
        void client.invalidateQueries({ queryKey: queryKeys.line(campaignId, lineId) });
      }),
    [client, campaignId, lineId],
  );
  return useQuery({
    queryKey: queryKeys.line(campaignId, lineId),
    queryFn: () => answerOf(api.GET(LINE_PATH, { params: { path: { id: campaignId, line_id: lineId } } })),
    refetchInterval: ({ state: { data } }) => (data ? intervalFor(data) : false),
  });
}

function intervalFor({ line, inbound_calls, deliveries }: LineStory): number | false {
  const isCalling = line.call_status === 'in_progress' || inbound_calls.some(({ status }) => status !== 'ended');
  if (isCalling) return IN_CALL_MS;
  return deliveries.some(({ status }) => status === 'pending') ? DELIVERING_MS : false;
}
