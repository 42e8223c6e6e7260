import { ActionIcon, Autocomplete, Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Controller, useFieldArray } from 'react-hook-form';
import { CALL_LOG_FIELDS, VARIABLE_SOURCES, type VariableSource } from '../../../../domain/webhook-endpoint';
import type { WebhookForm } from './use-webhook-form';
import { notBlank } from './webhook-form-values';

const MAX_VARIABLES = 200;

const SOURCE_TEXTS: Readonly<Record<VariableSource, string>> = {
  contact: 'Contact',
  call_log: 'Call',
  agent_outcome: "Agent's outcome",
  default: 'Its own name',
};
const SOURCES = VARIABLE_SOURCES.map((value) => ({ value, label: SOURCE_TEXTS[value] }));

/** Fields that are always there; others (custom variables, the outcome's own) can be written. */
const SUGGESTED: Readonly<Record<VariableSource, readonly string[]>> = {
  contact: [
    'to_number',
    'line_id',
    'external_id',
    'call_status',
    'interaction_status',
    'attempts',
    'next_attempt_at',
    'closing_reason',
    'timezone',
    'custom_variables.name',
    'metadata.order_id',
  ],
  call_log: CALL_LOG_FIELDS,
  agent_outcome: ['summary', 'transcript', 'intents', 'entities'],
  default: [],
};

/** What template, headers and query are filled with: a name, and where its value comes from. */
export function VariableFields({ form }: { form: WebhookForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'variables' });
  return (
    <Stack gap="xs">
      {fields.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Each has a name, which the template asks for as {'{{ name }}'}.
        </Text>
      )}
      {fields.map((field, index) => (
        <VariableRow key={field.id} form={form} index={index} onRemove={() => remove(index)} />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={fields.length >= MAX_VARIABLES}
          onClick={() => append({ name: '', source: 'contact', field: '' })}
        >
          Add a variable
        </Button>
      </Group>
    </Stack>
  );
}

interface VariableRowProps {
  readonly form: WebhookForm;
  readonly index: number;
  readonly onRemove: () => void;
}

function VariableRow({ form, index, onRemove }: VariableRowProps) {
  const { register, control, watch, formState } = form;
  const errors = formState.errors.variables?.[index];
  const source = watch(`variables.${index}.source`);
  const label = `variable ${index + 1}`;
  return (
    <Paper withBorder p="xs">
      <Group gap="xs" align="flex-start">
        <TextInput
          label="Name"
          aria-label={`Name of ${label}`}
          placeholder="order"
          flex={1}
          miw={120}
          maxLength={100}
          error={errors?.name?.message}
          {...register(`variables.${index}.name`, { validate: notBlank('Give its name, or take it away.') })}
        />
        <NativeSelect
          label="Source"
          aria-label={`Source of ${label}`}
          data={SOURCES}
          w={150}
          {...register(`variables.${index}.source`)}
        />
        <Controller
          control={control}
          name={`variables.${index}.field`}
          render={({ field, fieldState }) => (
            <Autocomplete
              label="Field"
              aria-label={`Field of ${label}`}
              placeholder={source === 'default' ? 'none' : 'as its name'}
              data={[...SUGGESTED[source]]}
              disabled={source === 'default'}
              flex={1}
              miw={140}
              maxLength={200}
              error={fieldState.error?.message}
              {...field}
              value={source === 'default' ? '' : field.value}
            />
          )}
        />
        <ActionIcon variant="subtle" color="gray" mt={28} onClick={onRemove} aria-label={`Remove ${label}`}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Paper>
  );
}
