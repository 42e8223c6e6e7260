import { Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useFields } from '../../shared/use-fields';
import { useChoices } from './use-choices';

const SIMULATED = 'simulated';

/** Adds a number of an account, or a simulated one. */
export function AddNumberDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { agents, accounts } = useChoices();
  const { form, change, text } = useFields({ number: '', name: '', account: SIMULATED, agent: '', reference: '' });
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
        {...text('number')}
      />
      <TextInput label="Name" description="The number itself unless told." maxLength={255} {...text('name')} />
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
          {...text('reference')}
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
