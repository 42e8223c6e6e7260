import { Badge, Button, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

interface ClosedDatesFieldProps {
  /** `2026-12-25`. */
  readonly dates: readonly string[];
  readonly onChange: (dates: string[]) => void;
  readonly error?: string;
  readonly readOnly?: boolean;
}

/** Dates on which it calls nobody. */
export function ClosedDatesField({ dates, onChange, error, readOnly }: ClosedDatesFieldProps) {
  const [date, setDate] = useState('');
  const add = () => {
    onChange([...new Set([...dates, date])].sort());
    setDate('');
  };
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          type="date"
          label="Closed on (holidays)"
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
          error={error}
          disabled={readOnly}
        />
        <Button variant="default" onClick={add} disabled={readOnly === true || date === ''}>
          Add the date
        </Button>
      </Group>
      {dates.length > 0 && (
        <Group component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Closed dates">
          {dates.map((closed) => (
            <li key={closed}>
              <Badge
                variant="default"
                tt="none"
                size="lg"
                rightSection={
                  <CloseButton
                    size="xs"
                    aria-label={`Open on ${dateText(closed)} again`}
                    onClick={() => onChange(dates.filter((other) => other !== closed))}
                    disabled={readOnly}
                  />
                }
              >
                {dateText(closed)}
              </Badge>
            </li>
          ))}
        </Group>
      )}
      {dates.length === 0 && (
        <Text size="sm" c="dimmed">
          No closed dates.
        </Text>
      )}
    </Stack>
  );
}

function dateText(date: string): string {
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime())) return date;
  return midnight.toLocaleDateString('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
