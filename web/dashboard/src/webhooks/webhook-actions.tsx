import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { AdminButton } from '../shared/admin-button';
import { PageButton } from '../shared/page-link';
import { DeliveryDrawer } from './delivery-drawer';
import { ReplayFailedDialog } from './replay-failed-dialog';
import { useDeleteWebhook, useEnableWebhook, useTestWebhook } from './use-webhook-actions';
import type { Webhook } from './webhook-queries';
import { isOpen } from './webhook-state';
import { askToDelete } from './webhook-table';

const CLOSED = 'Nothing is sent to it at the moment: enable it again first.';

/** What can be done with a webhook as it is saved. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const [sent, setSent] = useState<number | null>(null);
  const [replaying, { open, close }] = useDisclosure();
  const test = useTestWebhook();
  const enable = useEnableWebhook();
  const notNow = isOpen(webhook) ? undefined : CLOSED;
  const { id } = webhook;
  return (
    <>
      {!isOpen(webhook) && (
        <AdminButton loading={enable.isPending} onClick={() => enable.mutate(id)}>
          Enable again
        </AdminButton>
      )}
      <AdminButton
        variant="light"
        notNow={notNow}
        loading={test.isPending}
        onClick={() => test.mutate(id, { onSuccess: ({ delivery_id }) => setSent(delivery_id) })}
      >
        Send test event
      </AdminButton>
      <PageButton to="/deliveries" search={{ endpoint: id }} variant="default">
        Deliveries
      </PageButton>
      <AdminButton variant="default" notNow={notNow} onClick={open}>
        Replay failed…
      </AdminButton>
      <DeleteButton webhook={webhook} />
      <DeliveryDrawer id={sent} onClose={() => setSent(null)} />
      <ReplayFailedDialog opened={replaying} endpointId={id} onClose={close} />
    </>
  );
}

function DeleteButton({ webhook }: { webhook: Webhook }) {
  const navigate = useNavigate();
  const remove = useDeleteWebhook();
  const leave = (): void => {
    void navigate({ to: '/webhooks', ignoreBlocker: true });
  };
  return (
    <AdminButton
      variant="default"
      loading={remove.isPending}
      onClick={() => askToDelete(webhook, () => remove.mutate(webhook.id, { onSuccess: leave }))}
    >
      Delete
    </AdminButton>
  );
}
