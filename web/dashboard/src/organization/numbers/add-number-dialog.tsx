import { Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useChoices } from './use-choices';

const SIMULATED = 'simulated';

/** Adds a number of an account, or a simulated one. */
export function AddNumberDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { agents, accounts } = useChoices();
  const [form, setForm] = useState({ number: '', name: '', account: SIMULATED, agent: '', reference: '' });
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const real = accounts.filter(({ provider }) => provider !== 'simulator');
  const submit = async () => {
    const { number, name, account, agent, reference } = form;
    const { phone_number } = await answerOf(
      api.POST('/api/v1/phone_numbers', {
        body: {
          number,
          ...(name.trim() !== '' && { name }),
          ...(account !== SIMULATED && { provider_account_id: account, provider_reference: reference }),
          ...(agent !== '' && { agent_id: agent }),
        },
      }),
    );
    showDone(`${phone_number.number} can be called from now.`);
    onClose();
    await client.invalidateQueries({ queryKey: queryKeys.numbers });
  };
  return (
    <FormDialog title="Add a number" action="Add it" onClose={onClose} submit={submit}>
      <TextInput
        label="Number"
        description="With its country code."
        placeholder="+15550100002"
        type="tel"
        withAsterisk
        data-autofocus
        value={form.number}
        onChange={({ currentTarget }) => change({ number: currentTarget.value })}
      />
      <TextInput
        label="Name"
        description="The number itself unless told."
        maxLength={255}
        value={form.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <Select
        label="Account"
        description="A simulated number calls nobody. For real calls, make a provider account first."
        data={[{ value: SIMULATED, label: 'Simulated' }, ...real]}
        allowDeselect={false}
        value={form.account}
        onChange={(account) => account !== null && change({ account })}
      />
      {form.account !== SIMULATED && (
        <TextInput
          label="The provider's id of the number"
          description="Where it has one, such as Vapi's phoneNumberId."
          maxLength={255}
          value={form.reference}
          onChange={({ currentTarget }) => change({ reference: currentTarget.value })}
        />
      )}
      <Select
        label="Agent"
        data={agents}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'No agent' }}
        value={form.agent || null}
        onChange={(agent) => change({ agent: agent ?? '' })}
      />
    </FormDialog>
  );
}
