import { Card, Code, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { AdminButton } from '../shared/admin-button';
import { confirm } from '../shared/confirm';
import { fullText } from '../shared/moment';
import { SecretDialog } from '../shared/secret-dialog';
import { useAction } from '../shared/use-action';

interface ShownSecret {
  readonly secret: string;
  readonly previous_secret_until: string | null;
}

/** The organization's own secret: looked at, or made anew, on a click alone. */
export function CallbackSecret() {
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const show = useAction({ run: () => answerOf(api.GET('/api/v1/webhook_secret')), changes: [] });
  const rotate = useAction({ run: () => answerOf(api.POST('/api/v1/webhook_secret')), changes: [] });
  return (
    <Card withBorder mt="xl" component="section" aria-labelledby="callback-secret">
      <Title order={2} size="h4" id="callback-secret" mb="xs">
        Callback secret
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Signs the callbacks of campaigns and the pre-call webhook of agents, after Standard Webhooks. Webhooks have
        secrets of their own, on their pages. Each look is noted in the audit log.
      </Text>
      <Group>
        <Code>whsec_••••••••</Code>
        <AdminButton
          size="xs"
          variant="default"
          loading={show.isPending}
          onClick={() => show.mutate(undefined, { onSuccess: setShown })}
        >
          Show callback secret
        </AdminButton>
        <AdminButton
          size="xs"
          variant="default"
          loading={rotate.isPending}
          onClick={() => askToRotate('callback secret', () => rotate.mutate(undefined, { onSuccess: setShown }))}
        >
          Rotate callback secret
        </AdminButton>
      </Group>
      <SecretDialog
        secret={shown?.secret ?? null}
        title="Callback secret"
        what="secret"
        text={overlapText(shown?.previous_secret_until ?? null)}
        onClose={() => setShown(null)}
      />
    </Card>
  );
}

/** Asks before a secret is rotated. */
export function askToRotate(what: string, run: () => void): void {
  confirm({
    title: `Make a new ${what}?`,
    text:
      'For 24 hours everything carries two signatures, of the new secret and of the one before: put the new one in place ' +
      'within that time. If it was rotated within the last 24 hours already, the older of the two ends at once.',
    action: 'Make a new one',
    run,
  });
}

/** How long the secret before goes on signing. */
export function overlapText(previousUntil: string | null): string {
  const keep = 'Put it where your receiver reads it, and nowhere else.';
  if (previousUntil === null) return keep;
  return `${keep} The secret before signs as well until ${fullText(previousUntil)}.`;
}
