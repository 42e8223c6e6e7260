import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { AdminButton } from '../shared/admin-button';
import { EmptyState } from '../shared/empty-state';
import { PageHeader } from '../shared/page-header';
import { PagedRecords } from '../shared/paged-records';
import { CallbackSecret } from './callback-secret';
import { useWebhooks, WEBHOOKS_A_PAGE } from './webhook-queries';
import { WebhookTable } from './webhook-table';

/** Webhooks of the organization and of its campaigns, and the secret of the callbacks. */
export function WebhookListPage() {
  const [page, setPage] = useState(1);
  const query = useWebhooks(page);
  return (
    <>
      <PageHeader title="Webhooks" text="What happens in campaigns and calls, told to your own systems.">
        <NewWebhookButton />
      </PageHeader>
      <PagedRecords
        query={query}
        page={page}
        pageSize={WEBHOOKS_A_PAGE}
        what={['webhook', 'webhooks']}
        onPage={setPage}
        empty={<NoWebhooks />}
      >
        {(webhooks) => <WebhookTable webhooks={webhooks} />}
      </PagedRecords>
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
