import { Code, Group } from '@mantine/core';
import { useState } from 'react';
import { queryKeys } from '../api/query-keys';
import { AdminButton } from '../shared/admin-button';
import { CopyText } from '../shared/copy-text';
import { SectionCard } from '../shared/section-card';
import { useAction } from '../shared/use-action';
import { overlapText, RotateButton, SigningSecretDialog } from './callback-secret';
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
  const overlap = webhook.previous_secret_until === null ? '' : ` ${overlapText(webhook.previous_secret_until)}`;
  const text = `Signs everything that is sent to this webhook, after Standard Webhooks. Each look is noted in the audit log.${overlap}`;
  return (
    <SectionCard id="webhook-secret" title="Secret" text={text} mt="md" maw={1040}>
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
        <RotateButton
          what="secret"
          loading={rotate.isPending}
          onRotate={() => rotate.mutate(webhook.id, { onSuccess: (done) => showRotated(done.webhook) })}
        />
      </Group>
      <SigningSecretDialog title="The new secret" shown={rotated} onClose={() => setRotated(null)} />
    </SectionCard>
  );
}
