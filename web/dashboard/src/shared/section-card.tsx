import { Card, Group, Text, Title, type CardProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionCardProps extends CardProps {
  /** Of the heading, which the section is called by. */
  readonly id: string;
  readonly title: string;
  readonly text?: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
}

/** A part of a page with a heading of its own. */
export function SectionCard({ id, title, text, actions, children, ...rest }: SectionCardProps) {
  return (
    <Card withBorder component="section" aria-labelledby={id} {...rest}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div>
          <Title order={2} size="h4" id={id} className="theirs">
            {title}
          </Title>
          {text !== undefined && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Card>
  );
}
