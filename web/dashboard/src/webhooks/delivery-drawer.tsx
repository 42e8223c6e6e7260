import { Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { problemFrom } from '../api/client';
import { AdminButton } from '../shared/admin-button';
import { Moment } from '../shared/moment';
import { PageLink } from '../shared/page-link';
import { ProblemAlert } from '../shared/problem-alert';
import { StatusBadge } from '../shared/status-badge';
import { CodeText, prettyJson } from './code-text';
import { useDelivery, useReplay, type DeliveryDetails } from './delivery-queries';
import { About, whatIsTold } from './delivery-table';
import { DeliveryTries } from './delivery-tries';

/** One delivery: what is told, and every try with its request and answer; closed while `id` is null. */
export function DeliveryDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title={id === null ? 'Delivery' : `Delivery ${id}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {id !== null && <KnownDelivery key={id} id={id} />}
    </Drawer>
  );
}

function KnownDelivery({ id }: { id: number }) {
  const { data, error } = useDelivery(id);
  if (data !== undefined) return <Details delivery={data.delivery} />;
  return error === null ? <Skeleton h={240} aria-label="Loading" /> : <ProblemAlert problem={problemFrom(error)} />;
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  return (
    <Stack>
      <Facts delivery={delivery} />
      <ReplayButton delivery={delivery} />
      <Title order={3} size="h5">
        Tries
      </Title>
      <DeliveryTries tries={delivery.tries_log} />
      <Title order={3} size="h5">
        What is told
      </Title>
      <Text size="sm" c="dimmed">
        {delivery.endpoint_id === null
          ? 'The body, which is signed with the callback secret.'
          : 'The event, before the webhook makes its own body of it.'}
      </Text>
      <CodeText text={prettyJson(delivery.body)} label="What is told" />
    </Stack>
  );
}

function Facts({ delivery }: { delivery: DeliveryDetails }) {
  const { status, endpoint_id, url, webhook_id, replays, next_try_at, delivered_at, created_at } = delivery;
  return (
    <Stack gap={4} aria-live="polite">
      <Group gap="sm">
        <StatusBadge status={status} />
        <Text ff="monospace" size="sm">
          {whatIsTold(delivery)}
        </Text>
      </Group>
      <Text size="sm" className="theirs">
        To {url}
        {endpoint_id !== null && (
          <>
            {' · '}
            <PageLink to="/webhooks/$id" params={{ id: endpoint_id }} inherit underline="always">
              the webhook
            </PageLink>
          </>
        )}
      </Text>
      <Text size="sm">
        Stored <Moment at={created_at} span inherit />
        {delivered_at !== null && (
          <>
            {' · delivered '}
            <Moment at={delivered_at} span inherit />
          </>
        )}
        {next_try_at !== null && (
          <>
            {' · next try by '}
            <Moment at={next_try_at} span inherit />
          </>
        )}
        {replays > 0 && ` · replayed ${replays === 1 ? 'once' : `${replays} times`}`}
      </Text>
      <Text size="sm" className="theirs">
        webhook-id <code>{webhook_id}</code>
      </Text>
      <About delivery={delivery} />
    </Stack>
  );
}

function ReplayButton({ delivery: { delivery_id, status } }: { delivery: DeliveryDetails }) {
  const replay = useReplay();
  return (
    <Group gap="sm">
      <AdminButton loading={replay.isPending} onClick={() => replay.mutate(delivery_id)}>
        {status === 'pending' ? 'Try now' : 'Replay'}
      </AdminButton>
      <Text size="sm" c="dimmed" flex={1} miw={200}>
        Sends it once more, with the same webhook-id; its limits count anew.
      </Text>
    </Group>
  );
}
