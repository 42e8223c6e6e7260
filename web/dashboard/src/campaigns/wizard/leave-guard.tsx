import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker, type ShouldBlockFn } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { problemFrom } from '../../api/client';
import { showDone } from '../../shared/notices';
import type { DraftStore } from './draft-store';

interface LeaveGuardProps {
  readonly draftId: number;
  readonly store: DraftStore;
  /** Nothing has been written yet. */
  readonly blank: boolean;
  /** The draft is being made into a campaign; leaving interrupts that. */
  readonly busy: boolean;
  /** Throws a draft away that nothing was written into. */
  readonly dropBlank: () => void;
}

/** Asks before what was written is lost; says where the draft is when it is not. */
export function LeaveGuard(props: LeaveGuardProps) {
  const { store, busy } = props;
  const blocker = useLeaveBlocker(props);
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const stay = () => {
    setFailure(null);
    blocker.reset?.();
  };
  const saveAndLeave = async () => {
    setSaving(true);
    try {
      await store.flush();
      tellWhere();
      blocker.proceed?.();
    } catch (error) {
      setFailure(problemFrom(error).message);
    } finally {
      setSaving(false);
    }
  };
  const leave = () => {
    store.pause();
    blocker.proceed?.();
  };
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={stay}
      title={busy ? 'Leave while the campaign is being created?' : 'Leave with unsaved changes?'}
      closeButtonProps={{ 'aria-label': 'Stay on this page' }}
    >
      <Stack>
        <Text size="sm">{whatIsLost(busy, store.current().conflict !== null)}</Text>
        {failure !== null && (
          <Text size="sm" role="alert">
            Not saved: {failure}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay
          </Button>
          <Button variant="default" onClick={leave}>
            {busy ? 'Leave' : 'Leave without saving'}
          </Button>
          {!busy && (
            <Button onClick={() => void saveAndLeave()} loading={saving}>
              Save and leave
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function whatIsLost(busy: boolean, inConflict: boolean): string {
  if (busy) {
    return 'What is under way breaks off. The draft keeps how far it has come: open it from the list of campaigns to go on.';
  }
  if (inConflict) {
    return 'The draft was changed elsewhere, and your last changes are not kept. Stay, to choose which version is.';
  }
  return 'Your last changes are not kept yet.';
}

function useLeaveBlocker({ draftId, store, blank, busy, dropBlank }: LeaveGuardProps) {
  const shouldBlockFn = useCallback<ShouldBlockFn>(
    ({ next }) => {
      if (store.hasEnded()) return false;
      if (busy) return true;
      if ('draft' in next.params && String(next.params.draft) === String(draftId)) return false;
      if (!store.current().saved) return true;
      if (blank) dropBlank();
      else tellWhere();
      return false;
    },
    [draftId, store, busy, blank, dropBlank],
  );
  const enableBeforeUnload = useCallback(() => !store.hasEnded() && (busy || !store.current().saved), [busy, store]);
  return useBlocker({ shouldBlockFn, enableBeforeUnload, withResolver: true });
}

function tellWhere(): void {
  showDone('Your draft is kept. You find it in the list of campaigns.');
}
