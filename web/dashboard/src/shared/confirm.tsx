import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { withOverlays } from './overlays';

/** What somebody is asked before something is done. */
export interface Question {
  readonly title: string;
  /** What will happen. */
  readonly text: ReactNode;
  /** What the button says: the deed, never "OK". */
  readonly action: string;
  /** What cannot be undone is red. */
  readonly danger?: boolean;
  readonly run: () => void;
}

let asked: Question | null = null;

/** Whether a question lies above everything else: what is below it stays where it is. */
export function isAsking(): boolean {
  return asked !== null;
}

/** Asks before something is done: one question at a time, and a second click on its answer does nothing. */
export function confirm(question: Question): void {
  const { title, text, action, danger = false, run } = question;
  let isAnswered = false;
  const answer = () => {
    if (!isAnswered) run();
    isAnswered = true;
  };
  const close = () => {
    if (asked === question) asked = null;
  };
  withOverlays(
    ({ modals }) => {
      if (isAsking()) return;
      asked = question;
      modals.openConfirmModal({
        title,
        children: (
          <Text size="sm" component="div" className="theirs">
            {text}
          </Text>
        ),
        labels: { confirm: action, cancel: 'Leave it' },
        confirmProps: danger ? { color: 'red.8' } : {},
        closeButtonProps: { 'aria-label': 'Close' },
        onConfirm: answer,
        // Others hear of the key that has closed it after it is closed.
        onClose: () => setTimeout(close),
      });
    },
    {
      title: 'Nothing was done',
      message: `You would be asked first (“${title}”), and that cannot be loaded: the server cannot be reached. Click again when it is back.`,
    },
  );
}
