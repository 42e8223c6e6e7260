import { Group } from '@mantine/core';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { useAction } from '../../shared/use-action';

type Account = Schemas['ProviderAccount'];

/** What can be done with an account: change it, ask the provider about its credentials, delete it. */
export function AccountActions({ account, onChange }: { account: Account; onChange: () => void }) {
  const { id, name, provider } = account;
  const params = { path: { id } };
  const check = useAction({
    run: () => answerOf(api.POST('/api/v1/provider_accounts/{id}/check', { params })),
    changes: [queryKeys.accounts],
    done: ({ message }) => message,
  });
  const button = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <Group gap="xs">
      <AdminButton {...button} onClick={onChange} aria-label={`Change ${name}`}>
        Change
      </AdminButton>
      {provider !== 'simulator' && (
        <>
          <AdminButton
            {...button}
            loading={check.isPending}
            onClick={() => check.mutate(undefined)}
            aria-label={`Check the credentials of ${name}`}
          >
            Check
          </AdminButton>
          <ConfirmedButton
            question={{
              title: `Delete the account "${name}"?`,
              text: 'Its credentials go with it. An account that numbers belong to is not deleted.',
              action: 'Delete it',
            }}
            run={() => answerOf(api.DELETE('/api/v1/provider_accounts/{id}', { params }))}
            changes={[queryKeys.accounts]}
            aria-label={`Delete ${name}`}
          >
            Delete
          </ConfirmedButton>
        </>
      )}
    </Group>
  );
}
