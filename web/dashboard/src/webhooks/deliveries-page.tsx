import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { problemFrom } from '../api/client';
import { AdminButton } from '../shared/admin-button';
import { EmptyState } from '../shared/empty-state';
import { PageHeader } from '../shared/page-header';
import { PageButton } from '../shared/page-link';
import { ProblemAlert } from '../shared/problem-alert';
import { DeliveryDrawer } from './delivery-drawer';
import { DeliveryFilters } from './delivery-filters';
import { filterOf, useDeliveries, type LogFilter } from './delivery-queries';
import type { DeliverySearch } from './delivery-search';
import { DeliveryTable } from './delivery-table';
import { ReplayFailedDialog } from './replay-failed-dialog';
import { deliveriesRoute } from './routes';

/** Everything that was sent to webhooks and callbacks, and what came back. */
export function DeliveriesPage() {
  const search = deliveriesRoute.useSearch();
  const navigate = useNavigate();
  const [replaying, { open, close }] = useDisclosure();
  const { delivery, ...shown } = search;
  const filter = filterOf(shown);
  const show = (next: DeliverySearch) => void navigate({ to: '/deliveries', search: next, resetScroll: false });
  return (
    <>
      <PageHeader title="Deliveries" text="What was sent to webhooks and callbacks, newest first. Kept for 30 days.">
        <AdminButton variant="default" onClick={open}>
          Replay failed…
        </AdminButton>
      </PageHeader>
      <DeliveryFilters search={shown} onChange={show} />
      <DeliveryLog key={JSON.stringify(filter)} filter={filter} search={shown} />
      <DeliveryDrawer id={delivery ?? null} onClose={() => show(shown)} />
      <ReplayFailedDialog opened={replaying} endpointId={shown.endpoint} campaignId={shown.campaign} onClose={close} />
    </>
  );
}

function DeliveryLog({ filter, search }: { filter: LogFilter; search: DeliverySearch }) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const { data, error, isPlaceholderData } = useDeliveries(filter, cursors.at(-1) ?? null);
  if (data === undefined && error !== null) return <ProblemAlert problem={problemFrom(error)} />;
  if (data === undefined) return <Skeleton h={240} aria-label="Loading" />;
  const { records, next_cursor } = data;
  if (records.length === 0 && cursors.length === 0) return <NoDeliveries isFiltered={Object.keys(filter).length > 0} />;
  return (
    <>
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      <DeliveryTable deliveries={records} search={search} />
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed" aria-live="polite">
          {cursors.length === 0 ? 'The newest, read anew every five seconds.' : `Page ${cursors.length + 1}`}
        </Text>
        <Group gap="xs">
          <Button variant="default" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            Newer
          </Button>
          <Button
            variant="default"
            disabled={next_cursor === null || isPlaceholderData}
            onClick={() => next_cursor !== null && setCursors([...cursors, next_cursor])}
          >
            Older
          </Button>
        </Group>
      </Group>
    </>
  );
}

function NoDeliveries({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="No deliveries like that" text="Take a filter away, or wait: the log is read anew by itself.">
        <PageButton to="/deliveries" variant="default">
          Show all deliveries
        </PageButton>
      </EmptyState>
    );
  }
  const text = 'As soon as something happens that a webhook or the callback of a campaign hears of, it stands here.';
  return (
    <EmptyState title="Nothing was sent yet" text={text}>
      <PageButton to="/webhooks">To the webhooks</PageButton>
    </EmptyState>
  );
}
