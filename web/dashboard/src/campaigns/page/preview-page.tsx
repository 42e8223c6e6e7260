import { Alert, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { EmptyState } from '../../shared/empty-state';
import { ProblemAlert } from '../../shared/problem-alert';
import { StatusBadge } from '../../shared/status-badge';
import { campaignQuery } from '../live/campaign-query';
import { campaignPreviewRoute } from '../routes';
import classes from './preview-page.module.css';
import { markedParts } from './marked-text';

const SHOWN = 50;

/** What the first contacts will hear. */
export function PreviewPage() {
  const { id } = campaignPreviewRoute.useParams();
  // A draft has no preview: it is not asked for one.
  const status = useQuery(campaignQuery(id)).data?.details.status;
  const { data, error } = useQuery({
    enabled: status !== undefined && status !== 'draft',
    queryKey: [...queryKeys.campaign(id), 'preview'],
    queryFn: () =>
      answerOf(api.GET('/api/v1/calls/bulk_call/{id}/preview', { params: { path: { id }, query: { limit: SHOWN } } })),
  });
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>Preview</Title>
        <Text size="sm" c="dimmed">
          Welcome message and prompt of the agent, as the first {SHOWN} contacts will hear them.
        </Text>
      </div>
      {status === 'draft' && <NothingYet />}
      {error && !data && <NoPreview error={error} />}
      {!data && !error && status !== 'draft' && <Skeleton height={240} />}
      {data && <Rendered preview={data} />}
    </Stack>
  );
}

function NoPreview({ error }: { readonly error: Error }) {
  const problem = problemFrom(error);
  return problem.status === 409 ? <NothingYet /> : <ProblemAlert problem={problem} />;
}

function NothingYet() {
  return (
    <EmptyState
      title="There is nothing to preview yet"
      text="Messages are shown once the campaign is started: until then its contacts and its agent may still change. Start the draft first."
    />
  );
}

function Rendered({ preview }: { readonly preview: Schemas['Preview'] }) {
  const { records, variables, unresolved, problems, bot_id } = preview;
  return (
    <>
      {bot_id === null && (
        <Alert role="note" color="red" title="The number has no agent">
          Attach one to it: without an agent nobody is called.
        </Alert>
      )}
      {problems.map(({ field, detail }) => (
        <Alert
          key={field}
          role="note"
          color="red"
          title={`The ${fieldText(field)} cannot be rendered, and is shown as written`}
        >
          <span className="theirs">{detail}</span>
        </Alert>
      ))}
      {unresolved.length > 0 && (
        <Alert role="note" color="orange" title="Some variables have no value for at least one of these contacts">
          <span className="theirs">
            {unresolved.join(', ')}. They stay in the text as written, and are marked below. Give them with the
            contacts, or a default in the text: {'{{ name | default: "there" }}'}.
          </span>
        </Alert>
      )}
      <Text size="sm" className="theirs">
        {variables.length === 0 ? 'The texts ask for no variables.' : `The texts ask for: ${variables.join(', ')}.`}
      </Text>
      {records.length === 0 && (
        <EmptyState title="No contacts yet" text="The texts are shown here for the first contacts that come." />
      )}
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {records.map((line) => (
          <li key={line.line_id}>
            <RenderedLine line={line} />
          </li>
        ))}
      </Stack>
    </>
  );
}

function fieldText(field: 'welcome_message' | 'prompt'): string {
  return field === 'prompt' ? 'prompt' : 'welcome message';
}

function RenderedLine({ line }: { readonly line: Schemas['RenderedLine'] }) {
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={3} size="h5" className="theirs">
          {line.to_number}
          {line.external_id !== null && ` (${line.external_id})`}
        </Title>
        <StatusBadge status={line.call_status} />
      </Group>
      {line.unresolved.length > 0 && (
        <Text size="sm" mb="xs" fw={600} className={`theirs ${classes.warning}`}>
          Without a value: {line.unresolved.join(', ')}
        </Text>
      )}
      <Message name="Welcome message" text={line.welcome_message} unresolved={line.unresolved} />
      <Message name="Prompt" text={line.prompt} unresolved={line.unresolved} />
    </Card>
  );
}

interface MessageProps {
  readonly name: string;
  readonly text: string;
  readonly unresolved: readonly string[];
}

function Message({ name, text, unresolved }: MessageProps) {
  return (
    <div>
      <Text size="xs" c="dimmed" mt="xs">
        {name}
      </Text>
      <Text size="sm" className={`theirs ${classes.text}`}>
        {text === '' ? <i>empty</i> : null}
        {markedParts(text, unresolved).map((part, index) => (
          <Fragment key={index}>
            {part.isUnresolved ? <mark className={classes.unresolved}>{part.text}</mark> : part.text}
          </Fragment>
        ))}
      </Text>
    </div>
  );
}
