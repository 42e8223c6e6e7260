import { Button } from '@mantine/core';
import { useAction } from '../../shared/use-action';
import { DraftAlert } from './draft-alert';
import type { StepProps } from './wizard-context';
import { readDraft } from './use-draft';

/** Asks which version of a draft stays that was changed elsewhere too. */
export function DraftConflict({ draftId, store }: Pick<StepProps, 'draftId' | 'store'>) {
  const load = useAction({ run: async () => store.takeOver(await readDraft(draftId)), changes: [] });
  // What keeps it from being saved is said where it always is.
  const keepMine = () => void store.keepMine().catch(() => undefined);
  return (
    <DraftAlert
      title="This draft was changed elsewhere"
      text="In another tab, or by somebody else. What you see here is what you wrote, and it is not saved any more until you choose: load the other version, and yours is gone; or keep yours, and it replaces the other."
    >
      <Button size="xs" onClick={() => load.mutate(undefined)} loading={load.isPending}>
        Load the other version
      </Button>
      <Button size="xs" variant="default" onClick={keepMine} disabled={load.isPending}>
        Keep mine
      </Button>
    </DraftAlert>
  );
}
