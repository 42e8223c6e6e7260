import { ActionIcon, Button, Checkbox, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { WEEKDAYS, type Weekday } from '../../../../../domain/zone-clock';
import { ClosedDatesField } from './closed-dates-field';
import { faultAt, faultBelow } from './field-faults';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type OpenHours = NonNullable<RuleValues['calling_hours']>;
type DayWindow = NonNullable<OpenHours['windows']>[number];

const DAYS: ReadonlyArray<{ readonly value: Weekday; readonly label: string }> = [
  { value: 'mon', label: 'Monday' },
  { value: 'tue', label: 'Tuesday' },
  { value: 'wed', label: 'Wednesday' },
  { value: 'thu', label: 'Thursday' },
  { value: 'fri', label: 'Friday' },
  { value: 'sat', label: 'Saturday' },
  { value: 'sun', label: 'Sunday' },
];
const MIDNIGHT = '24:00';

/** Days of the week, windows within a day, and dates on which it is closed. */
export function OpenDaysFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const hours = completed(value.calling_hours);
  const change = (part: OpenHours) => onChange({ calling_hours: { ...hours, ...part } });
  const dayFault = hours.days.length === 0 ? 'Choose at least one day.' : faultBelow(faults, '/calling_hours/days');
  return (
    <Fieldset legend="Days and times" p="sm">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          In the zone of the campaign, {value.timezone ?? 'UTC'}. Daily stop, days, times and dates must all allow a
          call.
        </Text>
        <Checkbox.Group
          label="Days on which it calls"
          value={hours.days}
          onChange={(days) => change({ days: WEEKDAYS.filter((day) => days.includes(day)) })}
          error={dayFault}
        >
          <Group gap="sm" mt="xs">
            {DAYS.map((day) => (
              <Checkbox key={day.value} {...day} disabled={readOnly} />
            ))}
          </Group>
        </Checkbox.Group>
        <WindowFields
          windows={hours.windows}
          onChange={(windows) => change({ windows })}
          faultOf={(index) => faultBelow(faults, `/calling_hours/windows/${index}`)}
          readOnly={readOnly}
        />
        <ClosedDatesField
          dates={hours.closed_dates}
          onChange={(closed_dates) => change({ closed_dates })}
          error={faultBelow(faults, '/calling_hours/closed_dates')}
          readOnly={readOnly}
        />
        {faultAt(faults, '/calling_hours') !== undefined && (
          <Text size="sm" c="red" role="alert">
            {faultAt(faults, '/calling_hours')}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

function completed(hours: RuleValues['calling_hours']) {
  return {
    days: hours?.days ?? [...WEEKDAYS],
    windows: hours?.windows ?? [],
    closed_dates: hours?.closed_dates ?? [],
  };
}

interface WindowFieldsProps {
  readonly windows: readonly DayWindow[];
  readonly onChange: (windows: DayWindow[]) => void;
  readonly faultOf: (index: number) => string | undefined;
  readonly readOnly?: boolean;
}

function WindowFields({ windows, onChange, faultOf, readOnly }: WindowFieldsProps) {
  const put = (index: number, part: Partial<DayWindow>) =>
    onChange(windows.map((window, at) => (at === index ? { ...window, ...part } : window)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Times of day
      </Text>
      {windows.length === 0 && (
        <Text size="sm" c="dimmed">
          All day.
        </Text>
      )}
      {windows.map((window, index) => (
        <OneWindow
          key={index}
          number={index + 1}
          window={window}
          onChange={(part) => put(index, part)}
          onRemove={() => onChange(windows.filter((_, at) => at !== index))}
          error={faultOf(index)}
          readOnly={readOnly}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...windows, nextWindow(windows)])}
          disabled={readOnly}
        >
          Add times
        </Button>
      </Group>
    </Stack>
  );
}

function nextWindow(windows: readonly DayWindow[]): DayWindow {
  const last = windows.at(-1);
  if (!last || last.end === MIDNIGHT || last.end < last.start) return { start: '09:00', end: '17:00' };
  return { start: last.end, end: MIDNIGHT };
}

interface OneWindowProps {
  readonly number: number;
  readonly window: DayWindow;
  readonly onChange: (part: Partial<DayWindow>) => void;
  readonly onRemove: () => void;
  readonly error?: string;
  readonly readOnly?: boolean;
}

function OneWindow({ number, window, onChange, onRemove, error, readOnly }: OneWindowProps) {
  const crossesMidnight = window.end !== '' && window.end !== MIDNIGHT && window.end < window.start;
  return (
    <Stack gap={2}>
      <Group gap="xs" wrap="wrap">
        <TextInput
          type="time"
          aria-label={`Times ${number}: from`}
          value={window.start}
          onChange={(event) => onChange({ start: event.currentTarget.value })}
          error={error !== undefined}
          disabled={readOnly}
        />
        <Text size="sm">to</Text>
        <TextInput
          type="time"
          aria-label={`Times ${number}: to`}
          value={window.end === MIDNIGHT ? '00:00' : window.end}
          onChange={(event) => onChange({ end: event.currentTarget.value.replace(/^00:00$/, MIDNIGHT) })}
          error={error !== undefined}
          disabled={readOnly}
        />
        <ActionIcon
          variant="default"
          size="input-sm"
          onClick={onRemove}
          disabled={readOnly}
          aria-label={`Remove times ${number}`}
        >
          <IconTrash size={16} />
        </ActionIcon>
        {crossesMidnight && (
          <Text size="sm" c="dimmed">
            on the next day
          </Text>
        )}
      </Group>
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}
