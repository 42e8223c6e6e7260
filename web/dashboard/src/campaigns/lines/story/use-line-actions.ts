import { useEffect, useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../../api/client';
import type { ApiProblem } from '../../../api/problem';
import { queryKeys } from '../../../api/query-keys';
import { useSession } from '../../../api/session-store';
import { isFinalLineStatus, type LineStatus } from '../../../../../../domain/line-status';
import { useAction } from '../../../shared/use-action';

/** What a person may do to a waiting contact. */
type LineAction =
  | { readonly kind: 'call_now' | 'skip' | 'suppress' }
  | { readonly kind: 'reschedule'; readonly body: Schemas['RescheduleLine'] };

type ActedLine = Pick<Schemas['Line'], 'line_id' | 'call_status'>;

/** The API's answer to it. */
export type LineActed = Schemas['LineActed'] | Schemas['LineSuppressed'];

/** Time enough to read an answer, in milliseconds. */
const READ_MS = 3_000;

/** Acting on a contact: the answer stays until the next action, or until something else has become of the contact. */
export function useLineActions(campaignId: number, { line_id: lineId, call_status }: ActedLine) {
  const [answer, setAnswer] = useState<LineActed | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    if (answer === null || answer.call_status === call_status) return;
    // Not taken back when the contact changes once more: it would be as it was after a second call.
    setTimeout(() => setAnswer((shown) => (shown === answer ? null : shown)), READ_MS);
  }, [answer, call_status]);
  const action = useAction({
    run: (input: LineAction) => {
      setAnswer(null);
      setProblem(null);
      return act({ id: campaignId, line_id: lineId }, input);
    },
    changes: [queryKeys.line(campaignId, lineId)],
    onProblem: (error) => setProblem(problemFrom(error)),
  });
  const run = (input: LineAction, onDone?: () => void) =>
    action.mutate(input, {
      onSuccess: (acted) => {
        setAnswer(acted);
        onDone?.();
      },
    });
  return { run, isPending: action.isPending, under: action.variables?.kind, answer, problem };
}

function act(path: { id: number; line_id: number }, input: LineAction): Promise<LineActed> {
  const params = { path };
  switch (input.kind) {
    case 'call_now':
      return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/lines/{line_id}/call_now', { params }));
    case 'skip':
      return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/lines/{line_id}/skip', { params }));
    case 'suppress':
      return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/lines/{line_id}/suppress', { params }));
    case 'reschedule': {
      const { body } = input;
      return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/lines/{line_id}/reschedule', { params, body }));
    }
  }
}

/** Why nothing can be done to a contact at the moment; null: something can. */
export function useWhyNoActions(status: LineStatus): string | null {
  const session = useSession();
  if (!session?.scopes.includes('contacts:write')) {
    return 'Your key may only look. Acting on contacts needs the scope contacts:write.';
  }
  if (status === 'in_progress') return 'The contact is being called. Wait until the call is over.';
  if (isFinalLineStatus(status)) return 'The contact is done with: it is not called any more.';
  return null;
}
