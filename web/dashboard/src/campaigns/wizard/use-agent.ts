import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';

/** An agent with its texts; nothing is asked for null. */
export function useAgent(id: number | null) {
  return useQuery({
    queryKey: [...queryKeys.agents, id],
    queryFn: () => answerOf(api.GET('/api/v1/agents/{id}', { params: { path: { id: id ?? 0 } } })),
    enabled: id !== null,
  });
}
