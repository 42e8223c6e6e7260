import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { MouseEvent } from 'react';
import { useMayAdminister } from '../api/session-store';

interface AdminButtonProps extends ButtonProps {
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  /** Why it cannot be done just now, whoever asks. */
  readonly notNow?: string | undefined;
  readonly 'aria-label'?: string;
}

/** A button that changes something; where one may not, it says why instead of vanishing. */
export function AdminButton({ onClick, notNow, type = 'button', ...rest }: AdminButtonProps) {
  const reason = useMayAdminister() ? notNow : 'Your key may only look. Sign in with one that has campaigns:admin.';
  if (reason === undefined) return <Button type={type} onClick={onClick} {...rest} />;
  // Can still be reached by keyboard, so that the reason is heard.
  const refuse = (event: MouseEvent) => event.preventDefault();
  return (
    <Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <Button type={type} {...rest} data-disabled aria-disabled onClick={refuse} />
    </Tooltip>
  );
}
