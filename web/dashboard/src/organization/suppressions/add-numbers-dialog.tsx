import { Button, Group, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { answerOf, api, problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { useFields } from '../../shared/use-fields';
import { suppressedText } from './suppressed-text';

const MAX_NUMBERS = 1_000;
const SHOWN_FAULTS = 10;

/** Takes one number or many, by hand. */
export function AddNumbersDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Never call these numbers"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <AddNumbersForm onClose={onClose} />
    </Modal>
  );
}

function AddNumbersForm({ onClose }: { onClose: () => void }) {
  const { form, text } = useFields({ numbers: '', reason: '' });
  const numbers = numbersIn(form.numbers);
  const reason = form.reason.trim();
  const add = useAction({
    run: () => answerOf(api.POST('/api/v1/suppressions', { body: { numbers, ...(reason !== '' && { reason }) } })),
    changes: [queryKeys.suppressions],
    done: suppressedText,
    // Shown in the dialog.
    onProblem: () => undefined,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (numbers.length > 0) add.mutate(undefined, { onSuccess: onClose });
  };
  const isTooMany = numbers.length > MAX_NUMBERS;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label="Numbers"
          description="With their country codes, one per line or with commas between."
          placeholder={'+15551234567\n+4915123456789'}
          autosize
          minRows={4}
          maxRows={14}
          data-autofocus
          {...text('numbers')}
          error={isTooMany ? `These are ${numbers.length}; up to ${MAX_NUMBERS} at once. Upload a file instead.` : null}
        />
        <TextInput label="Reason" placeholder="added by hand" maxLength={255} {...text('reason')} />
        <Text size="sm">
          Contacts that wait for a call to them end, in every campaign. A call in progress goes on, and none follows.
        </Text>
        {add.error !== null && <Refusal problem={problemFrom(add.error)} numbers={numbers} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" disabled={numbers.length === 0 || isTooMany} loading={add.isPending}>
            {numbers.length > 1 ? `Add ${numbers.length} numbers` : 'Add'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** All or none are added: says which ones are in the way. */
function Refusal({ problem, numbers }: { problem: ApiProblem; numbers: readonly string[] }) {
  const faults = problem.errors.flatMap(({ pointer, detail }) => {
    const number = numbers[Number(/^\/numbers\/(\d+)$/.exec(pointer)?.[1] ?? -1)];
    return number === undefined ? [] : [{ number, detail }];
  });
  if (faults.length === 0) return <ProblemAlert problem={problem} />;
  return (
    <div role="alert">
      <Text size="sm" fw={600}>
        None was added: correct these, or take them away.
      </Text>
      <List size="sm">
        {faults.slice(0, SHOWN_FAULTS).map(({ number, detail }, index) => (
          <List.Item key={index} className="theirs">
            <code>{number}</code> {detail}
          </List.Item>
        ))}
      </List>
      {faults.length > SHOWN_FAULTS && <Text size="sm">and {faults.length - SHOWN_FAULTS} more.</Text>}
    </div>
  );
}

/** @example numbersIn('+1 555 123 4567\n+4915123456789,') // ['+1 555 123 4567', '+4915123456789'] */
function numbersIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
}
