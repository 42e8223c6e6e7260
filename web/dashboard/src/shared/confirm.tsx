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

/** Asks before something is done. */
export function confirm({ title, text, action, danger = false, run }: Question): void {
  withOverlays(({ modals }) =>
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
      onConfirm: run,
    }),
  );
}
