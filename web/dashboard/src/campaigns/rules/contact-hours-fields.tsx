import { Alert, Checkbox, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { faultAt } from './field-faults';
import { RadioChoice, type Choice } from './radio-choice';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type ContactHours = NonNullable<RuleValues['contact_hours']>;
type Chosen = 'organization' | 'on' | 'off';

interface ContactHoursFieldsProps extends RuleFieldsProps {
  /** The campaign has said something about it, which the API cannot take back. */
  readonly isSaid?: boolean;
}

/** The called person's own hours, with what the organization's rules say. */
export function ContactHoursFields({ value, onChange, faults, readOnly, isSaid = false }: ContactHoursFieldsProps) {
  const rules = useQuery({
    queryKey: queryKeys.callingRules,
    queryFn: () => answerOf(api.GET('/api/v1/calling_rules')),
  });
  const organization = rules.data?.contact_hours;
  const hours = value.contact_hours ?? {};
  const change = (part: ContactHours) => onChange({ contact_hours: { ...hours, ...part } });
  const chosen: Chosen = hours.enabled === true ? 'on' : hours.enabled === false ? 'off' : 'organization';
  const enabled = { organization: null, on: true, off: false };
  return (
    <Fieldset legend="Hours of the called person" p="sm">
      <Stack gap="md">
        <RadioChoice
          label="Whether they hold"
          description="In the called person's time zone: the one given with the contact, else the number's, else the campaign's."
          options={optionsOf(organization, isSaid)}
          value={chosen}
          onChange={(next) => change({ enabled: enabled[next] })}
          error={faultAt(faults, '/contact_hours/enabled')}
          disabled={readOnly}
        />
        {chosen === 'off' ? (
          <Alert role="note" color="orange" title="People may be called at night">
            Legal hours protect the called person. That they are switched off is written to the audit log.
          </Alert>
        ) : (
          <Bounds hours={hours} change={change} organization={organization} faults={faults} readOnly={readOnly} />
        )}
      </Stack>
    </Fieldset>
  );
}

interface OrganizationHours {
  readonly enabled: boolean;
  readonly start: string;
  readonly end: string;
  readonly strict: boolean;
}

function optionsOf(organization: OrganizationHours | undefined, isSaid: boolean): Array<Choice<Chosen>> {
  const theirs = organization && (organization.enabled ? `${organization.start} to ${organization.end}` : 'off');
  const inherits: Choice<Chosen> = {
    value: 'organization',
    label: theirs === undefined ? 'As the organization says' : `As the organization says: ${theirs}`,
    text: 'Numbers of the simulator have none then: they wake nobody.',
  };
  return [
    ...(isSaid ? [] : [inherits]),
    { value: 'on', label: 'Always', text: 'For numbers of the simulator too.' },
    { value: 'off', label: 'Never', text: 'Only where the law allows it.' },
  ];
}

interface BoundsProps extends Pick<RuleFieldsProps, 'faults' | 'readOnly'> {
  readonly hours: ContactHours;
  readonly change: (part: ContactHours) => void;
  readonly organization: OrganizationHours | undefined;
}

function Bounds({ hours, change, organization, faults, readOnly }: BoundsProps) {
  const strict = hours.strict ?? organization?.strict ?? false;
  return (
    <Stack gap="sm">
      <Group align="flex-start" gap="md">
        <TextInput
          type="time"
          label="Not before"
          value={hours.start ?? organization?.start ?? ''}
          onChange={(event) => change({ start: event.currentTarget.value || null })}
          error={faultAt(faults, '/contact_hours/start')}
          disabled={readOnly}
        />
        <TextInput
          type="time"
          label="Not from"
          value={(hours.end ?? organization?.end ?? '').replace('24:00', '00:00')}
          onChange={(event) => change({ end: event.currentTarget.value.replace(/^00:00$/, '24:00') || null })}
          error={faultAt(faults, '/contact_hours/end')}
          disabled={readOnly}
        />
      </Group>
      <Checkbox
        label="Be strict where the zone is not clear"
        description="A number that may be in several zones is called only when all of them allow it."
        checked={strict}
        onChange={(event) => change({ strict: event.currentTarget.checked })}
        error={faultAt(faults, '/contact_hours/strict')}
        disabled={readOnly}
      />
      {hours.start === undefined && hours.end === undefined && (
        <Text size="sm" c="dimmed">
          Times that are not changed here follow the organization.
        </Text>
      )}
    </Stack>
  );
}
