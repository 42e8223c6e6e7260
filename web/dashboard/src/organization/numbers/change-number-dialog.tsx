import { NumberInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useFields } from '../../shared/use-fields';
import { useChoices } from './use-choices';

type PhoneNumber = Schemas['PhoneNumber'];

interface NumberForm {
  readonly name: string;
  readonly agent: string | null;
  readonly account: string;
  readonly reference: string;
  /** Empty: no limit of its own. */
  readonly limit: number | '';
}

/** Changes the name, the agent and the limits of a number. */
export function ChangeNumberDialog({ number, onClose }: { number: PhoneNumber; onClose: () => void }) {
  const client = useQueryClient();
  const { agents, accounts } = useChoices();
  const { form, change, text } = useFields(() => formOf(number));
  const submit = async () => {
    await store(number, form);
    showDone(`${number.number} is changed.`);
    onClose();
    await client.invalidateQueries({ queryKey: queryKeys.numbers });
  };
  return (
    <FormDialog title={`Change ${number.number}`} action="Save" onClose={onClose} submit={submit}>
      <TextInput label="Name" maxLength={255} data-autofocus {...text('name')} />
      <Select
        label="Agent"
        description="Speaks on this number from the next call on."
        data={agents}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'No agent' }}
        value={form.agent}
        onChange={(agent) => change({ agent })}
      />
      <Select
        label="Account"
        description="Another account of the same provider."
        data={accounts.filter(({ provider }) => provider === number.provider)}
        allowDeselect={false}
        value={form.account}
        onChange={(account) => account !== null && change({ account })}
      />
      <TextInput label="The provider's id of the number" maxLength={255} {...text('reference')} />
      <NumberInput
        label="Calls at once"
        description="Over all campaigns. Empty: no limit of its own."
        min={1}
        max={100_000}
        allowDecimal={false}
        value={form.limit}
        onChange={(limit) => change({ limit: typeof limit === 'number' ? limit : '' })}
      />
    </FormDialog>
  );
}

function formOf(number: PhoneNumber): NumberForm {
  return {
    name: number.name,
    agent: number.agent_id === null ? null : String(number.agent_id),
    account: String(number.provider_account_id),
    reference: number.provider_reference ?? '',
    limit: number.concurrency_limit ?? '',
  };
}

async function store({ id, agent_id, provider_account_id }: PhoneNumber, form: NumberForm): Promise<void> {
  if (form.agent === null && agent_id !== null) {
    await answerOf(api.POST('/api/v1/phone_number/detach', { body: { phone_number_id: id } }));
  }
  const body = {
    name: form.name,
    ...(form.agent !== null && { agent_id: form.agent }),
    ...(form.account !== String(provider_account_id) && { provider_account_id: form.account }),
    provider_reference: form.reference,
    concurrency_limit: form.limit === '' ? 0 : form.limit,
  };
  await answerOf(api.PUT('/api/v1/phone_numbers/{id}', { params: { path: { id } }, body }));
}
