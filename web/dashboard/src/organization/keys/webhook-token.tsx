import { Code, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { Loaded } from '../../shared/loaded';
import { Moment } from '../../shared/moment';
import { SectionCard } from '../../shared/section-card';
import { useAction } from '../../shared/use-action';
import { TokenDialog, type ShownToken } from './token-dialog';

/** The token that leads are posted with: masked, made, shown, revoked. */
export function WebhookToken() {
  const [shown, setShown] = useState<ShownToken | null>(null);
  const query = useQuery({
    queryKey: queryKeys.webhookToken,
    queryFn: () => answerOf(api.GET('/api/v1/webhook_token')),
  });
  return (
    <SectionCard
      id="webhook-token"
      title="Webhook token"
      text="For systems that only push leads: it is good for POST /api/v1/leads, and for nothing else. There is one. Making, showing and revoking it are noted in the audit log."
      mt="md"
    >
      <Loaded query={query} height={36}>
        {({ webhook_token, created_at }) => (
          <Group>
            {webhook_token === null ? (
              <Text size="sm">There is none yet: leads are refused.</Text>
            ) : (
              <>
                <Code>{webhook_token}</Code>
                <Text size="sm" c="dimmed">
                  made <Moment at={created_at} span inherit />
                </Text>
              </>
            )}
            <TokenButtons exists={webhook_token !== null} onShow={setShown} />
          </Group>
        )}
      </Loaded>
      <TokenDialog shown={shown} onClose={() => setShown(null)} />
    </SectionCard>
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
      <ConfirmedButton
        size="xs"
        question={{
          title: 'Revoke the webhook token?',
          text: 'It stops working at once. Leads are refused until there is a new one.',
          action: 'Revoke it',
        }}
        run={() => answerOf(api.DELETE('/api/v1/webhook_token'))}
        changes={changes}
      >
        Revoke token
      </ConfirmedButton>
    </>
  );
}
