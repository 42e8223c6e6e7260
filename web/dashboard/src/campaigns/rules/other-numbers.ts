import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';

const MAX_LISTED = 150;

/**
 * Numbers of the organization that may stand beside a campaign's own, for a select.
 *
 * @param own id of the campaign's number; empty while it has none.
 */
export function useOtherNumbers(own: string) {
  const numbers = useQuery({
    queryKey: [...queryKeys.numbers, 'first'],
    queryFn: () => answerOf(api.GET('/api/v1/phone_numbers', { params: { query: { pagesize: MAX_LISTED } } })),
  });
  const records = numbers.data?.records ?? [];
  const isSimulated = (provider: string | undefined) => provider === 'simulator';
  const ownProvider = records.find(({ id }) => String(id) === own)?.provider;
  return records
    .filter(({ id, provider }) => {
      if (String(id) === own) return false;
      return ownProvider === undefined || isSimulated(provider) === isSimulated(ownProvider);
    })
    .map(({ id, name, number }) => ({
      value: String(id),
      label: name && name !== number ? `${number} ${name}` : number,
    }));
}
