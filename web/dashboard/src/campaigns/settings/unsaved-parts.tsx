import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';

type Report = (part: string, isUnsaved: boolean) => void;

const UnsavedContext = createContext<Report>(() => undefined);

/** Tells the page whether a part has changes that are not saved. */
export function useReportUnsaved(part: string, isUnsaved: boolean): void {
  const report = useContext(UnsavedContext);
  useEffect(() => {
    report(part, isUnsaved);
    return () => report(part, false);
  }, [report, part, isUnsaved]);
}

/** Around the parts of a page: leaving asks while one of them has changes that are not saved. */
export function UnsavedParts({ children }: { readonly children: ReactNode }) {
  const [unsaved, setUnsaved] = useState<readonly string[]>([]);
  const report = useCallback<Report>((part, isUnsaved) => {
    setUnsaved((before) => {
      if (before.includes(part) === isUnsaved) return before;
      return isUnsaved ? [...before, part] : before.filter((other) => other !== part);
    });
  }, []);
  return (
    <UnsavedContext value={report}>
      {children}
      <LeaveGuard unsaved={unsaved} />
    </UnsavedContext>
  );
}

function LeaveGuard({ unsaved }: { readonly unsaved: readonly string[] }) {
  const isUnsaved = unsaved.length > 0;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Stay on this page' }}
    >
      <Stack>
        <Text size="sm">Not saved yet: {unsaved.join(', ')}. The campaign goes on as before.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reset?.()} data-autofocus>
            Stay
          </Button>
          <Button onClick={() => proceed?.()}>Leave without saving</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
