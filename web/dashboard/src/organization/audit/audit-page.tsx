import { Button, Collapse, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { useMayAdminister, useSession } from '../../api/session-store';
import { EmptyState } from '../../shared/empty-state';
import { Moment, OWN_ZONE } from '../../shared/moment';
import { PageHeader } from '../../shared/page-header';
import { PagedRecords } from '../../shared/paged-records';
import { RecordTable } from '../../shared/record-table';
import { auditRoute } from '../routes';
import { actionText } from './action-texts';
import { ObjectLink } from './object-link';

type AuditEntry = Schemas['AuditEntry'];

const PAGE_SIZE = 50;

/** Who changed what, and when. */
export function AuditPage() {
  const mayLook = useMayAdminister();
  const { page = 1 } = auditRoute.useSearch();
  const navigate = useNavigate();
  const query = useAuditEntries(page, mayLook);
  const text = `Who changed what, newest first. Times are in your own zone, ${OWN_ZONE}.`;
  return (
    <>
      <PageHeader title="Audit log" text={text} />
      {mayLook ? (
        <PagedRecords
          query={query}
          page={page}
          pageSize={PAGE_SIZE}
          what={['entry', 'entries']}
          onPage={(to) => void navigate({ to: '/audit', search: to > 1 ? { page: to } : {} })}
          empty={
            <EmptyState
              title="Nothing yet"
              text="As soon as somebody changes something, or looks at a secret, it stands here."
            />
          }
        >
          {(entries) => <AuditTable entries={entries} />}
        </PagedRecords>
      ) : (
        <EmptyState
          title="Not with this key"
          text="Sign in with a key that has campaigns:admin to read the audit log."
        />
      )}
    </>
  );
}

function useAuditEntries(pageno: number, enabled: boolean) {
  return useQuery({
    queryKey: [...queryKeys.audit, pageno],
    queryFn: () => answerOf(api.GET('/api/v1/audit', { params: { query: { pageno, pagesize: PAGE_SIZE } } })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const { data: keys } = useQuery({
    queryKey: queryKeys.apiKeys,
    queryFn: () => answerOf(api.GET('/api/v1/api_keys')),
  });
  const nameOf = (prefix: string | null) => keys?.records.find((key) => key.prefix === prefix)?.name;
  return (
    <RecordTable caption="Audit log, newest first" columns={['When', 'Who', 'What', 'Which', 'Details']} minWidth={760}>
      {entries.map((entry) => (
        <AuditRow key={entry.id} entry={entry} keyName={nameOf(entry.api_key_prefix)} />
      ))}
    </RecordTable>
  );
}

function AuditRow({ entry, keyName }: { entry: AuditEntry; keyName: string | undefined }) {
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Moment at={entry.created_at} size="sm" />
      </Table.Td>
      <Table.Td>
        <Who prefix={entry.api_key_prefix} keyName={keyName} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{actionText(entry.action)}</Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {entry.action}
        </Text>
      </Table.Td>
      <Table.Td maw={220} fz="sm">
        <ObjectLink entry={entry} />
      </Table.Td>
      <Table.Td maw={360}>
        <Details entry={entry} />
      </Table.Td>
    </Table.Tr>
  );
}

function Who({ prefix, keyName }: { prefix: string | null; keyName: string | undefined }) {
  const own = useSession()?.key.prefix;
  if (prefix === null) return <Text size="sm">the system</Text>;
  return (
    <Text size="sm" className="theirs">
      {keyName !== undefined && `${keyName} `}
      <code>{prefix}…</code>
      {prefix === own && ' (yours)'}
    </Text>
  );
}

function Details({ entry: { id, action, data } }: { entry: AuditEntry }) {
  const [opened, { toggle }] = useDisclosure();
  if (Object.keys(data).length === 0) return <Text size="sm">–</Text>;
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={toggle}
        aria-expanded={opened}
        aria-label={`Details of entry ${id}, ${actionText(action)}`}
      >
        Details
      </Button>
      <Collapse expanded={opened}>
        <Text component="pre" m={0} fz="xs" ff="monospace" className="theirs" style={{ whiteSpace: 'pre-wrap' }}>
          {JSON.stringify(data, null, 2)}
        </Text>
      </Collapse>
    </>
  );
}
