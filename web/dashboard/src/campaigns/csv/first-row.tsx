import { Alert, Button, Group, Text } from '@mantine/core';
import type { CsvReading } from './csv-choice';
import { contactAmongNames } from './file-faults';

interface FirstRowProps {
  readonly reading: CsvReading;
  readonly onDecide: (isContact: boolean) => void;
}

/** Asks what the first row is where it looks like a contact; says what came of it. */
export function FirstRow({ reading, onDecide }: FirstRowProps) {
  const found = contactAmongNames(reading);
  if (found !== null) {
    return (
      <Alert color="red" title="Is the first row a contact?" role="alert" className="theirs">
        <Text size="sm">
          The first row should name the columns, and “{found}” looks like a phone number. If it names them, nobody is
          called there.
        </Text>
        <Group gap="sm" mt="sm">
          <Button size="xs" onClick={() => onDecide(true)}>
            The first row is a contact, too
          </Button>
          <Button size="xs" variant="default" onClick={() => onDecide(false)}>
            It names the columns
          </Button>
        </Group>
      </Alert>
    );
  }
  if (!reading.beginning?.put) return null;
  return (
    <Text size="sm" role="status">
      The first row is a contact. A line with the names {reading.columns[0]} and so on is sent before it; lines are
      counted with that one.
    </Text>
  );
}
