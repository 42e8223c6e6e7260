import { ActionIcon, Button, Code, Group, Input, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useFieldArray } from 'react-hook-form';
import type { WebhookForm } from './use-webhook-form';
import { isSecretHeader, notBlank } from './webhook-form-values';

const MAX_HEADERS = 32;

/** Rows of headers. */
export function HeaderFields({ form }: { form: WebhookForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'headers' });
  const fault = form.formState.errors.headers?.root?.message;
  return (
    <Stack gap="xs">
      {fields.map((field, index) => (
        <HeaderRow key={field.id} form={form} index={index} onRemove={() => remove(index)} />
      ))}
      {fault !== undefined && <Input.Error role="alert">{fault}</Input.Error>}
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={fields.length >= MAX_HEADERS}
          onClick={() => append({ name: '', value: '' })}
        >
          Add a header
        </Button>
      </Group>
    </Stack>
  );
}

function HeaderRow({ form, index, onRemove }: { form: WebhookForm; index: number; onRemove: () => void }) {
  const { register, watch, formState } = form;
  const errors = formState.errors.headers?.[index];
  const name = watch(`headers.${index}.name`);
  const Value = isSecretHeader(name) ? PasswordInput : TextInput;
  const label = `header ${index + 1}`;
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <TextInput
        aria-label={`Name of ${label}`}
        placeholder="X-Order"
        w="35%"
        error={errors?.name?.message}
        {...register(`headers.${index}.name`, {
          validate: {
            isNamed: notBlank('Give its name, or take the row away.'),
            isNew: (given, { headers }) =>
              headers.findIndex((other) => sameName(other.name, given)) === index || 'This header is there already.',
          },
        })}
      />
      <Value
        aria-label={`Value of ${label}`}
        placeholder="{{ order }}"
        flex={1}
        autoComplete="off"
        error={errors?.value?.message}
        {...register(`headers.${index}.value`)}
      />
      <ActionIcon variant="subtle" color="gray" mt={4} onClick={onRemove} aria-label={`Remove ${label}`}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

/** The names of headers whose values nobody has asked to see yet; they stay as they are when the form is saved. */
export function HiddenHeaders({ names }: { names: readonly string[] }) {
  return (
    <Stack gap={4}>
      {names.map((name) => (
        <Code key={name} className="theirs">
          {name}: ••••••••
        </Code>
      ))}
      <Text size="sm" c="dimmed">
        Their values are hidden. Use "Show secret and header values" below to change them; until then they stay as they
        are.
      </Text>
    </Stack>
  );
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
