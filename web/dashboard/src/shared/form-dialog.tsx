import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { createOnce } from './once';
import { ProblemAlert } from './problem-alert';

interface FormDialogProps {
  readonly title: string;
  /** What the button says: the deed. */
  readonly action: string;
  readonly onClose: () => void;
  /** Asks the API. What it refuses is shown, and the dialog stays. */
  readonly submit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form in a dialog: sends, says what was refused, and closes when it is done. */
export function FormDialog({ title, action, onClose, submit, children }: FormDialogProps) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [sending, setSending] = useState(false);
  const [once] = useState(createOnce);
  const send = async () => {
    if (!once.begin(null)) return;
    setSending(true);
    setProblem(null);
    try {
      await submit();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      once.end(false);
      setSending(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          {children}
          {problem !== null && <ProblemAlert problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={sending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
