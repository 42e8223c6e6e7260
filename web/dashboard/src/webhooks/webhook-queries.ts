import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../api/client';
import { ApiProblem } from '../api/problem';
import { queryKeys } from '../api/query-keys';

export type Webhook = Schemas['Webhook'];

export const WEBHOOKS_A_PAGE = 30;
const MOST_A_PAGE = 150;
const HEALTH_REFETCH_MS = 15_000;

/** A page of the webhooks, secrets and values of headers masked. */
export function useWebhooks(page: number) {
  return useQuery({
    queryKey: [...queryKeys.webhooks, 'page', page],
    queryFn: () => readPage(page, WEBHOOKS_A_PAGE),
    placeholderData: keepPreviousData,
    refetchInterval: HEALTH_REFETCH_MS,
  });
}

/** The webhooks that a filter can name: the first 150. */
export function useWebhookNames() {
  return useQuery({
    queryKey: [...queryKeys.webhooks, 'names'],
    queryFn: async () => (await readPage(1, MOST_A_PAGE)).records,
    staleTime: HEALTH_REFETCH_MS,
  });
}

/** One webhook, secret and values of headers masked. */
export function useWebhook(id: number) {
  return useQuery({
    queryKey: [...queryKeys.webhooks, id],
    queryFn: () => findWebhook(id),
    refetchInterval: HEALTH_REFETCH_MS,
  });
}

/**
 * The webhook with its secret and the values of its headers, for admins. The audit log notes each look: nothing asks for
 * it unless somebody has clicked.
 */
export async function revealWebhook(id: number): Promise<Webhook> {
  const { webhook } = await answerOf(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } } }));
  return webhook;
}

// Asking for the one alone would reveal it to admins, and be noted each time the page reads anew.
async function findWebhook(id: number): Promise<Webhook> {
  for (let page = 1, seen = 0; ; page++) {
    const { records, total_records } = await readPage(page, MOST_A_PAGE);
    const found = records.find((webhook) => webhook.id === id);
    if (found) return found;
    seen += records.length;
    if (records.length === 0 || seen >= total_records) break;
  }
  const detail = 'There is no such webhook. It may have been deleted.';
  throw new ApiProblem({ status: 404, code: 'not_found', detail });
}

function readPage(pageno: number, pagesize: number) {
  return answerOf(api.GET('/api/v1/webhooks', { params: { query: { pageno, pagesize } } }));
}
