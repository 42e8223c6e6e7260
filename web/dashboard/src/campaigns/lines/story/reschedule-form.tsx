import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { Schemas } from '../../../api/client';
import type { ApiProblem } from '../../../api/problem';
import { faultAt, faultsOf } from '../../rules/field-faults';
import { ZoneSelect } from '../../rules/zone-select';

interface RescheduleFormProps {
  /** The contact's own zone; null: the API finds it by the campaign. */
  readonly ownZone: string | null;
  readonly isPending: boolean;
  readonly problem: ApiProblem | null;
  readonly onSubmit: (body: Schemas['RescheduleLine']) => void;
}

/** Asks for another time for a contact's next call. */
export function RescheduleForm({ ownZone, isPending, problem, onSubmit }: RescheduleFormProps) {
  const form = useForm({ defaultValues: { at: '' } });
  const [zone, setZone] = useState<string | null>(null);
  const faults = faultsOf(problem ?? { errors: [] });
  const submit = form.handleSubmit(({ at }) =>
    onSubmit({
      at: `${at.replace('T', ' ')}:00`.slice(0, '2026-12-25 10:00:00'.length),
      ...(zone !== null && { timezone: zone }),
    }),
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <Group gap="sm" align="flex-start" grow>
          <TextInput
            type="datetime-local"
            label="Next call not before"
            description="Outside its hours it moves to the next opening."
            error={form.formState.errors.at?.message ?? faultAt(faults, '/at')}
            {...form.register('at', { required: 'Choose a day and a time.' })}
          />
          <ZoneSelect
            label="In the time of"
            none={ownZone === null ? "The called person's zone" : `The called person's: ${ownZone}`}
            value={zone}
            onChange={setZone}
            error={faultAt(faults, '/timezone')}
          />
        </Group>
        <Group>
          <Button type="submit" size="xs" loading={isPending}>
            Move the next call
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
