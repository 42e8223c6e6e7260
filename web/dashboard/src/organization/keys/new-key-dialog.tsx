import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { answerOf, api, problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { ProblemAlert } from '../../shared/problem-alert';
import { SCOPES, type Scope } from './scope-texts';

interface NewKeyProps {
  readonly onClose: () => void;
  /** Given the whole key, this once. */
  readonly onMade: (key: string) => void;
}

interface NewKey {
  readonly name: string;
  readonly scopes: Scope[];
}

/** Asks for a new key's name and what it may do. */
export function NewKeyDialog({ opened, ...rest }: NewKeyProps & { readonly opened: boolean }) {
  return (
    <Modal opened={opened} onClose={rest.onClose} title="New API key" closeButtonProps={{ 'aria-label': 'Close' }}>
      <NewKeyForm {...rest} />
    </Modal>
  );
}

function NewKeyForm({ onClose, onMade }: NewKeyProps) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { register, control, handleSubmit, formState } = useForm<NewKey>({
    defaultValues: { name: '', scopes: ['read', 'contacts:write'] },
  });
  const submit = handleSubmit(async (body) => {
    try {
      const { key } = await answerOf(api.POST('/api/v1/api_keys', { body }));
      void client.invalidateQueries({ queryKey: queryKeys.apiKeys });
      onMade(key);
    } catch (error) {
      setProblem(problemFrom(error));
    }
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          description="What it is for: you will know it by this in the audit log."
          withAsterisk
          maxLength={255}
          data-autofocus
          error={formState.errors.name?.message}
          {...register('name', { validate: (name) => name.trim() !== '' || 'Give it a name.' })}
        />
        <Controller
          control={control}
          name="scopes"
          rules={{ validate: (scopes) => scopes.length > 0 || 'Choose one at least.' }}
          render={({ field, fieldState }) => (
            <Checkbox.Group
              label="What it may do"
              error={fieldState.error?.message}
              value={field.value}
              onChange={field.onChange}
            >
              <Stack gap="sm" mt="xs">
                {SCOPES.map(({ scope, text }) => (
                  <Checkbox key={scope} value={scope} label={scope} description={text} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
        />
        {problem !== null && <ProblemAlert problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={formState.isSubmitting}>
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
