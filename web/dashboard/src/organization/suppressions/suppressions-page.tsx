import { Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { EmptyState } from '../../shared/empty-state';
import { Moment } from '../../shared/moment';
import { PageHeader } from '../../shared/page-header';
import { PagedRecords } from '../../shared/paged-records';
import { RecordTable } from '../../shared/record-table';
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
  const query = useSuppressions(search, page);
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
      <PagedRecords
        query={query}
        page={page}
        pageSize={PAGE_SIZE}
        what={['number', 'numbers']}
        onPage={setPage}
        empty={<NoNumbers search={search} />}
      >
        {(records) => <NumberTable records={records} />}
      </PagedRecords>
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
    <RecordTable
      caption="Numbers that are never called, newest first"
      columns={['Number', 'Reason', 'How it came here', 'Since', 'Actions']}
      minWidth={640}
    >
      {records.map(({ number, reason, source, created_at }) => (
        <Table.Tr key={number}>
          <Table.Th scope="row" fw="normal" className="figures">
            {number}
          </Table.Th>
          <Table.Td maw={320} className="theirs">
            {reason}
          </Table.Td>
          <Table.Td>
            <Text size="sm">{SOURCES[source]}</Text>
          </Table.Td>
          <Table.Td>
            <Moment at={created_at} size="sm" />
          </Table.Td>
          <Table.Td>
            <RemoveButton number={number} />
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}

function RemoveButton({ number }: { number: string }) {
  return (
    <ConfirmedButton
      question={{
        title: `Allow calls to ${number} again?`,
        text: 'Campaigns may call this number as soon as it is added to them. Contacts that were ended because of the list stay ended. Make sure that the person agrees.',
        action: 'Allow calls again',
      }}
      run={() => answerOf(api.DELETE('/api/v1/suppressions/{number}', { params: { path: { number } } }))}
      changes={[queryKeys.suppressions]}
      aria-label={`Remove ${number}`}
    >
      Remove
    </ConfirmedButton>
  );
}
