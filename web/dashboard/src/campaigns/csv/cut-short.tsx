import { Alert, Checkbox, Text } from '@mantine/core';
import type { CsvReading } from './csv-choice';

interface CutShortProps {
  readonly reading: CsvReading;
  /** Why nothing after a certain line can be read; null where everything can. */
  readonly stop: string | null;
  /** undefined takes it back. */
  readonly onAccept: (stop: string | undefined) => void;
}

/** That a part of the file is not read: to be mended, or confirmed. */
export function CutShort({ reading, stop, onAccept }: CutShortProps) {
  if (stop === null) return null;
  return (
    <Alert color="red" title="A part of the file cannot be read" role="alert">
      <Text size="sm">{stop} Mend the file and choose it again.</Text>
      <Checkbox
        mt="sm"
        label="Leave that part out, and send the rows before it"
        checked={reading.stopAccepted === stop}
        onChange={(event) => onAccept(event.currentTarget.checked ? stop : undefined)}
      />
    </Alert>
  );
}
