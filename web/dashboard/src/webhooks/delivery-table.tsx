import { Stack, Table, Text } from '@mantine/core';
import { Moment } from '../shared/moment';
import { PageLink } from '../shared/page-link';
import { RecordTable } from '../shared/record-table';
import { StatusBadge } from '../shared/status-badge';
import type { Delivery } from './delivery-queries';
import type { DeliverySearch } from './delivery-search';
import { CALLBACK_TEXTS, isCallbackKind } from './event-texts';
import { useWebhookNames } from './webhook-queries';

interface DeliveryTableProps {
  readonly deliveries: readonly Delivery[];
  /** The filters, which a drawer that opens keeps. */
  readonly search: DeliverySearch;
}

const COLUMNS = ['Delivery', 'Status', 'To', 'About', 'Tries', 'Last answer', 'Next try by', 'Since'];

/** Deliveries, each with how its last try went. */
export function DeliveryTable({ deliveries, search }: DeliveryTableProps) {
  const { data: webhooks = [] } = useWebhookNames();
  const nameOf = (id: number): string => webhooks.find((webhook) => webhook.id === id)?.name ?? `webhook ${id}`;
  return (
    <RecordTable
      caption="Deliveries, newest first"
      columns={COLUMNS}
      minWidth={900}
      highlightOnHover
      verticalSpacing="xs"
    >
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.delivery_id} delivery={delivery} search={search} nameOf={nameOf} />
      ))}
    </RecordTable>
  );
}

interface RowProps {
  readonly delivery: Delivery;
  readonly search: DeliverySearch;
  readonly nameOf: (endpointId: number) => string;
}

function DeliveryRow({ delivery, search, nameOf }: RowProps) {
  const { delivery_id, endpoint_id, url } = delivery;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal">
        <PageLink
          to="/deliveries"
          search={{ ...search, delivery: delivery_id }}
          resetScroll={false}
          size="sm"
          aria-label={`Delivery ${delivery_id}: ${whatIsTold(delivery)}`}
        >
          {whatIsTold(delivery)}
        </PageLink>
      </Table.Th>
      <Table.Td miw={110}>
        <StatusBadge status={delivery.status} />
      </Table.Td>
      <Table.Td maw={240}>
        {endpoint_id !== null && (
          <PageLink to="/webhooks/$id" params={{ id: endpoint_id }} size="sm" className="theirs">
            {nameOf(endpoint_id)}
          </PageLink>
        )}
        <Text size="xs" c="dimmed" truncate title={url}>
          {url}
        </Text>
      </Table.Td>
      <Table.Td>
        <About delivery={delivery} />
      </Table.Td>
      <Table.Td className="figures">{delivery.tries}</Table.Td>
      <Table.Td maw={220}>
        <Text size="sm" lineClamp={2} className="theirs" title={delivery.last_error ?? undefined}>
          {lastAnswer(delivery)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Moment at={delivery.next_try_at} size="sm" />
      </Table.Td>
      <Table.Td>
        <Moment at={delivery.created_at} size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}

/** Links to the campaign and the contact that a delivery is about. */
export function About({ delivery: { campaign_id, line_id } }: { delivery: Delivery }) {
  if (campaign_id === null) return <Text size="sm">–</Text>;
  return (
    <Stack gap={0} align="flex-start">
      <PageLink to="/campaigns/$id" params={{ id: campaign_id }} size="sm">
        campaign {campaign_id}
      </PageLink>
      {line_id !== null && (
        <PageLink to="/campaigns/$id/lines" params={{ id: campaign_id }} search={{ line: line_id }} size="sm">
          contact {line_id}
        </PageLink>
      )}
    </Stack>
  );
}

/** @example whatIsTold({ kind: 'event', event_type: 'call.ended', ... }) // 'call.ended' */
export function whatIsTold({ kind, event_type }: Pick<Delivery, 'kind' | 'event_type'>): string {
  if (isCallbackKind(kind)) return CALLBACK_TEXTS[kind];
  return event_type ?? kind;
}

function lastAnswer({ last_status, last_error, tries }: Delivery): string {
  if (tries === 0) return 'not tried yet';
  if (last_error === null) return last_status === null ? '–' : `HTTP ${last_status}`;
  return last_status === null || last_error.includes(String(last_status))
    ? last_error
    : `HTTP ${last_status}: ${last_error}`;
}
