import { Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { faultAt } from './field-faults';
import { hoursOf, timeTextOf } from './hour-of-day';
import type { RuleFieldsProps } from './rule-fields';
import { ZoneSelect } from './zone-select';

const DEFAULT_STOP = 18;
const DEFAULT_START = 9;

/** Daily hard stop and auto start, each with a zone of its own. */
export function DailyTimesFields(props: RuleFieldsProps) {
  const { value } = props;
  const stops = value.enable_daily_hard_stop ?? false;
  const starts = value.enable_daily_auto_start ?? false;
  return (
    <Stack gap="md">
      <DailyStop {...props} isOn={stops} />
      <DailyStart {...props} isOn={starts} />
      {stops && !starts && <Text size="sm">After the stop it stays closed until somebody resumes it, every day.</Text>}
      {starts && !stops && <Text size="sm">Without a daily stop the start has no effect.</Text>}
    </Stack>
  );
}

function DailyStop({ value, onChange, faults, readOnly, isOn }: RuleFieldsProps & { readonly isOn: boolean }) {
  const toggle = (next: boolean) =>
    onChange({
      enable_daily_hard_stop: next,
      daily_stop_time: next ? (value.daily_stop_time ?? DEFAULT_STOP) : null,
      ...(!next && { daily_stop_timezone: null }),
    });
  return (
    <TimedSwitch
      legend="Daily stop"
      label="Stop calling at a time, every day"
      description="From then on no call starts. Calls in progress finish, and contacts stay queued."
      isOn={isOn}
      onToggle={toggle}
      time={value.daily_stop_time}
      onTime={(daily_stop_time) => onChange({ daily_stop_time })}
      timeLabel="Stop at"
      timeFault={faultAt(faults, '/daily_stop_time')}
      zone={value.daily_stop_timezone}
      onZone={(daily_stop_timezone) => onChange({ daily_stop_timezone })}
      zoneFault={faultAt(faults, '/daily_stop_timezone')}
      campaignZone={value.timezone ?? 'UTC'}
      disabled={readOnly}
    />
  );
}

function DailyStart({ value, onChange, faults, readOnly, isOn }: RuleFieldsProps & { readonly isOn: boolean }) {
  const toggle = (next: boolean) =>
    onChange({
      enable_daily_auto_start: next,
      daily_start_time: next ? (value.daily_start_time ?? DEFAULT_START) : null,
      ...(!next && { daily_start_timezone: null }),
    });
  return (
    <TimedSwitch
      legend="Daily start"
      label="Go on by itself at a time, every day"
      description="The window may cross midnight."
      isOn={isOn}
      onToggle={toggle}
      time={value.daily_start_time}
      onTime={(daily_start_time) => onChange({ daily_start_time })}
      timeLabel="Start at"
      timeFault={faultAt(faults, '/daily_start_time')}
      zone={value.daily_start_timezone}
      onZone={(daily_start_timezone) => onChange({ daily_start_timezone })}
      zoneFault={faultAt(faults, '/daily_start_timezone')}
      campaignZone={value.timezone ?? 'UTC'}
      disabled={readOnly}
    />
  );
}

interface TimedSwitchProps {
  readonly legend: string;
  readonly label: string;
  readonly description: string;
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  /** Hours; 17.5 is 17:30. */
  readonly time: number | null | undefined;
  readonly onTime: (hours: number | null) => void;
  readonly timeLabel: string;
  readonly timeFault?: string;
  readonly zone: string | null | undefined;
  readonly onZone: (zone: string | null) => void;
  readonly zoneFault?: string;
  readonly campaignZone: string;
  readonly disabled?: boolean;
}

function TimedSwitch({ legend, label, description, isOn, disabled, ...props }: TimedSwitchProps) {
  return (
    <Fieldset legend={legend} p="sm">
      <Stack gap="sm">
        <Switch
          label={label}
          description={description}
          checked={isOn}
          onChange={(event) => props.onToggle(event.currentTarget.checked)}
          disabled={disabled}
        />
        {isOn && (
          <Group align="flex-start" gap="md">
            <TextInput
              type="time"
              label={props.timeLabel}
              value={timeTextOf(props.time)}
              onChange={(event) => props.onTime(hoursOf(event.currentTarget.value))}
              error={props.timeFault ?? (typeof props.time === 'number' ? undefined : 'Enter a time.')}
              disabled={disabled}
            />
            <ZoneSelect
              label={`${props.timeLabel}: time zone`}
              value={props.zone}
              onChange={props.onZone}
              none={`The campaign's (${props.campaignZone})`}
              error={props.zoneFault}
              disabled={disabled}
            />
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}
