import { Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { useSession } from '../../api/session-store';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { faultAt, faultBelow, faultsOf } from '../rules/field-faults';
import { ContactAnswer } from './contact-answer';
import { VariableRows } from './variable-rows';

/** A contact as it is filled in. */
export interface TestContactForm {
  number: string;
  externalId: string;
  priority: number | string;
  variables: { name: string; value: string }[];
}

const SHOWN_AT_FIELDS = /^\/(?:to_number|phone_number|phone|external_id|priority|custom_variables)/;

interface TestContactProps {
  readonly campaignId: number;
  readonly variables: readonly string[];
}

/** Adds a contact by hand. */
export function TestContact({ campaignId, variables }: TestContactProps) {
  const [answer, setAnswer] = useState<Schemas['AddedContact'] | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const add = useAction({
    run: (body: Schemas['Contact']) => {
      setProblem(null);
      setAnswer(null);
      const params = { path: { id: campaignId } };
      return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/add_contact', { params, body }));
    },
    changes: [queryKeys.requests(campaignId)],
    onProblem: (error) => setProblem(problemFrom(error)),
  });
  const form = useForm<TestContactForm>({
    defaultValues: {
      number: '',
      externalId: '',
      priority: '',
      variables: variables.map((name) => ({ name, value: '' })),
    },
  });
  const submit = form.handleSubmit((filledIn) => add.mutate(contactOf(filledIn), { onSuccess: setAnswer }));
  const mayAdd = useSession()?.scopes.includes('contacts:write') ?? false;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <Fields form={form} problem={problem} />
        {!mayAdd && <Text size="sm">Your key may only look. Adding contacts needs the scope contacts:write.</Text>}
        <Group>
          <Button type="submit" loading={add.isPending} disabled={!mayAdd}>
            Add the contact
          </Button>
        </Group>
        <div aria-live="polite">
          {problem && !isShownAtFields(problem) && <ProblemAlert problem={problem} />}
          {answer && <ContactAnswer campaignId={campaignId} answer={answer} />}
        </div>
      </Stack>
    </form>
  );
}

function Fields({ form, problem }: { form: ReturnType<typeof useForm<TestContactForm>>; problem: ApiProblem | null }) {
  const { register, control, formState } = form;
  const faults = faultsOf(problem ?? { errors: [] });
  const isSimulated = useSession()?.simulated ?? false;
  return (
    <>
      <TextInput
        label="Number"
        type="tel"
        autoComplete="off"
        withAsterisk
        placeholder="+15551234567"
        description={
          isSimulated
            ? 'Nobody is called: the numbers are simulated. Ending in 9001 it is answered, 9002 busy, 9003 not answered.'
            : 'This person is really called.'
        }
        error={formState.errors.number?.message ?? faultAt(faults, '/to_number')}
        {...register('number', { validate: (text) => text.trim() !== '' || 'Enter the number to call.' })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label="External id"
          description="Your own id of the contact"
          maxLength={255}
          error={faultAt(faults, '/external_id')}
          {...register('externalId')}
        />
        <Controller
          control={control}
          name="priority"
          render={({ field: { ref, ...field } }) => (
            <NumberInput
              {...field}
              ref={ref}
              label="Priority"
              description="0 to 9, higher first; 5 unless told"
              min={0}
              max={9}
              allowDecimal={false}
              error={faultAt(faults, '/priority')}
            />
          )}
        />
      </SimpleGrid>
      <VariableRows form={form} error={faultBelow(faults, '/custom_variables')} />
    </>
  );
}

function contactOf({ number, externalId, priority, variables }: TestContactForm): Schemas['Contact'] {
  const named = variables.map(({ name, value }) => [name.trim(), value] as const).filter(([name]) => name !== '');
  // What is left empty is not given: then the agent's own default holds.
  const given = Object.fromEntries(named.filter(([, value]) => value !== ''));
  return {
    to_number: number.trim(),
    ...(Object.keys(given).length > 0 && { custom_variables: given }),
    ...(externalId.trim() !== '' && { external_id: externalId.trim() }),
    ...(priority !== '' && { priority: Number(priority) }),
  };
}

function isShownAtFields({ errors }: ApiProblem): boolean {
  return errors.length > 0 && errors.every(({ pointer }) => SHOWN_AT_FIELDS.test(pointer));
}
