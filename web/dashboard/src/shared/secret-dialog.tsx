import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyText } from './copy-text';

interface SecretDialogProps {
  /** null: closed. */
  readonly secret: string | null;
  readonly title: string;
  /** What the secret is called, for the copy button: "key". */
  readonly what: string;
  /** What to do with it, and what becomes of the one before. */
  readonly text: ReactNode;
  /** Said when it cannot be looked at again. */
  readonly once?: string;
  readonly onClose: () => void;
}

/** Shows a secret to be copied. It is kept nowhere on the page once this is closed. */
export function SecretDialog({ secret, title, what, text, once, onClose }: SecretDialogProps) {
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Group wrap="nowrap" gap="xs">
          <Code block className="theirs" style={{ flex: 1, whiteSpace: 'pre-wrap' }}>
            {secret}
          </Code>
          <CopyText text={secret ?? ''} what={what} />
        </Group>
        <Text size="sm" component="div">
          {text}
        </Text>
        {once !== undefined && <Alert color="yellow">{once}</Alert>}
        <Group justify="flex-end">
          <Button onClick={onClose}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
