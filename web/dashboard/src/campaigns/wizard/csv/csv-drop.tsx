import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';
import type { CsvChoice } from '../../csv/csv-choice';
import classes from '../wizard.module.css';
import type { CsvFile } from './use-csv';

interface CsvDropProps {
  /** As the draft knows it. */
  readonly chosen: CsvChoice | null;
  readonly csv: CsvFile;
  readonly fault: string | undefined;
  /** No other file may be taken any more. */
  readonly locked?: boolean;
}

/** Takes a file, from a dialog or dropped here. */
export function CsvDrop({ chosen, csv, fault, locked = false }: CsvDropProps) {
  const [over, setOver] = useState(false);
  const take = (file: File | null | undefined) => {
    if (file) void csv.choose(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const problem = csv.refused ?? csv.problem ?? fault;
  const present = chosen !== null && Boolean(csv.file);
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack align="center" gap="xs">
        {chosen && <ChosenFile chosen={chosen} csv={csv} />}
        <Group justify="center">
          <FileButton onChange={take} accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain">
            {(button) => (
              <Button
                {...button}
                variant={present ? 'default' : 'filled'}
                leftSection={<IconUpload size={16} aria-hidden />}
              >
                {present ? 'Choose another file' : 'Choose a CSV file'}
              </Button>
            )}
          </FileButton>
          {chosen && !locked && (
            <Button variant="default" onClick={csv.remove}>
              Remove
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          Or drop it here. UTF-8, with commas, semicolons or tabs; the first line names the columns. It stays in this
          browser until you create the campaign.
        </Text>
        {problem !== undefined && (
          <Text size="sm" fw={600} role="alert" className="theirs">
            {problem}
          </Text>
        )}
      </Stack>
    </div>
  );
}

function ChosenFile({ chosen, csv }: { chosen: CsvChoice; csv: CsvFile }) {
  const { findings, file, problem } = csv;
  const reading = Boolean(file) && problem === null && !(findings?.done ?? false);
  return (
    <Stack gap={4} align="center" w="100%">
      <Text fw={600} className="theirs">
        {chosen.name} ({sizeText(chosen.size)})
      </Text>
      {file === null && problem === null && (
        <Text size="sm">This browser does not have the file (any more). Choose it again to go on.</Text>
      )}
      {reading && (
        <Progress
          value={(findings?.shareRead ?? 0) * 100}
          w="100%"
          maw={320}
          aria-label="How much of the file has been read"
        />
      )}
    </Stack>
  );
}

/** @example sizeText(1_500_000) // '1.5 MB' */
function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
