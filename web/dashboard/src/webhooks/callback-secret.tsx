import { Code, Group } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { AdminButton } from '../shared/admin-button';
import { confirm } from '../shared/confirm';
import { fullText } from '../shared/moment';
import { SecretDialog } from '../shared/secret-dialog';
import { SectionCard } from '../shared/section-card';
import { useAction } from '../shared/use-action';

interface SigningSecret {
  readonly secret: string;
  readonly previous_secret_until: string | null;
}

/** The organization's own secret: looked at, or made anew, on a click alone. */
export function CallbackSecret() {
  const [shown, setShown] = useState<SigningSecret | null>(null);
  const show = useAction({ run: () => answerOf(api.GET('/api/v1/webhook_secret')), changes: [] });
  const rotate = useAction({ run: () => answerOf(api.POST('/api/v1/webhook_secret')), changes: [] });
  return (
    <SectionCard
      id="callback-secret"
      title="Callback secret"
      text="Signs the callbacks of campaigns and the pre-call webhook of agents, after Standard Webhooks. Webhooks have secrets of their own, on their pages. Each look is noted in the audit log."
      mt="xl"
    >
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
        <RotateButton
          what="callback secret"
          loading={rotate.isPending}
          onRotate={() => rotate.mutate(undefined, { onSuccess: setShown })}
        />
      </Group>
      <SigningSecretDialog title="Callback secret" shown={shown} onClose={() => setShown(null)} />
    </SectionCard>
  );
}

interface RotateButtonProps {
  readonly what: string;
  readonly loading: boolean;
  readonly onRotate: () => void;
}

/** Asks before a secret is rotated. */
export function RotateButton({ what, loading, onRotate }: RotateButtonProps) {
  const ask = () =>
    confirm({
      title: `Make a new ${what}?`,
      text:
        'For 24 hours everything carries two signatures, of the new secret and of the one before: put the new one in place ' +
        'within that time. If it was rotated within the last 24 hours already, the older of the two ends at once.',
      action: 'Make a new one',
      run: onRotate,
    });
  return (
    <AdminButton size="xs" variant="default" loading={loading} onClick={ask}>
      Rotate {what}
    </AdminButton>
  );
}

interface SigningSecretDialogProps {
  readonly title: string;
  /** null: closed. */
  readonly shown: SigningSecret | null;
  readonly onClose: () => void;
}

/** Shows a signing secret to be copied, and how long the one before goes on. */
export function SigningSecretDialog({ title, shown, onClose }: SigningSecretDialogProps) {
  return (
    <SecretDialog
      secret={shown?.secret ?? null}
      title={title}
      what="secret"
      text={overlapText(shown?.previous_secret_until ?? null)}
      onClose={onClose}
    />
  );
}

/** How long the secret before goes on signing. */
export function overlapText(previousUntil: string | null): string {
  const keep = 'Put it where your receiver reads it, and nowhere else.';
  if (previousUntil === null) return keep;
  return `${keep} The secret before signs as well until ${fullText(previousUntil)}.`;
}
