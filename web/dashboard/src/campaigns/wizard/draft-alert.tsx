import { Alert, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './wizard.module.css';

interface DraftAlertProps {
  readonly title: string;
  readonly text: string;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** Says why a draft is not saved any more; stays in sight on long steps. */
export function DraftAlert({ title, text, children }: DraftAlertProps) {
  return (
    <Alert
      color="yellow"
      variant="outline"
      bg="var(--mantine-color-body)"
      role="alert"
      title={title}
      className={classes.conflict}
    >
      <Text size="sm">{text}</Text>
      <Group gap="sm" mt="sm">
        {children}
      </Group>
    </Alert>
  );
}
