import { Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { Pager } from '../../shared/pager';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { AgentDialog } from './agent-dialog';

type Agent = Schemas['Agent'];

const PAGE_SIZE = 30;
const SHOWN_CHARACTERS = 300;

/** Who speaks: the texts of each agent, and what its provider knows it by. */
export function AgentsPage() {
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<Agent | 'new' | null>(null);
  const { data, error } = useQuery({
    queryKey: [...queryKeys.agents, page],
    queryFn: () => answerOf(api.GET('/api/v1/agents', { params: { query: { pageno: page, pagesize: PAGE_SIZE } } })),
  });
  return (
    <>
      <PageHeader title="Agents" text="Who speaks on a number. A change holds from the next call on.">
        <AdminButton onClick={() => setOpen('new')}>New agent</AdminButton>
      </PageHeader>
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={200} aria-label="Loading" />}
      {data?.total_records === 0 && (
        <EmptyState
          title="No agent yet"
          text="An agent has a welcome message and a prompt. Make one, then attach it to a number."
        />
      )}
      <Stack>
        {data?.records.map((agent) => (
          <AgentCard key={agent.id} agent={agent} onChange={() => setOpen(agent)} />
        ))}
      </Stack>
      {data !== undefined && data.total_records > 0 && (
        <Pager
          page={page}
          pageSize={PAGE_SIZE}
          total={data.total_records}
          what={['agent', 'agents']}
          onPage={setPage}
        />
      )}
      {open !== null && <AgentDialog agent={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function AgentCard({ agent, onChange }: { agent: Agent; onChange: () => void }) {
  const { id, name, welcome_message, prompt, provider_reference, pre_call_webhook_url, webhook_direction } = agent;
  return (
    <Card withBorder component="section" aria-labelledby={`agent-${id}`}>
      <Group justify="space-between" align="flex-start">
        <Title order={2} size="h4" id={`agent-${id}`} className="theirs">
          {name}
        </Title>
        <Group gap="xs">
          <AdminButton size="compact-sm" variant="default" onClick={onChange} aria-label={`Change ${name}`}>
            Change
          </AdminButton>
          <DeleteButton agent={agent} />
        </Group>
      </Group>
      <Field name="Welcome message" text={welcome_message} />
      <Field name="Prompt" text={prompt} />
      {provider_reference !== null && <Field name="At the provider" text={provider_reference} />}
      {pre_call_webhook_url !== null && (
        <Field name={`Asked before ${webhook_direction ?? 'both'} calls`} text={pre_call_webhook_url} />
      )}
    </Card>
  );
}

function Field({ name, text }: { name: string; text: string }) {
  const isLong = text.length > SHOWN_CHARACTERS;
  return (
    <div>
      <Text size="xs" c="dimmed" mt="xs">
        {name}
      </Text>
      <Text size="sm" className="theirs" style={{ whiteSpace: 'pre-wrap' }}>
        {text === '' ? '–' : isLong ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}
      </Text>
    </div>
  );
}

function DeleteButton({ agent: { id, name } }: { agent: Agent }) {
  const remove = useAction({
    run: () => answerOf(api.DELETE('/api/v1/agents/{id}', { params: { path: { id } } })),
    changes: [queryKeys.agents, queryKeys.numbers],
    done: ({ message }) => message,
  });
  const ask = () =>
    confirm({
      title: `Delete the agent "${name}"?`,
      text: 'Numbers that it speaks on are left without an agent. Campaigns that call from them have nobody to speak.',
      action: 'Delete it',
      danger: true,
      run: () => remove.mutate(undefined),
    });
  return (
    <AdminButton
      size="compact-sm"
      variant="default"
      loading={remove.isPending}
      aria-label={`Delete ${name}`}
      onClick={ask}
    >
      Delete
    </AdminButton>
  );
}
