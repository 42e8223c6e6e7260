import { Alert, Button, Group, Text } from '@mantine/core';
import { useAction } from '../../shared/use-action';
import type { StepProps } from './wizard-context';
import { readDraft } from './use-draft';
import classes from './wizard.module.css';

/** Asks which version of a draft stays that was changed elsewhere too. */
export function DraftConflict({ draftId, store }: Pick<StepProps, 'draftId' | 'store'>) {
  const load = useAction({ run: async () => store.takeOver(await readDraft(draftId)), changes: [] });
  // What keeps it from being saved is said where it always is.
  const keepMine = () => void store.keepMine().catch(() => undefined);
  return (
    <Alert
      color="yellow"
      variant="outline"
      bg="var(--mantine-color-body)"
      role="alert"
      title="This draft was changed elsewhere"
      className={classes.conflict}
    >
      <Text size="sm">
        In another tab, or by somebody else. What you see here is what you wrote, and it is not saved any more until you
        choose: load the other version, and yours is gone; or keep yours, and it replaces the other.
      </Text>
      <Group gap="sm" mt="sm">
        <Button size="xs" onClick={() => load.mutate(undefined)} loading={load.isPending}>
          Load the other version
        </Button>
        <Button size="xs" variant="default" onClick={keepMine} disabled={load.isPending}>
          Keep mine
        </Button>
      </Group>
    </Alert>
  );
}
