import { Text } from '@mantine/core';
import { problemFrom } from '../../api/client';
import type { DraftState } from './draft-store';

/** Whether everything that was written is kept; what has come of it is also said to those who hear the page. */
export function SaveState({ state, blank }: { state: DraftState; blank: boolean }) {
  const { saved, saving, problem } = state;
  const refused = problem !== null && !saving;
  return (
    <Text size="sm" c={refused ? undefined : 'dimmed'} className="theirs">
      {!saved && !refused && (saving ? 'Saving...' : 'Not saved yet')}
      <span role="status" aria-live="polite">
        {refused && `Not saved: ${problemFrom(problem).message}`}
        {saved && (blank ? 'Saves itself as you write' : 'Saved')}
      </span>
    </Text>
  );
}
