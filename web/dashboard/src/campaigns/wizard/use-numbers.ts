import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';

/** How many phone numbers are offered. */
export const MOST_NUMBERS = 150;

/** The phone numbers to choose from, the newest first. */
export function useNumbers() {
  return useQuery({
    queryKey: [...queryKeys.numbers, 'to choose from'],
    queryFn: () => answerOf(api.GET('/api/v1/phone_numbers', { params: { query: { pagesize: MOST_NUMBERS } } })),
  });
}
