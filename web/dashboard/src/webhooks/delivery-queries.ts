import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WebhookEventType } from '../../../../domain/webhook-events';
import { answerOf, api, type Schemas } from '../api/client';
import { queryKeys } from '../api/query-keys';
import { useAction } from '../shared/use-action';
import type { CallbackKind, DeliverySearch, DeliveryStatus } from './delivery-search';
import { isCallbackKind, isEventType } from './event-texts';

export type Delivery = Schemas['Delivery'];
export type DeliveryDetails = Schemas['DeliveryDetails'];

const LOG_REFETCH_MS = 5_000;
const PENDING_REFETCH_MS = 1_000;
const PAGE_SIZE = 30;
const MOST_A_PAGE = 150;

/** What the log is filtered by, as the API names it. */
export interface LogFilter {
  readonly status?: DeliveryStatus;
  readonly event_type?: WebhookEventType;
  readonly kind?: CallbackKind;
  readonly endpoint_id?: number;
  readonly campaign_id?: number;
  readonly line_id?: number;
}

/** The filter that an address names. */
export function filterOf({ status, event, endpoint, campaign, line }: DeliverySearch): LogFilter {
  return {
    ...(status !== undefined && { status }),
    ...(event !== undefined && isEventType(event) && { event_type: event }),
    ...(event !== undefined && isCallbackKind(event) && { kind: event }),
    ...(endpoint !== undefined && { endpoint_id: endpoint }),
    ...(campaign !== undefined && { campaign_id: campaign }),
    ...(line !== undefined && { line_id: line }),
  };
}

/** A page of the log, newest first; `cursor` null for the newest. Asked for anew every five seconds. */
export function useDeliveries(filter: LogFilter, cursor: string | null) {
  return useQuery({
    queryKey: [...queryKeys.deliveries, 'log', filter, cursor],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/deliveries', {
          params: { query: { ...filter, pagesize: PAGE_SIZE, ...(cursor !== null && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LOG_REFETCH_MS,
  });
}

/** One delivery with its tries; watched closely while it waits for a try. */
export function useDelivery(id: number) {
  return useQuery({
    queryKey: [...queryKeys.deliveries, id],
    queryFn: () => answerOf(api.GET('/api/v1/deliveries/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.delivery.status === 'pending' ? PENDING_REFETCH_MS : LOG_REFETCH_MS),
  });
}

/** Which failed deliveries are to be sent once more. */
export interface FailedSince {
  readonly since: string;
  readonly endpoint_id?: number;
  readonly campaign_id?: number;
}

/** How many failed since then, as far as one page tells: `more` when there may be others. */
export function useFailedCount({ since, ...filter }: FailedSince, enabled: boolean) {
  return useQuery({
    queryKey: [...queryKeys.deliveries, 'failed', filter],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/deliveries', { params: { query: { ...filter, status: 'failed', pagesize: MOST_A_PAGE } } }),
      ),
    // By when it failed, as the replay counts.
    select: ({ records, next_cursor }) => ({
      count: records.filter(({ updated_at }) => Date.parse(updated_at) >= Date.parse(since)).length,
      more: next_cursor !== null,
    }),
    enabled,
  });
}

/** Sends one delivery once more, whatever became of it. */
export function useReplay() {
  return useAction({
    run: (id: number) => answerOf(api.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id } } })),
    changes: [queryKeys.deliveries],
    done: ({ message }) => message,
  });
}

/** Sends once more what has failed since an instant. */
export function useReplayFailed(onProblem: (error: unknown) => void) {
  return useAction({
    run: (body: FailedSince) => answerOf(api.POST('/api/v1/deliveries/replay', { body })),
    changes: [queryKeys.deliveries],
    done: ({ message }) => message,
    onProblem,
  });
}
