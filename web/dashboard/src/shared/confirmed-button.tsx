import type { ButtonProps } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { AdminButton } from './admin-button';
import { confirm, type Question } from './confirm';
import { useAction } from './use-action';

interface ConfirmedButtonProps extends ButtonProps {
  readonly 'aria-label'?: string;
  /** Asked before it is done. */
  readonly question: Omit<Question, 'danger' | 'run'>;
  /** What is asked of the API, whose message is then shown. */
  readonly run: () => Promise<{ readonly message: string }>;
  /** What is then read anew. */
  readonly changes: readonly QueryKey[];
  readonly onDone?: () => void;
}

/** A button for what cannot be undone: asks first, then does it and says how it went. */
export function ConfirmedButton({ question, run, changes, onDone, ...rest }: ConfirmedButtonProps) {
  const action = useAction({ run, changes, done: ({ message }) => message });
  const ask = () =>
    confirm({ ...question, danger: true, run: () => action.mutate(undefined, { onSuccess: () => onDone?.() }) });
  return <AdminButton size="compact-sm" variant="default" loading={action.isPending} onClick={ask} {...rest} />;
}
