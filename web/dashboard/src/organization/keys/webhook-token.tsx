import { Card, Code, Group, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { Moment } from '../../shared/moment';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { TokenDialog, type ShownToken } from './token-dialog';

/** The token that leads are posted with: masked, made, shown, revoked. */
export function WebhookToken() {
  const [shown, setShown] = useState<ShownToken | null>(null);
  const { data, error } = useQuery({
    queryKey: queryKeys.webhookToken,
    queryFn: () => answerOf(api.GET('/api/v1/webhook_token')),
  });
  return (
    <Card withBorder mt="md" component="section" aria-labelledby="webhook-token">
      <Title order={2} size="h4" id="webhook-token" mb="xs">
        Webhook token
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        For systems that only push leads: it is good for POST /api/v1/leads, and for nothing else. There is one. Making,
        showing and revoking it are noted in the audit log.
      </Text>
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={36} aria-label="Loading" />}
      {data !== undefined && (
        <Group>
          {data.webhook_token === null ? (
            <Text size="sm">There is none yet: leads are refused.</Text>
          ) : (
            <>
              <Code>{data.webhook_token}</Code>
              <Text size="sm" c="dimmed">
                made <Moment at={data.created_at} span inherit />
              </Text>
            </>
          )}
          <TokenButtons exists={data.webhook_token !== null} onShow={setShown} />
        </Group>
      )}
      <TokenDialog shown={shown} onClose={() => setShown(null)} />
    </Card>
  );
}

function TokenButtons({ exists, onShow }: { exists: boolean; onShow: (shown: ShownToken) => void }) {
  const changes = [queryKeys.webhookToken];
  const make = useAction({ run: () => answerOf(api.POST('/api/v1/webhook_token')), changes });
  const reveal = useAction({
    run: () => answerOf(api.POST('/api/v1/webhook_token/reveal', { body: {} })),
    changes: [],
  });
  const makeAndShow = (): void =>
    make.mutate(undefined, { onSuccess: ({ webhook_token }) => onShow({ token: webhook_token, example: null }) });
  if (!exists) {
    return (
      <AdminButton size="xs" loading={make.isPending} onClick={makeAndShow}>
        Make a token
      </AdminButton>
    );
  }
  return (
    <>
      <AdminButton
        size="xs"
        variant="default"
        loading={reveal.isPending}
        onClick={() =>
          reveal.mutate(undefined, {
            onSuccess: ({ webhook_token, example }) => onShow({ token: webhook_token, example }),
          })
        }
      >
        Show token and example
      </AdminButton>
      <AdminButton
        size="xs"
        variant="default"
        loading={make.isPending}
        onClick={() =>
          confirm({
            title: 'Make a new webhook token?',
            text: 'The one before stops working at once: leads that are posted with it are refused.',
            action: 'Make a new one',
            danger: true,
            run: makeAndShow,
          })
        }
      >
        Make a new token
      </AdminButton>
      <RevokeToken />
    </>
  );
}

function RevokeToken() {
  const revoke = useAction({
    run: () => answerOf(api.DELETE('/api/v1/webhook_token')),
    changes: [queryKeys.webhookToken],
    done: ({ message }) => message,
  });
  return (
    <AdminButton
      size="xs"
      variant="default"
      loading={revoke.isPending}
      onClick={() =>
        confirm({
          title: 'Revoke the webhook token?',
          text: 'It stops working at once. Leads are refused until there is a new one.',
          action: 'Revoke it',
          danger: true,
          run: () => revoke.mutate(undefined),
        })
      }
    >
      Revoke token
    </AdminButton>
  );
}
