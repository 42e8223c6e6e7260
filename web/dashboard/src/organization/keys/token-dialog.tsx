import { Box, Group, Stack, Text } from '@mantine/core';
import { CopyText } from '../../shared/copy-text';
import { SecretDialog } from '../../shared/secret-dialog';

export interface ShownToken {
  readonly token: string;
  /** A cURL command; null while no campaign takes leads. */
  readonly example: string | null;
}

/** The whole token, with a command that works as it is. */
export function TokenDialog({ shown, onClose }: { shown: ShownToken | null; onClose: () => void }) {
  return (
    <SecretDialog
      secret={shown?.token ?? null}
      title="Webhook token"
      what="token"
      text={<Example example={shown?.example ?? null} />}
      onClose={onClose}
    />
  );
}

function Example({ example }: { example: string | null }) {
  if (example === null) {
    return 'An example with it is shown by "Show token and example" as soon as a campaign takes contacts.';
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">This command adds a lead when it is pasted into a terminal:</Text>
        <CopyText text={example} what="example" />
      </Group>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label="Example"
        m={0}
        fz="xs"
        className="theirs"
        style={{ whiteSpace: 'pre-wrap' }}
      >
        {example}
      </Box>
    </Stack>
  );
}
