import { Table, Text } from '@mantine/core';
import type { Schemas } from '../../../api/client';
import { Moment } from '../../../shared/moment';
import { PageLink } from '../../../shared/page-link';
import { StatusBadge } from '../../../shared/status-badge';

const KIND_TEXT: Readonly<Record<Schemas['Delivery']['kind'], string>> = {
  call_status: 'Callback: call status',
  call_schedule: 'Callback: end of the contact',
  campaign_status: 'Callback: campaign status',
  event: 'Event',
};

interface LineDeliveriesProps {
  readonly deliveries: readonly Schemas['Delivery'][];
  /** What times beside them are shown in. */
  readonly zone: string;
}

/** What was told of a contact, to whom, and whether it got there. */
export function LineDeliveries({ deliveries, zone }: LineDeliveriesProps) {
  if (deliveries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has been told of it: no webhook wanted to know.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={420} type="native" scrollAreaProps={{ tabIndex: 0 }}>
      <Table fz="sm" verticalSpacing={4}>
        <caption className="visually-hidden">Deliveries that told of this contact</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">What</Table.Th>
            <Table.Th scope="col">Status</Table.Th>
            <Table.Th scope="col">Answer</Table.Th>
            <Table.Th scope="col">When</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <Table.Tr key={delivery.delivery_id}>
              <Table.Th scope="row" fw={400}>
                <PageLink to="/deliveries" search={{ delivery: delivery.delivery_id }} inherit underline="always">
                  {delivery.event_type ?? KIND_TEXT[delivery.kind]}
                </PageLink>
                <Text size="xs" c="dimmed" className="theirs">
                  {hostOf(delivery.url)}
                </Text>
              </Table.Th>
              <Table.Td>
                <StatusBadge status={delivery.status} />
              </Table.Td>
              <Table.Td className="theirs">{answerText(delivery)}</Table.Td>
              <Table.Td>
                <Moment at={delivery.delivered_at ?? delivery.created_at} beside={zone} inherit />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function answerText({ last_status, last_error, tries }: Schemas['Delivery']): string {
  const answer = last_status === null ? (last_error ?? 'not sent yet') : String(last_status);
  return tries > 1 ? `${answer}, ${tries} tries` : answer;
}
