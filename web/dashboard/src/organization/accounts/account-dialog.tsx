import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useFields } from '../../shared/use-fields';
import { ACCOUNT_KINDS, kindOf } from './account-kinds';
import { CredentialFields, type Credentials } from './credential-fields';
import { readJsonObject, SettingsField } from './settings-field';

type Account = Schemas['ProviderAccount'];

/** Makes an account, or changes its name, limits, settings and credentials. */
export function AccountDialog({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const client = useQueryClient();
  const { form, change, text } = useFields(() => formOf(account));
  const takesCredentials = account === null || form.replaces;
  const takesSettings = form.provider === 'http';
  const submit = async () => {
    const { provider_account } = await store(account, form);
    showDone(`The account ${provider_account.name} is stored.`);
    onClose();
    await client.invalidateQueries({ queryKey: queryKeys.accounts });
  };
  return (
    <FormDialog
      title={account ? `Change ${account.name}` : 'New provider account'}
      action={account ? 'Save' : 'Make the account'}
      onClose={onClose}
      submit={submit}
    >
      {account === null && (
        <Select
          label="Provider"
          data={ACCOUNT_KINDS.map(({ value, label }) => ({ value, label }))}
          allowDeselect={false}
          data-autofocus
          value={form.provider}
          onChange={(provider) => provider !== null && change({ provider, credentials: {} })}
        />
      )}
      <TextInput label="Name" maxLength={255} {...text('name')} />
      <Limits form={form} change={change} />
      {takesSettings && <SettingsField value={form.settings} onChange={(settings) => change({ settings })} />}
      {account !== null && account.provider !== 'simulator' && (
        <Checkbox
          label="Replace the credentials"
          description="All of them, within five seconds. Events signed with the old ones are refused: pause its campaigns first."
          checked={form.replaces}
          onChange={({ currentTarget }) => change({ replaces: currentTarget.checked })}
        />
      )}
      {takesCredentials && (
        <CredentialFields
          kind={kindOf(form.provider)}
          value={form.credentials}
          onChange={(credentials) => change({ credentials })}
        />
      )}
    </FormDialog>
  );
}

function store(account: Account | null, form: AccountForm) {
  const { name, provider, concurrency, perSecond, settings, credentials } = form;
  const body = {
    ...(name.trim() !== '' && { name }),
    ...(concurrency !== null && { concurrency_limit: concurrency }),
    ...(perSecond !== null && { calls_per_second: perSecond }),
    ...(provider === 'http' && { settings: readJsonObject(settings, 'Settings') }),
  };
  if (!account) return answerOf(api.POST('/api/v1/provider_accounts', { body: { ...body, provider, credentials } }));
  const change = { ...body, ...(form.replaces && { credentials }) };
  return answerOf(api.PUT('/api/v1/provider_accounts/{id}', { params: { path: { id: account.id } }, body: change }));
}

interface AccountForm {
  readonly provider: string;
  readonly name: string;
  /** 0 takes a limit away; null leaves it as it is. */
  readonly concurrency: number | null;
  readonly perSecond: number | null;
  readonly settings: string;
  readonly replaces: boolean;
  readonly credentials: Credentials;
}

function formOf(account: Account | null): AccountForm {
  return {
    provider: account?.provider ?? 'twilio',
    name: account?.name ?? '',
    concurrency: account && (account.concurrency_limit ?? 0),
    perSecond: account && (account.calls_per_second ?? 0),
    settings: JSON.stringify(account?.settings ?? {}, null, 2),
    replaces: false,
    credentials: {},
  };
}

function Limits({ form, change }: { form: AccountForm; change: (part: Partial<AccountForm>) => void }) {
  const numberOf = (value: string | number) => (typeof value === 'number' ? value : null);
  const unlessTold = form.concurrency === null ? " The provider's usual one unless told." : '';
  return (
    <>
      <NumberInput
        label="Calls at once"
        description={`Over all its numbers. 0: no limit.${unlessTold}`}
        min={0}
        max={100_000}
        allowDecimal={false}
        value={form.concurrency ?? ''}
        onChange={(value) => change({ concurrency: numberOf(value) })}
      />
      <NumberInput
        label="Calls per second"
        description="Over all its numbers. 0: no limit."
        min={0}
        max={1_000}
        value={form.perSecond ?? ''}
        onChange={(value) => change({ perSecond: numberOf(value) })}
      />
    </>
  );
}
