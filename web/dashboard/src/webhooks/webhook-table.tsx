import { Group, Stack, Table, Text } from '@mantine/core';
import { AdminButton } from '../shared/admin-button';
import { confirm } from '../shared/confirm';
import { PageLink } from '../shared/page-link';
import { RecordTable } from '../shared/record-table';
import { useDeleteWebhook, useEnableWebhook } from './use-webhook-actions';
import type { Webhook } from './webhook-queries';
import { isOpen, WebhookState } from './webhook-state';

const SHOWN_EVENTS = 3;

/** Webhooks with where they lead, what they hear of and how they are. */
export function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  return (
    <RecordTable
      caption="Webhooks"
      columns={['Webhook', 'Events', 'Of', 'State', 'Actions']}
      minWidth={860}
      verticalSpacing="sm"
    >
      {webhooks.map((webhook) => (
        <WebhookRow key={webhook.id} webhook={webhook} />
      ))}
    </RecordTable>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, name, method, url, campaign_id } = webhook;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal" maw={320}>
        <PageLink to="/webhooks/$id" params={{ id }} className="theirs" fw={600}>
          {name}
        </PageLink>
        <Text size="xs" c="dimmed" className="theirs">
          {method} {url}
        </Text>
      </Table.Th>
      <Table.Td>
        <Events events={webhook.events} />
      </Table.Td>
      <Table.Td>
        {campaign_id === null ? (
          'all campaigns'
        ) : (
          <PageLink to="/campaigns/$id" params={{ id: campaign_id }}>
            campaign {campaign_id}
          </PageLink>
        )}
      </Table.Td>
      <Table.Td miw={110}>
        <WebhookState webhook={webhook} />
      </Table.Td>
      <Table.Td>
        <RowActions webhook={webhook} />
      </Table.Td>
    </Table.Tr>
  );
}

function Events({ events }: { events: readonly string[] }) {
  const more = events.length - SHOWN_EVENTS;
  return (
    <Stack gap={0}>
      {events.slice(0, SHOWN_EVENTS).map((type) => (
        <Text key={type} size="sm" ff="monospace">
          {type}
        </Text>
      ))}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          and {more} more
        </Text>
      )}
    </Stack>
  );
}

function RowActions({ webhook }: { webhook: Webhook }) {
  const enable = useEnableWebhook();
  const remove = useDeleteWebhook();
  const { id, name } = webhook;
  return (
    <Group gap="xs" wrap="nowrap">
      <PageLink to="/deliveries" search={{ endpoint: id }} size="sm" aria-label={`Deliveries of ${name}`}>
        Deliveries
      </PageLink>
      {!isOpen(webhook) && (
        <AdminButton
          size="compact-sm"
          variant="light"
          loading={enable.isPending}
          onClick={() => enable.mutate(id)}
          aria-label={`Enable ${name} again`}
        >
          Enable again
        </AdminButton>
      )}
      <AdminButton
        size="compact-sm"
        variant="default"
        loading={remove.isPending}
        onClick={() => askToDelete(webhook, () => remove.mutate(id))}
        aria-label={`Delete ${name}`}
      >
        Delete
      </AdminButton>
    </Group>
  );
}

/** Asks before a webhook is deleted. */
export function askToDelete({ name }: Webhook, run: () => void): void {
  confirm({
    title: `Delete the webhook "${name}"?`,
    text: 'What still waits to be sent to it fails, and cannot be sent to it again. Its deliveries stay in the log for 30 days.',
    action: 'Delete it',
    danger: true,
    run,
  });
}
