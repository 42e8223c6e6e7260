import { Badge, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { sessionEnded, useMayAdminister, useSession } from '../../api/session-store';
import { AdminButton } from '../../shared/admin-button';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { Loaded } from '../../shared/loaded';
import { Moment } from '../../shared/moment';
import { RecordTable } from '../../shared/record-table';
import { SecretDialog } from '../../shared/secret-dialog';
import { SectionCard } from '../../shared/section-card';
import { NewKeyDialog } from './new-key-dialog';

type ApiKey = Schemas['ApiKey'];

/** The API keys of the organization: made, shown once, revoked. */
export function ApiKeys() {
  const mayAdminister = useMayAdminister();
  const [creating, { open, close }] = useDisclosure();
  const [made, setMade] = useState<string | null>(null);
  const query = useQuery({
    queryKey: queryKeys.apiKeys,
    queryFn: () => answerOf(api.GET('/api/v1/api_keys')),
    enabled: mayAdminister,
  });
  return (
    <SectionCard
      id="api-keys"
      title="API keys"
      actions={
        <AdminButton size="xs" onClick={open}>
          New key
        </AdminButton>
      }
    >
      {mayAdminister ? (
        <Loaded query={query} height={120}>
          {({ records }) => <KeyTable keys={records} />}
        </Loaded>
      ) : (
        <Text size="sm">Keys are shown to those who sign in with campaigns:admin.</Text>
      )}
      <NewKeyDialog
        opened={creating}
        onClose={close}
        onMade={(key) => {
          close();
          setMade(key);
        }}
      />
      <SecretDialog
        secret={made}
        title="The new key"
        what="key"
        text="Programs send it as Authorization: Bearer KEY; people sign in with it here."
        once="It is not shown again: only its hash is stored. Keep it now, in a place for secrets."
        onClose={() => setMade(null)}
      />
    </SectionCard>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  return (
    <RecordTable
      caption="API keys, newest first"
      columns={['Name', 'Key', 'Scopes', 'Made', 'Actions']}
      minWidth={720}
      verticalSpacing="sm"
    >
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} />
      ))}
    </RecordTable>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const isOwn = useSession()?.key.id === apiKey.id;
  const { name, prefix, last_four, scopes, created_at, revoked_at } = apiKey;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal" className="theirs" maw={260}>
        {name}
        {isOwn && (
          <Badge ml="xs" variant="light" tt="none" autoContrast>
            yours
          </Badge>
        )}
      </Table.Th>
      <Table.Td ff="monospace">
        {prefix}…{last_four}
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {scopes.map((scope) => (
            <Badge key={scope} variant="default" tt="none">
              {scope}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <Moment at={created_at} size="sm" />
      </Table.Td>
      <Table.Td>
        {revoked_at === null ? (
          <RevokeButton apiKey={apiKey} isOwn={isOwn} />
        ) : (
          <Text size="sm" c="dimmed">
            Revoked <Moment at={revoked_at} span inherit />
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function RevokeButton({ apiKey: { id, name }, isOwn }: { apiKey: ApiKey; isOwn: boolean }) {
  const text = 'It stops working at once, wherever it is used, and so does every session that was begun with it.';
  return (
    <ConfirmedButton
      question={{
        title: `Revoke the key "${name}"?`,
        text: isOwn ? `${text} You are signed in with this one: you are signed out.` : text,
        action: isOwn ? 'Revoke it and sign out' : 'Revoke it',
      }}
      run={() => answerOf(api.DELETE('/api/v1/api_keys/{id}', { params: { path: { id } } }))}
      // With one's own nothing can be read any more.
      changes={isOwn ? [] : [queryKeys.apiKeys]}
      onDone={() => isOwn && sessionEnded()}
      aria-label={`Revoke ${name}`}
    >
      Revoke
    </ConfirmedButton>
  );
}
