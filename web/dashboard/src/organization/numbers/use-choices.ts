import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';

/** As many as one page has: more are found by their id. */
const MOST = 150;

/** What a number may be given: agents to speak on it, accounts to call through. */
export function useChoices() {
  const query = { pageno: 1, pagesize: MOST };
  const agents = useQuery({
    queryKey: [...queryKeys.agents, 'choices'],
    queryFn: () => answerOf(api.GET('/api/v1/agents', { params: { query } })),
  });
  const accounts = useQuery({
    queryKey: [...queryKeys.accounts, 'choices'],
    queryFn: () => answerOf(api.GET('/api/v1/provider_accounts', { params: { query } })),
  });
  return {
    agents: agents.data?.records.map(({ id, name }) => ({ value: String(id), label: name })) ?? [],
    accounts:
      accounts.data?.records.map(({ id, name, provider }) => ({
        value: String(id),
        label: name === provider ? name : `${name} (${provider})`,
        provider,
      })) ?? [],
  };
}
