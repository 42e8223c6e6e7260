import { Button, Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { problemFrom } from '../api/client';
import { AdminButton } from '../shared/admin-button';
import { EmptyState } from '../shared/empty-state';
import { PageHeader } from '../shared/page-header';
import { Pager } from '../shared/pager';
import { ProblemAlert } from '../shared/problem-alert';
import { CallbackSecret } from './callback-secret';
import { useWebhooks, WEBHOOKS_A_PAGE } from './webhook-queries';
import { WebhookTable } from './webhook-table';

/** Webhooks of the organization and of its campaigns, and the secret of the callbacks. */
export function WebhookListPage() {
  const [page, setPage] = useState(1);
  const { data, error } = useWebhooks(page);
  return (
    <>
      <PageHeader title="Webhooks" text="What happens in campaigns and calls, told to your own systems.">
        <NewWebhookButton />
      </PageHeader>
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={160} aria-label="Loading" />}
      {data !== undefined && data.total_records === 0 && <NoWebhooks />}
      {data !== undefined && data.total_records > 0 && (
        <>
          <WebhookTable webhooks={data.records} />
          <Pager
            page={page}
            pageSize={WEBHOOKS_A_PAGE}
            total={data.total_records}
            what={['webhook', 'webhooks']}
            onPage={setPage}
          />
        </>
      )}
      <CallbackSecret />
    </>
  );
}

function NoWebhooks() {
  const text =
    'A webhook is a URL of yours that hears of events: a call has ended, somebody wants to be called back. Everything ' +
    'that is sent to it is in the log of deliveries, and can be sent again.';
  return (
    <EmptyState title="No webhooks yet" text={text}>
      <NewWebhookButton />
      <Button variant="default" component="a" href="/docs" target="_blank" rel="noreferrer">
        What is sent
      </Button>
    </EmptyState>
  );
}

function NewWebhookButton() {
  const navigate = useNavigate();
  return <AdminButton onClick={() => void navigate({ to: '/webhooks/new' })}>New webhook</AdminButton>;
}
