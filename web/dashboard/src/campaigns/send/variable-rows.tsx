import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useFieldArray, type UseFormReturn } from 'react-hook-form';
import type { TestContactForm } from './test-contact';

interface VariableRowsProps {
  readonly form: UseFormReturn<TestContactForm>;
  readonly error?: string;
}

/** Variables of a contact: a row for each. */
export function VariableRows({ form: { control, register }, error }: VariableRowsProps) {
  const { fields, append, remove } = useFieldArray({ control, name: 'variables' });
  return (
    <Fieldset legend="Variables for the agent" p="sm">
      <Stack gap="xs">
        {fields.length === 0 && (
          <Text size="sm" c="dimmed">
            The agent's texts ask for none.
          </Text>
        )}
        {fields.map((field, index) => (
          <Group key={field.id} gap="xs" wrap="nowrap">
            <TextInput
              aria-label={`Name of variable ${index + 1}`}
              placeholder="Name"
              flex={1}
              miw={0}
              {...register(`variables.${index}.name`)}
            />
            <TextInput
              aria-label={`Value of variable ${index + 1}`}
              placeholder="Value"
              flex={1}
              miw={0}
              {...register(`variables.${index}.value`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove variable ${index + 1}`}
              onClick={() => remove(index)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {error !== undefined && (
          <Text size="sm" c="red.8" role="alert">
            {error}
          </Text>
        )}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => append({ name: '', value: '' })}
          >
            Add a variable
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
