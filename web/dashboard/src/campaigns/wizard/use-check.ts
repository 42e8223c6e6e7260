import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { checkBody, NO_NUMBER, type WizardForm } from './wizard-form';

const ASK_AFTER_MS = 500;
const MINUTE_MS = 60_000;

/** What the API would make of a draft. */
export interface Check {
  /** null while nothing is known, and when it would be refused. */
  readonly answer: Schemas['CheckedCampaign'] | null;
  /** Why it would be refused. */
  readonly problem: ApiProblem | null;
  /** What is shown is about an earlier form. */
  readonly outdated: boolean;
}

/** Has the API look at a draft, a moment after each change; nothing is created by that. */
export function useCheck(form: WizardForm): Check {
  const asked = JSON.stringify(checkBody(form));
  const [settled] = useDebouncedValue(asked, ASK_AFTER_MS);
  const query = useQuery({
    queryKey: ['campaign-check', settled],
    queryFn: ({ signal }) =>
      answerOf(
        api.POST('/api/v1/calls/bulk_call/check', { body: JSON.parse(settled) as Schemas['CheckCampaign'], signal }),
      ),
    enabled: (JSON.parse(settled) as Schemas['CheckCampaign']).phone_number_id !== NO_NUMBER && form.launch === null,
    placeholderData: keepPreviousData,
    // Hours are shown from now on.
    refetchInterval: MINUTE_MS,
    staleTime: MINUTE_MS,
    gcTime: MINUTE_MS,
  });
  return {
    answer: query.error ? null : (query.data ?? null),
    problem: query.error ? problemFrom(query.error) : null,
    outdated: settled !== asked || query.isPlaceholderData || query.isPending,
  };
}
