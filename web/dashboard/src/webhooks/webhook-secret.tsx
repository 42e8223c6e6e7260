import { Card, Code, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { queryKeys } from '../api/query-keys';
import { AdminButton } from '../shared/admin-button';
import { CopyText } from '../shared/copy-text';
import { SecretDialog } from '../shared/secret-dialog';
import { useAction } from '../shared/use-action';
import { askToRotate, overlapText } from './callback-secret';
import { useRotateSecret } from './use-webhook-actions';
import { revealWebhook, type Webhook } from './webhook-queries';

interface WebhookSecretProps {
  readonly webhook: Webhook;
  /** The same with secret and headers in clear; null until somebody asks. */
  readonly revealed: Webhook | null;
  readonly onReveal: (webhook: Webhook) => void;
}

/** The secret that signs what a webhook is sent: looked at, or made anew, on a click alone. */
export function WebhookSecret({ webhook, revealed, onReveal }: WebhookSecretProps) {
  const [rotated, setRotated] = useState<Webhook | null>(null);
  const reveal = useAction({ run: () => revealWebhook(webhook.id), changes: [queryKeys.audit] });
  const rotate = useRotateSecret();
  const showRotated = (done: Webhook): void => {
    setRotated(done);
    if (revealed !== null) onReveal(done);
  };
  return (
    <Card withBorder mt="md" maw={1040} component="section" aria-labelledby="webhook-secret">
      <Title order={2} size="h4" id="webhook-secret" mb="xs">
        Secret
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Signs everything that is sent to this webhook, after Standard Webhooks. Each look is noted in the audit log.
        {webhook.previous_secret_until !== null && ` ${overlapText(webhook.previous_secret_until)}`}
      </Text>
      <Group>
        <Code className="theirs">{revealed?.secret ?? 'whsec_••••••••'}</Code>
        {revealed === null ? (
          <AdminButton
            size="xs"
            variant="default"
            loading={reveal.isPending}
            onClick={() => reveal.mutate(undefined, { onSuccess: onReveal })}
          >
            Show secret and header values
          </AdminButton>
        ) : (
          <CopyText text={revealed.secret} what="secret" />
        )}
        <AdminButton
          size="xs"
          variant="default"
          loading={rotate.isPending}
          onClick={() =>
            askToRotate('secret', () => rotate.mutate(webhook.id, { onSuccess: (done) => showRotated(done.webhook) }))
          }
        >
          Rotate secret
        </AdminButton>
      </Group>
      <SecretDialog
        secret={rotated?.secret ?? null}
        title="The new secret"
        what="secret"
        text={overlapText(rotated?.previous_secret_until ?? null)}
        onClose={() => setRotated(null)}
      />
    </Card>
  );
}
