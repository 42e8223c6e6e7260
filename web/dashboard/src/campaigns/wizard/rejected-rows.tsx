import { Alert, Anchor, List, Text } from '@mantine/core';
import { counted } from '../../shared/counted';
import type { ImportOutcome } from './wizard-form';

/** The rows of a file that the API did not take, and why. */
export function RejectedRows({ imported }: { imported: ImportOutcome }) {
  const { rows, accepted, duplicates, skipped, rejected, rejected_rows_url, first_rejections } = imported;
  return (
    <Alert color="yellow" title={`${counted(rejected, 'row')} could not be taken`} role="alert" className="theirs">
      <Text size="sm">
        Of {counted(rows, 'row')}: taken {accepted.toLocaleString('en-US')}, left out as duplicates{' '}
        {duplicates.toLocaleString('en-US')}, skipped because of a condition {skipped.toLocaleString('en-US')}.
      </Text>
      <List size="sm" mt="xs">
        {first_rejections.map(({ line, reason }) => (
          <List.Item key={line}>
            Line {line}: {reason}
          </List.Item>
        ))}
      </List>
      {rejected > first_rejections.length && (
        <Text size="sm" mt="xs">
          These are the first {first_rejections.length}.
        </Text>
      )}
      {rejected_rows_url !== null && (
        <Anchor
          c="inherit"
          href={rejected_rows_url}
          download
          size="sm"
          mt="xs"
          display="inline-block"
          underline="always"
        >
          Download the rows that were not taken (CSV)
        </Anchor>
      )}
    </Alert>
  );
}
