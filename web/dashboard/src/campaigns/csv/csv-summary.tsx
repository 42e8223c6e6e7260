import { List, Spoiler, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { counted } from '../../shared/counted';
import type { CsvFindings } from './csv-scan';

const OF_DUPLICATES = {
  allow: 'each is called, as duplicates are allowed',
  skip: 'they are left out',
  update: 'each replaces what the earlier one says',
  requeue: 'each replaces what the earlier one says',
} as const;

/** How a campaign takes a contact that is there already. */
export type DuplicateRule = Pick<Schemas['DuplicatesInput'], 'policy' | 'key'> | null | undefined;

/** How many rows there are, which cannot be taken, and which are there twice. */
export function CsvSummary({
  findings,
  duplicates,
  where,
}: {
  findings: CsvFindings | null;
  duplicates: DuplicateRule;
  /** Where that is changed; absent where it cannot be. */
  where?: string;
}) {
  if (!findings) return null;
  const key = duplicates?.key ?? 'to_number';
  const repeated = findings.duplicates[key];
  const policy = duplicates?.policy ?? 'allow';
  return (
    <Stack gap={4}>
      <Text aria-live="polite" className="figures">
        {findings.done ? '' : 'Reading: '}
        <strong>{counted(findings.rows, 'row')}</strong>
        {' · '}
        {counted(findings.faulty, 'row')} with faults
        {' · '}
        {counted(repeated, 'duplicate')} by {key === 'to_number' ? 'number' : 'external id'}
        {repeated > 0 && (
          <>
            {' '}
            ({OF_DUPLICATES[policy]}
            {where !== undefined && `; change that under ${where}`})
          </>
        )}
      </Text>
      {findings.firstFaults.length > 0 && <Faults findings={findings} />}
    </Stack>
  );
}

function Faults({ findings: { faulty, firstFaults } }: { findings: CsvFindings }) {
  return (
    <Stack gap={4} mt="xs">
      <Text size="sm">
        Rows with faults are refused one by one, and do not keep the others from being taken
        {faulty > firstFaults.length ? `; the first ${firstFaults.length}:` : ':'}
      </Text>
      <Spoiler maxHeight={110} showLabel="Show all of them" hideLabel="Show fewer">
        <List size="sm" className="theirs">
          {firstFaults.map(({ line, reason }) => (
            <List.Item key={line}>
              Line {line}: {reason}
            </List.Item>
          ))}
        </List>
      </Spoiler>
    </Stack>
  );
}
