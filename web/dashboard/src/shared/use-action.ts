import {
  useMutation,
  useQueryClient,
  type MutateOptions,
  type QueryKey,
  type UseMutationResult,
} from '@tanstack/react-query';
import { useState } from 'react';
import { showDone, showProblem } from './notices';
import { createOnce } from './once';

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

interface RunningAction<Input, Answer> extends Pick<
  UseMutationResult<Answer, Error, Input>,
  'reset' | 'isPending' | 'error' | 'data' | 'variables'
> {
  readonly mutate: (input: Input, options?: MutateOptions<Answer, Error, Input>) => void;
}

/**
 * Something that is done on a click, once at a time: says how it went, and has what it changed read anew.
 *
 * @example const pause = useAction({ run: () => act('pause'), changes: [campaignKey(12)], done: 'Paused.' });
 */
export function useAction<Input, Answer>(action: Action<Input, Answer>): RunningAction<Input, Answer> {
  const client = useQueryClient();
  const [once] = useState(createOnce);
  const { mutate, reset, isPending, error, data, variables } = useMutation<Answer, Error, Input>({
    mutationFn: action.run,
    onSuccess: async (answer, input) => {
      const text = typeof action.done === 'function' ? action.done(answer, input) : action.done;
      if (text !== undefined) showDone(text);
      await Promise.all(action.changes.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: action.onProblem ?? showProblem,
    onSettled: (_answer, problem) => once.end(problem === null),
  });
  return {
    mutate: (input, options) => {
      if (once.begin(input)) mutate(input, options);
    },
    reset,
    isPending,
    error,
    data,
    variables,
  };
}
