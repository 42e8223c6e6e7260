import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { PagedRecords } from '../../shared/paged-records';
import { RecordTable } from '../../shared/record-table';
import { AddNumberDialog } from './add-number-dialog';
import { ChangeNumberDialog } from './change-number-dialog';
import { ImportDialog } from './import-dialog';
import { useChoices } from './use-choices';

type PhoneNumber = Schemas['PhoneNumber'];
type Open = { readonly dialog: 'add' | 'import' } | { readonly dialog: 'change'; readonly number: PhoneNumber };

const PAGE_SIZE = 50;

/** The numbers that campaigns call from. */
export function NumbersPage() {
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const query = useQuery({
    queryKey: [...queryKeys.numbers, page],
    queryFn: () =>
      answerOf(api.GET('/api/v1/phone_numbers', { params: { query: { pageno: page, pagesize: PAGE_SIZE } } })),
  });
  return (
    <>
      <PageHeader
        title="Phone numbers"
        text="Where calls come from. Each belongs to an account with a provider, and has an agent."
      >
        <AdminButton onClick={() => setOpen({ dialog: 'add' })}>Add a number</AdminButton>
        <AdminButton variant="default" onClick={() => setOpen({ dialog: 'import' })}>
          Import from Twilio
        </AdminButton>
      </PageHeader>
      <PagedRecords
        query={query}
        page={page}
        pageSize={PAGE_SIZE}
        what={['number', 'numbers']}
        onPage={setPage}
        empty={
          <EmptyState
            title="No number yet"
            text="Add one: a simulated number calls nobody, and is good for trying things out."
          />
        }
      >
        {(numbers) => <NumberTable numbers={numbers} onChange={(number) => setOpen({ dialog: 'change', number })} />}
      </PagedRecords>
      {open?.dialog === 'add' && <AddNumberDialog onClose={close} />}
      {open?.dialog === 'import' && <ImportDialog onClose={close} />}
      {open?.dialog === 'change' && <ChangeNumberDialog number={open.number} onClose={close} />}
    </>
  );
}

function NumberTable({
  numbers,
  onChange,
}: {
  numbers: readonly PhoneNumber[];
  onChange: (number: PhoneNumber) => void;
}) {
  const { agents, accounts } = useChoices();
  const labelOf = (choices: typeof agents, id: number | null) =>
    choices.find(({ value }) => value === String(id))?.label ?? (id === null ? 'none' : String(id));
  return (
    <RecordTable
      caption="Phone numbers"
      columns={['Number', 'Account', 'Agent', 'Calls at once', 'Actions']}
      minWidth={760}
      verticalSpacing="sm"
    >
      {numbers.map((number) => (
        <Table.Tr key={number.id}>
          <Table.Th scope="row" fw="normal" className="theirs">
            {number.number}
            <Text size="xs" c="dimmed">
              {number.name}
            </Text>
          </Table.Th>
          <Table.Td className="theirs">{labelOf(accounts, number.provider_account_id)}</Table.Td>
          <Table.Td className="theirs">{labelOf(agents, number.agent_id)}</Table.Td>
          <Table.Td>{number.concurrency_limit ?? 'no limit of its own'}</Table.Td>
          <Table.Td>
            <AdminButton
              size="compact-sm"
              variant="default"
              onClick={() => onChange(number)}
              aria-label={`Change ${number.number}`}
            >
              Change
            </AdminButton>{' '}
            <DeleteButton number={number} />
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}

function DeleteButton({ number: { id, number } }: { number: PhoneNumber }) {
  return (
    <ConfirmedButton
      question={{
        title: `Delete ${number}?`,
        text: 'A number that a campaign calls from is not deleted. Nothing changes at the provider.',
        action: 'Delete it',
      }}
      run={() => answerOf(api.DELETE('/api/v1/phone_numbers/{id}', { params: { path: { id } } }))}
      changes={[queryKeys.numbers]}
      aria-label={`Delete ${number}`}
    >
      Delete
    </ConfirmedButton>
  );
}
