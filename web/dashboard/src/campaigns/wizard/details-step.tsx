import { Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { PageLink } from '../../shared/page-link';
import { problemFrom, type Schemas } from '../../api/client';
import { EmptyState } from '../../shared/empty-state';
import { ProblemAlert } from '../../shared/problem-alert';
import { faultAt } from '../rules/field-faults';
import { AgentOfNumber } from './agent-of-number';
import { CampaignWebhooks } from './campaign-webhooks';
import { MOST_NUMBERS, useNumbers } from './use-numbers';
import type { StepProps } from './wizard-context';

/** The campaign's name, the number that it calls from with the agent that speaks on it, and who is told. */
export function DetailsStep({ form, onChange, faults }: StepProps) {
  const numbers = useNumbers();
  const chosen = form.campaign.phone_number_id;
  const number = numbers.data?.records.find(({ id }) => id === Number(chosen));
  return (
    <Stack>
      <TextInput
        label="Name"
        description="Only you and your colleagues see it."
        maxLength={255}
        value={form.campaign.name ?? ''}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={faultAt(faults, '/name')}
        required
      />
      {numbers.error && (
        <ProblemAlert problem={problemFrom(numbers.error)} title="The phone numbers could not be read" />
      )}
      {numbers.isPending && <Skeleton height={60} />}
      {numbers.data?.records.length === 0 && <NoNumbers />}
      {numbers.data && numbers.data.records.length > 0 && (
        <Select
          label="Phone number"
          description="What called people see. Its agent speaks."
          placeholder="Choose a number"
          searchable
          nothingFoundMessage="No number like that"
          data={numbers.data.records.map((record) => ({ value: String(record.id), label: labelOf(record) }))}
          value={chosen === undefined ? null : String(chosen)}
          onChange={(value) => onChange({ phone_number_id: value === null ? undefined : Number(value) })}
          error={faultAt(faults, '/phone_number_id')}
          required
          allowDeselect={false}
        />
      )}
      {numbers.data && numbers.data.total_records > MOST_NUMBERS && (
        <Text size="sm" c="dimmed">
          The newest {MOST_NUMBERS} of {numbers.data.total_records} numbers are offered.
        </Text>
      )}
      {number && <AgentOfNumber number={number} />}
      <CampaignWebhooks form={form} onChange={onChange} faults={faults} />
    </Stack>
  );
}

function labelOf({ number, name, agent_id }: Schemas['PhoneNumber']): string {
  const called = name === number ? number : `${number} · ${name}`;
  return agent_id === null ? `${called} (no agent)` : called;
}

function NoNumbers() {
  return (
    <EmptyState
      title="There is no phone number yet"
      text="A campaign calls from a number. Add one; your draft is kept meanwhile."
    >
      <PageLink to="/numbers">To the phone numbers</PageLink>
    </EmptyState>
  );
}
