import { Badge, Card, Group, Skeleton, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { sessionEnded, useMayAdminister, useSession } from '../../api/session-store';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { Moment } from '../../shared/moment';
import { ProblemAlert } from '../../shared/problem-alert';
import { SecretDialog } from '../../shared/secret-dialog';
import { useAction } from '../../shared/use-action';
import { NewKeyDialog } from './new-key-dialog';

type ApiKey = Schemas['ApiKey'];

/** The API keys of the organization: made, shown once, revoked. */
export function ApiKeys() {
  const mayAdminister = useMayAdminister();
  const [creating, { open, close }] = useDisclosure();
  const [made, setMade] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: queryKeys.apiKeys,
    queryFn: () => answerOf(api.GET('/api/v1/api_keys')),
    enabled: mayAdminister,
  });
  return (
    <Card withBorder component="section" aria-labelledby="api-keys">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="api-keys">
          API keys
        </Title>
        <AdminButton size="xs" onClick={open}>
          New key
        </AdminButton>
      </Group>
      {!mayAdminister && <Text size="sm">Keys are shown to those who sign in with campaigns:admin.</Text>}
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {mayAdminister && data === undefined && error === null && <Skeleton h={120} aria-label="Loading" />}
      {data !== undefined && <KeyTable keys={data.records} />}
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
    </Card>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table verticalSpacing="sm">
        <Table.Caption className="visually-hidden">API keys, newest first</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Name</Table.Th>
            <Table.Th scope="col">Key</Table.Th>
            <Table.Th scope="col">Scopes</Table.Th>
            <Table.Th scope="col">Made</Table.Th>
            <Table.Th scope="col">Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
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
  const revoke = useAction({
    run: () => answerOf(api.DELETE('/api/v1/api_keys/{id}', { params: { path: { id } } })),
    // With one's own nothing can be read any more.
    changes: isOwn ? [] : [queryKeys.apiKeys],
    done: ({ message }) => message,
  });
  const run = (): void => revoke.mutate(undefined, { onSuccess: () => isOwn && sessionEnded() });
  const text = 'It stops working at once, wherever it is used, and so does every session that was begun with it.';
  return (
    <AdminButton
      size="compact-sm"
      variant="default"
      loading={revoke.isPending}
      aria-label={`Revoke ${name}`}
      onClick={() =>
        confirm({
          title: `Revoke the key "${name}"?`,
          text: isOwn ? `${text} You are signed in with this one: you are signed out.` : text,
          action: isOwn ? 'Revoke it and sign out' : 'Revoke it',
          danger: true,
          run,
        })
      }
    >
      Revoke
    </AdminButton>
  );
}
