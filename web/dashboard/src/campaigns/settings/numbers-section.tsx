import { Button, Card, Group, Select, Skeleton, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { Moment } from '../../shared/moment';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { useOtherNumbers } from '../rules/other-numbers';
import type { CampaignDetails } from './settings-part';

const keyOf = (id: number) => [...queryKeys.campaign(id), 'numbers'];

/** Numbers that the campaign calls from: what they do, switched on and off, and further ones. */
export function NumbersSection({ campaign, mayChange }: { campaign: CampaignDetails; mayChange: boolean }) {
  const { data, error } = useQuery({
    queryKey: keyOf(campaign.id),
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call/{id}/numbers', { params: { path: { id: campaign.id } } })),
  });
  return (
    <Card component="section" withBorder padding="md" aria-labelledby="settings-numbers">
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id="settings-numbers">
            Numbers to call from
          </Title>
          <Text size="sm" c="dimmed">
            Several numbers take turns, and are counted then. One that is switched off makes no further call; the last
            one stays on.
          </Text>
        </div>
        {error && !data && <ProblemAlert problem={problemFrom(error)} />}
        {!data && !error && <Skeleton height={80} />}
        {data && <NumbersTable campaign={campaign} records={data.records} mayChange={mayChange} />}
        {data && mayChange && <AddNumber campaign={campaign} records={data.records} />}
      </Stack>
    </Card>
  );
}

interface NumbersTableProps {
  readonly campaign: CampaignDetails;
  readonly records: ReadonlyArray<Schemas['CampaignNumber']>;
  readonly mayChange: boolean;
}

function NumbersTable({ campaign, records, mayChange }: NumbersTableProps) {
  const toggle = useAction({
    run: ({ assignment_id, is_active }: Pick<Schemas['CampaignNumber'], 'assignment_id' | 'is_active'>) =>
      answerOf(
        api.PUT('/api/v1/calls/bulk_call/{id}/numbers/{assignment_id}', {
          params: { path: { id: campaign.id, assignment_id } },
          body: { is_active },
        }),
      ),
    changes: [keyOf(campaign.id)],
    done: ({ message }) => message,
  });
  return (
    <Table.ScrollContainer minWidth={560} tabIndex={0} role="group" aria-label="Numbers, scrollable">
      <Table>
        <Table.Caption className="visually-hidden">Numbers that the campaign calls from</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Number</Table.Th>
            <Table.Th scope="col">Calls</Table.Th>
            <Table.Th scope="col">Answered</Table.Th>
            <Table.Th scope="col">Last used</Table.Th>
            <Table.Th scope="col">In use</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record) => (
            <NumberRow
              key={record.assignment_id}
              record={record}
              isCounted={campaign.rotation !== null}
              zone={campaign.timezone}
              onToggle={(is_active) => toggle.mutate({ assignment_id: record.assignment_id, is_active })}
              disabled={!mayChange || toggle.isPending}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface NumberRowProps {
  readonly record: Schemas['CampaignNumber'];
  /** Use is counted where several numbers take turns. */
  readonly isCounted: boolean;
  /** The campaign's. */
  readonly zone: string;
  readonly onToggle: (isActive: boolean) => void;
  readonly disabled: boolean;
}

function NumberRow({ record, isCounted, zone, onToggle, disabled }: NumberRowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{record.number}</Table.Th>
      <Table.Td className="figures">{isCounted ? record.calls.toLocaleString('en-US') : '–'}</Table.Td>
      <Table.Td className="figures">
        {record.answer_rate === null ? '–' : `${Math.round(record.answer_rate)} %`}
      </Table.Td>
      <Table.Td>
        {isCounted ? <Moment at={record.last_used_at} beside={zone} none="never" size="sm" /> : '–'}
        {record.rests_until !== null && (
          <Text size="xs" component="div">
            Too few people answer it: it rests until <Moment at={record.rests_until} beside={zone} size="xs" span />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={`Call from ${record.number}`}
          checked={record.is_active}
          onChange={(event) => onToggle(event.currentTarget.checked)}
          disabled={disabled}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function AddNumber({ campaign, records }: Pick<NumbersTableProps, 'campaign' | 'records'>) {
  const [chosen, setChosen] = useState<string | null>(null);
  const others = useOtherNumbers(String(campaign.phone_number_id));
  const listed = new Set(records.map(({ phone_number_id }) => String(phone_number_id)));
  const add = useAction({
    run: (phoneNumberId: number) =>
      answerOf(
        api.POST('/api/v1/calls/bulk_call/{id}/numbers', {
          params: { path: { id: campaign.id } },
          body: { phone_number_id: phoneNumberId },
        }),
      ),
    changes: [keyOf(campaign.id)],
    done: ({ message }) => {
      setChosen(null);
      return message;
    },
  });
  const free = others.filter(({ value }) => !listed.has(value));
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label="Another number"
        description={free.length === 0 ? 'There is no other number that could stand beside these.' : undefined}
        data={free}
        value={chosen}
        onChange={setChosen}
        searchable
        disabled={free.length === 0}
        placeholder="Choose a number"
        maw={360}
      />
      <Button
        variant="default"
        disabled={chosen === null}
        loading={add.isPending}
        onClick={() => chosen !== null && add.mutate(Number(chosen))}
      >
        Add the number
      </Button>
    </Group>
  );
}
