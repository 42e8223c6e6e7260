import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { showDone, showProblem } from './notices';

interface Action<Input, Answer> {
  /** What is asked of the API. */
  readonly run: (input: Input) => Promise<Answer>;
  /** What is then read anew. */
  readonly changes: readonly QueryKey[];
  /** Said when it is done. */
  readonly done?: string | ((answer: Answer, input: Input) => string);
  /** Takes a refusal instead of a notice. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * Something that is done on a click: says how it went, and has what it changed read anew.
 *
 * @example const pause = useAction({ run: () => act('pause'), changes: [campaignKey(12)], done: 'Paused.' });
 */
export function useAction<Input, Answer>(action: Action<Input, Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useMutation<Answer, Error, Input>({
    mutationFn: action.run,
    onSuccess: async (answer, input) => {
      const text = typeof action.done === 'function' ? action.done(answer, input) : action.done;
      if (text !== undefined) showDone(text);
      await Promise.all(action.changes.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: action.onProblem ?? showProblem,
  });
}
