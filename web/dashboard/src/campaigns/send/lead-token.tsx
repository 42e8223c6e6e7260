import { Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { CopyText } from '../../shared/copy-text';
import { PageLink } from '../../shared/page-link';
import { useAction } from '../../shared/use-action';

/** The token that leads are posted with: its end, and on a click all of it, with a command that works. */
export function LeadToken({ campaignId }: { campaignId: number }) {
  const { data } = useQuery({
    queryKey: queryKeys.webhookToken,
    queryFn: () => answerOf(api.GET('/api/v1/webhook_token')),
  });
  const reveal = useAction({
    run: () => answerOf(api.POST('/api/v1/webhook_token/reveal', { body: { campaign_id: campaignId } })),
    changes: [],
  });
  if (data?.webhook_token === null) {
    return (
      <Text size="sm">
        Your organization has no webhook token yet. <PageLink to="/keys">Make one under Keys</PageLink>, and put it into{' '}
        <code>EVERDIAL_WEBHOOK_TOKEN</code>.
      </Text>
    );
  }
  const example = reveal.data?.example;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        <code>EVERDIAL_WEBHOOK_TOKEN</code> is your webhook token{data ? `, which ends in ${data.webhook_token}` : ''}.
        A batch needs an <code>idempotency_key</code> of its own: the same key is taken once in seven days.
      </Text>
      <Group gap="xs">
        <AdminButton size="xs" variant="default" loading={reveal.isPending} onClick={() => reveal.mutate(undefined)}>
          {example ? 'Another command with the token' : 'Show a command with the token'}
        </AdminButton>
        {reveal.data && (
          <AdminButton size="xs" variant="subtle" onClick={reveal.reset}>
            Hide the token
          </AdminButton>
        )}
      </Group>
      <div aria-live="polite">
        {example && (
          <Group align="flex-start" gap="xs" wrap="nowrap">
            <Code block tabIndex={0} role="region" aria-label="Command with the token" style={{ flex: 1, minWidth: 0 }}>
              {example}
            </Code>
            <CopyText text={example} what="the command with the token" />
          </Group>
        )}
        {reveal.data && !example && <Text size="sm">No campaign takes leads at the moment.</Text>}
      </div>
    </Stack>
  );
}
