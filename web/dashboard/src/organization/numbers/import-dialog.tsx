import { Checkbox, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useFields } from '../../shared/use-fields';
import { useChoices } from './use-choices';

const NEW_ACCOUNT = 'new';

/** Takes numbers over from Twilio: one, or all that can speak. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { accounts } = useChoices();
  const { form, change, text } = useFields({ account: NEW_ACCOUNT, sid: '', token: '', number: '', inbound: false });
  const known = accounts.filter(({ provider }) => provider === 'twilio');
  const submit = async () => {
    const { account, sid, token, number, inbound } = form;
    const from = account === NEW_ACCOUNT ? { account_sid: sid, auth_token: token } : { provider_account_id: account };
    const body = { ...from, configure_inbound: inbound, ...(number.trim() !== '' && { phone_number: number }) };
    const { message } = await answerOf(api.POST('/api/v1/phone_number/import/twilio', { body }));
    showDone(message);
    onClose();
    await Promise.all(
      [queryKeys.numbers, queryKeys.accounts].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
  return (
    <FormDialog title="Import from Twilio" action="Import" onClose={onClose} submit={submit}>
      <Select
        label="Account"
        data={[{ value: NEW_ACCOUNT, label: 'Another account' }, ...known]}
        allowDeselect={false}
        value={form.account}
        onChange={(account) => account !== null && change({ account })}
      />
      {form.account === NEW_ACCOUNT && (
        <>
          <TextInput label="Account SID" placeholder="AC…" autoComplete="off" withAsterisk {...text('sid')} />
          <PasswordInput label="Auth token" autoComplete="off" withAsterisk {...text('token')} />
          <Text size="xs" c="dimmed">
            Stored encrypted, and never shown again. Twilio is asked whether it takes them.
          </Text>
        </>
      )}
      <TextInput
        label="Number"
        description="Empty: every number of the account that can speak."
        type="tel"
        {...text('number')}
      />
      <Checkbox
        label="Twilio asks Everdial who speaks when one of them is called"
        description="Replaces what was set there."
        checked={form.inbound}
        onChange={({ currentTarget }) => change({ inbound: currentTarget.checked })}
      />
    </FormDialog>
  );
}
