import { Skeleton, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { EmptyState } from '../../shared/empty-state';
import { Moment } from '../../shared/moment';
import { PageHeader } from '../../shared/page-header';
import { Pager } from '../../shared/pager';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { AddNumbersDialog } from './add-numbers-dialog';
import { UploadDialog } from './upload-dialog';

type Suppression = Schemas['Suppression'];

const PAGE_SIZE = 50;
const TYPING_MS = 300;

const SOURCES: Readonly<Record<Suppression['source'], string>> = {
  call: 'asked for in a call',
  api: 'added by hand or by a program',
  csv: 'from a file',
  line: "added on a contact's page",
};

/** The numbers that are never called. */
export function SuppressionsPage() {
  const [page, setPage] = useState(1);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [adding, add] = useDisclosure();
  const [uploading, upload] = useDisclosure();
  const { data, error } = useSuppressions(search, page);
  return (
    <>
      <PageHeader title="Do not call" text="No campaign calls these numbers, whoever adds them as contacts.">
        <AdminButton onClick={add.open}>Add numbers</AdminButton>
        <AdminButton variant="default" onClick={upload.open}>
          Upload CSV
        </AdminButton>
      </PageHeader>
      <TextInput
        type="search"
        label="Search"
        placeholder="Part of a number"
        maw={280}
        mb="md"
        maxLength={64}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setPage(1);
        }}
      />
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={200} aria-label="Loading" />}
      {data !== undefined && data.total_records === 0 && <NoNumbers search={search} />}
      {data !== undefined && data.total_records > 0 && (
        <>
          <NumberTable records={data.records} />
          <Pager
            page={page}
            pageSize={PAGE_SIZE}
            total={data.total_records}
            what={['number', 'numbers']}
            onPage={setPage}
          />
        </>
      )}
      <AddNumbersDialog opened={adding} onClose={add.close} />
      <UploadDialog opened={uploading} onClose={upload.close} />
    </>
  );
}

function useSuppressions(search: string, pageno: number) {
  return useQuery({
    queryKey: [...queryKeys.suppressions, search, pageno],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/suppressions', {
          params: { query: { pageno, pagesize: PAGE_SIZE, ...(search !== '' && { search }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

function NoNumbers({ search }: { search: string }) {
  if (search !== '') return <EmptyState title="No such number" text={`Nothing in the list has "${search}" in it.`} />;
  const text =
    'Somebody who says so in a call is added by itself. Add others by hand, or upload the list that you have.';
  return <EmptyState title="Nobody is on the list" text={text} />;
}

function NumberTable({ records }: { records: readonly Suppression[] }) {
  return (
    <Table.ScrollContainer minWidth={640} type="native">
      <Table>
        <Table.Caption className="visually-hidden">Numbers that are never called, newest first</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Number</Table.Th>
            <Table.Th scope="col">Reason</Table.Th>
            <Table.Th scope="col">How it came here</Table.Th>
            <Table.Th scope="col">Since</Table.Th>
            <Table.Th scope="col">Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record) => (
            <Table.Tr key={record.number}>
              <Table.Th scope="row" fw="normal" className="figures">
                {record.number}
              </Table.Th>
              <Table.Td maw={320} className="theirs">
                {record.reason}
              </Table.Td>
              <Table.Td>
                <Text size="sm">{SOURCES[record.source]}</Text>
              </Table.Td>
              <Table.Td>
                <Moment at={record.created_at} size="sm" />
              </Table.Td>
              <Table.Td>
                <RemoveButton number={record.number} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RemoveButton({ number }: { number: string }) {
  const remove = useAction({
    run: () => answerOf(api.DELETE('/api/v1/suppressions/{number}', { params: { path: { number } } })),
    changes: [queryKeys.suppressions],
    done: ({ message }) => message,
  });
  return (
    <AdminButton
      size="compact-sm"
      variant="default"
      loading={remove.isPending}
      aria-label={`Remove ${number}`}
      onClick={() =>
        confirm({
          title: `Allow calls to ${number} again?`,
          text: 'Campaigns may call this number as soon as it is added to them. Contacts that were ended because of the list stay ended. Make sure that the person agrees.',
          action: 'Allow calls again',
          danger: true,
          run: () => remove.mutate(undefined),
        })
      }
    >
      Remove
    </AdminButton>
  );
}
