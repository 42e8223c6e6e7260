import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { Pager } from '../../shared/pager';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
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
  const { data, error } = useQuery({
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
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={200} aria-label="Loading" />}
      {data?.total_records === 0 && (
        <EmptyState
          title="No number yet"
          text="Add one: a simulated number calls nobody, and is good for trying things out."
        />
      )}
      {data !== undefined && data.total_records > 0 && (
        <>
          <NumberTable numbers={data.records} onChange={(number) => setOpen({ dialog: 'change', number })} />
          <Pager
            page={page}
            pageSize={PAGE_SIZE}
            total={data.total_records}
            what={['number', 'numbers']}
            onPage={setPage}
          />
        </>
      )}
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
    <Table.ScrollContainer minWidth={760} type="native">
      <Table verticalSpacing="sm">
        <Table.Caption className="visually-hidden">Phone numbers</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Number</Table.Th>
            <Table.Th scope="col">Account</Table.Th>
            <Table.Th scope="col">Agent</Table.Th>
            <Table.Th scope="col">Calls at once</Table.Th>
            <Table.Th scope="col">Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
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
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DeleteButton({ number: { id, number } }: { number: PhoneNumber }) {
  const remove = useAction({
    run: () => answerOf(api.DELETE('/api/v1/phone_numbers/{id}', { params: { path: { id } } })),
    changes: [queryKeys.numbers],
    done: ({ message }) => message,
  });
  const ask = () =>
    confirm({
      title: `Delete ${number}?`,
      text: 'A number that a campaign calls from is not deleted. Nothing changes at the provider.',
      action: 'Delete it',
      danger: true,
      run: () => remove.mutate(undefined),
    });
  return (
    <AdminButton
      size="compact-sm"
      variant="default"
      loading={remove.isPending}
      aria-label={`Delete ${number}`}
      onClick={ask}
    >
      Delete
    </AdminButton>
  );
}
