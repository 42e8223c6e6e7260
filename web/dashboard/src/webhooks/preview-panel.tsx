import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookEventType } from '../../../../domain/webhook-events';
import { answerOf, api, problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { AdminButton } from '../shared/admin-button';
import { ProblemAlert } from '../shared/problem-alert';
import { CodeText, prettyJson, prettyText } from './code-text';
import { EVENT_GROUPS, isEventType } from './event-texts';
import { showFaults, type WebhookForm } from './use-webhook-form';
import { templateOf } from './webhook-form-values';

const EVENTS = EVENT_GROUPS.map(({ title, events }) => ({ group: title, items: events.map(({ type }) => type) }));

/** What a preview is made of: a webhook without a name or a URL can have one. */
const SHOWN_FIELDS = ['method', 'headers', 'body', 'variables'] as const;

interface PreviewPanelProps {
  readonly form: WebhookForm;
  readonly headersKnown: boolean;
}

/** What would be sent of the newest real event, before anything is saved. Nothing is sent. */
export function PreviewPanel({ form, headersKnown }: PreviewPanelProps) {
  const [chosen, setChosen] = useState<WebhookEventType | null>(null);
  const event = chosen ?? form.watch('events')[0] ?? 'call.ended';
  const ask = async () => {
    form.clearErrors();
    if (await form.trigger(SHOWN_FIELDS, { shouldFocus: true })) preview.mutate();
  };
  const preview = useMutation({
    mutationFn: () => askPreview(form, event, headersKnown),
    onError: (error) => showFaults(form, problemFrom(error)),
  });
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <Select
          label="With the newest"
          data={EVENTS}
          value={event}
          onChange={(type) => type !== null && isEventType(type) && setChosen(type)}
          allowDeselect={false}
          searchable
          w={260}
        />
        <AdminButton variant="light" loading={preview.isPending} onClick={() => void ask()}>
          Show what would be sent
        </AdminButton>
      </Group>
      <div aria-live="polite">
        {preview.error !== null && <PreviewProblem problem={problemFrom(preview.error)} />}
        {preview.data !== undefined && <Preview answer={preview.data} headersKnown={headersKnown} />}
      </div>
    </Stack>
  );
}

type PreviewAnswer = Awaited<ReturnType<typeof askPreview>>;

async function askPreview(form: WebhookForm, event_type: WebhookEventType, headersKnown: boolean) {
  const values = form.getValues();
  const { url, ...template } = templateOf(values, headersKnown);
  const { campaign_id } = values;
  return answerOf(
    api.POST('/api/v1/webhooks/preview', {
      body: {
        event_type,
        ...template,
        ...(url.trim() !== '' && { url }),
        ...(campaign_id !== null && { campaign_id }),
      },
    }),
  );
}

function PreviewProblem({ problem }: { problem: ApiProblem }) {
  if (problem.code !== 'no_event_yet') return <ProblemAlert problem={problem} title="This cannot be saved as it is" />;
  return (
    <Alert color="blue" title="Nothing of the kind has happened yet">
      {problem.message}
    </Alert>
  );
}

function Preview({ answer, headersKnown }: { answer: PreviewAnswer; headersKnown: boolean }) {
  const { request, event, absent, problem } = answer;
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack gap="xs">
      {problem !== null && (
        <Alert color="red" title="This event could not be sent">
          {problem}
        </Alert>
      )}
      {absent.length > 0 && (
        <Alert color="yellow" title="Variables without a value in this event" className="theirs">
          {absent.join(', ')}: sent as null.
        </Alert>
      )}
      <Title order={3} size="h6">
        Request
      </Title>
      <CodeText text={[`${request.method} ${request.url}`, ...headers].join('\n')} label="Request that would be sent" />
      {!headersKnown && (
        <Text size="xs" c="dimmed">
          Headers of the webhook come besides: their values are hidden.
        </Text>
      )}
      {request.body !== null && <CodeText text={prettyText(request.body)} label="Body that would be sent" />}
      <EventBehind event={event} />
    </Stack>
  );
}

function EventBehind({ event }: { event: PreviewAnswer['event'] }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the event' : 'Show the event it is made of'}
        </Button>
      </Group>
      {shown && <CodeText text={prettyJson(event)} label="The event" />}
    </>
  );
}
