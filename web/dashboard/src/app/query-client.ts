import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem';

const MAX_RETRIES = 2;

/** What pages have read, and when to read it again. An API that is away is asked again when it is back. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Away: pages ask again by themselves (`refetchInterval` of whoever shows it), and say so.
      retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiProblem && error.isTemporary,
      refetchOnWindowFocus: true,
    },
    // What a browser without a network puts off would be done later, by itself: it is refused instead.
    mutations: { retry: false, networkMode: 'always' },
  },
});
