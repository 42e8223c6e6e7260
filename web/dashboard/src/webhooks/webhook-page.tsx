import { Box, Skeleton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api, problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { queryKeys } from '../api/query-keys';
import { EmptyState } from '../shared/empty-state';
import { showDone } from '../shared/notices';
import { PageHeader } from '../shared/page-header';
import { PageButton } from '../shared/page-link';
import { ProblemAlert } from '../shared/problem-alert';
import { SecretDialog } from '../shared/secret-dialog';
import { webhookRoute } from './routes';
import { WebhookActions } from './webhook-actions';
import { WebhookForm } from './webhook-form';
import { NEW_WEBHOOK, requestOf, valuesOf, type WebhookFormValues } from './webhook-form-values';
import { useWebhook, type Webhook } from './webhook-queries';
import { WebhookSecret } from './webhook-secret';
import { WebhookState } from './webhook-state';

/** A webhook: how it is, what can be done with it, and everything about it to be changed. */
export function WebhookPage() {
  const { id } = webhookRoute.useParams();
  const { data, error } = useWebhook(id);
  if (data === undefined) {
    return (
      <>
        <PageHeader title="Webhook" />
        {error === null ? <Skeleton h={320} aria-label="Loading" /> : <Missing problem={problemFrom(error)} />}
      </>
    );
  }
  return <KnownWebhook key={id} webhook={data} />;
}

function Missing({ problem }: { problem: ApiProblem }) {
  if (problem.status !== 404) return <ProblemAlert problem={problem} />;
  return (
    <EmptyState title="There is no such webhook" text="It may have been deleted. Its deliveries are kept for 30 days.">
      <PageButton to="/webhooks">To the webhooks</PageButton>
    </EmptyState>
  );
}

function KnownWebhook({ webhook }: { webhook: Webhook }) {
  const [revealed, setRevealed] = useState<Webhook | null>(null);
  const client = useQueryClient();
  const { id, headers } = webhook;
  const hasNone = Object.keys(headers).length === 0;
  // Nothing is hidden where there are no headers.
  const headersKnown = revealed !== null || hasNone;
  const save = async (values: WebhookFormValues): Promise<WebhookFormValues> => {
    const request = api.PUT('/api/v1/webhooks/{id}', {
      params: { path: { id } },
      body: requestOf(values, headersKnown),
    });
    const saved = (await answerOf(request)).webhook;
    if (headersKnown) setRevealed(saved);
    await client.invalidateQueries({ queryKey: queryKeys.webhooks });
    return valuesOf(headersKnown ? saved : { ...saved, headers });
  };
  return (
    <>
      <PageHeader title={webhook.name}>
        <WebhookActions webhook={webhook} />
      </PageHeader>
      <Box mb="md" aria-live="polite">
        <WebhookState webhook={webhook} />
      </Box>
      <WebhookForm
        values={valuesOf(revealed ?? webhook)}
        headersKnown={headersKnown}
        isNew={false}
        save={save}
        onSaved={() => showDone('Saved. What waits to be sent is sent as it is now.')}
      />
      <WebhookSecret webhook={webhook} revealed={revealed} onReveal={setRevealed} />
    </>
  );
}

/** A webhook that is being written. */
export function NewWebhookPage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [made, setMade] = useState<Webhook | null>(null);
  const save = async (values: WebhookFormValues): Promise<WebhookFormValues> => {
    const { campaign_id } = values;
    const body = { ...requestOf(values, true), ...(campaign_id !== null && { campaign_id }) };
    const { webhook } = await answerOf(api.POST('/api/v1/webhooks', { body }));
    setMade(webhook);
    await client.invalidateQueries({ queryKey: queryKeys.webhooks });
    return values;
  };
  const toWebhook = (): void => {
    if (made) void navigate({ to: '/webhooks/$id', params: { id: made.id }, replace: true });
  };
  return (
    <>
      <PageHeader title="New webhook">
        <PageButton to="/webhooks" variant="default">
          All webhooks
        </PageButton>
      </PageHeader>
      <WebhookForm values={NEW_WEBHOOK} headersKnown isNew save={save} />
      <SecretDialog
        secret={made?.secret ?? null}
        title="The webhook is made"
        what="secret"
        text="This is its secret: everything that is sent to it is signed with it, after Standard Webhooks. Your receiver needs it to tell that it was us. It can be looked at again on the page of the webhook; each look is noted in the audit log."
        onClose={toWebhook}
      />
    </>
  );
}
