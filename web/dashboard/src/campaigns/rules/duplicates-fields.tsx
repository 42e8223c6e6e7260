import { Stack, Text } from '@mantine/core';
import { faultAt } from './field-faults';
import { RadioChoice } from './radio-choice';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type Duplicates = NonNullable<RuleValues['duplicates']>;

const POLICIES = [
  { value: 'skip', label: 'Leave the new one out', text: 'The one that is there stays as it is.' },
  {
    value: 'update',
    label: 'Update the one that is there',
    text: 'It gets the new variables, zone, priority and times. One that is done with is not called again.',
  },
  {
    value: 'requeue',
    label: 'Update it and call it again',
    text: 'As soon as the hours allow. One that is done with gets a fresh budget of retries.',
  },
  { value: 'allow', label: 'Call both', text: 'The same number twice is two contacts, and two calls.' },
] as const;

const SCOPES = [
  { value: 'campaign', label: 'in this campaign' },
  { value: 'organization', label: 'in all campaigns of the organization' },
] as const;

const KEYS = [
  { value: 'to_number', label: 'the same phone number' },
  { value: 'external_id', label: 'the same external id' },
] as const;

/** What happens to a contact that is there already. */
export function DuplicatesFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  const duplicates = value.duplicates ?? {};
  const policy = duplicates.policy ?? 'allow';
  const change = (part: Duplicates) => onChange({ duplicates: { ...duplicates, ...part } });
  return (
    <Stack gap="md">
      <RadioChoice
        label="When a contact is there already"
        options={POLICIES}
        value={policy}
        onChange={(given) => change({ policy: given })}
        error={faultAt(faults, '/duplicates/policy')}
        disabled={readOnly}
      />
      {policy !== 'allow' && (
        <>
          <RadioChoice
            label="It is the same one when it has"
            options={KEYS}
            value={duplicates.key ?? 'to_number'}
            onChange={(key) => change({ key })}
            error={faultAt(faults, '/duplicates/key')}
            disabled={readOnly}
          />
          <RadioChoice
            label="Looked for"
            options={SCOPES}
            value={duplicates.scope ?? 'campaign'}
            onChange={(scope) => change({ scope })}
            error={faultAt(faults, '/duplicates/scope')}
            disabled={readOnly}
          />
          <Text size="sm" c="dimmed">
            A call in progress is never disturbed. Contacts without an external id are new when that is compared.
          </Text>
        </>
      )}
    </Stack>
  );
}
