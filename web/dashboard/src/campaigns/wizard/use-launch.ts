import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { showDone } from '../../shared/notices';
import { counted } from '../../shared/counted';
import { deleteDraft } from './discard-draft';
import { launch, startOver, type Launched, type LaunchProgress } from './launch';
import { launchRequests } from './launch-requests';
import type { DraftStore } from './draft-store';

/** Making a campaign of the draft, as the review shows it. */
export interface LaunchState {
  /** null while nothing is under way. */
  readonly progress: LaunchProgress | null;
  readonly problem: ApiProblem | null;
  readonly go: () => void;
  /** Gives up what was begun, so that the draft can be changed. */
  readonly again: () => void;
}

interface LaunchParts {
  readonly draftId: number;
  readonly store: DraftStore;
  readonly file: Blob | null | undefined;
  readonly onBusy: (busy: boolean) => void;
  /** The campaign is there, and some rows of its file could not be taken. */
  readonly onLeftovers: (launched: Launched) => void;
}

/** Makes a campaign of a draft on a click, once at a time, and goes to its page. */
export function useLaunch({ draftId, store, file, onBusy, onLeftovers }: LaunchParts): LaunchState {
  const [progress, setProgress] = useState<LaunchProgress | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const running = useRef<AbortController | null>(null);
  const finish = useFinish(draftId);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    if (running.current) return;
    const aborted = new AbortController();
    running.current = aborted;
    onBusy(true);
    setProblem(null);
    try {
      await work(aborted.signal);
    } catch (error) {
      if (!aborted.signal.aborted) setProblem(problemFrom(error));
    } finally {
      running.current = null;
      onBusy(false);
      setProgress(null);
    }
  };
  const go = () =>
    void run(async (signal) => {
      const launched = await launch({
        draftId,
        store,
        requests: launchRequests,
        file: file ?? null,
        signal,
        onProgress: setProgress,
      });
      store.end();
      if (!(await finish(launched))) onLeftovers(launched);
    });
  const again = () => void run(() => startOver(store, launchRequests));
  return { progress, problem, go, again };
}

/** Throws the draft away, and goes on to the campaign; false when there is something to be seen before. */
function useFinish(draftId: number): (launched: Launched) => Promise<boolean> {
  const navigate = useNavigate();
  const client = useQueryClient();
  return async ({ campaignId, dynamic, imported }) => {
    // A draft that stays behind leads to the campaign it has become.
    await deleteDraft(draftId).catch(() => undefined);
    void client.invalidateQueries({ queryKey: queryKeys.campaigns });
    void client.invalidateQueries({ queryKey: queryKeys.drafts, refetchType: 'none' });
    if (imported && imported.rejected > 0) return false;
    showDone(
      imported ? `The campaign was created with ${counted(imported.rows, 'contact')}.` : 'The campaign was created.',
    );
    await navigate({
      to: dynamic ? '/campaigns/$id/send' : '/campaigns/$id',
      params: { id: campaignId },
      ignoreBlocker: true,
    });
    return true;
  };
}
