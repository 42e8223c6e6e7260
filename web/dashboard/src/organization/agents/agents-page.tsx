import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { ConfirmedButton } from '../../shared/confirmed-button';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { PagedRecords } from '../../shared/paged-records';
import { SectionCard } from '../../shared/section-card';
import { AgentDialog } from './agent-dialog';

type Agent = Schemas['Agent'];

const PAGE_SIZE = 30;
const SHOWN_CHARACTERS = 300;

/** Who speaks: the texts of each agent, and what its provider knows it by. */
export function AgentsPage() {
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<Agent | 'new' | null>(null);
  const query = useQuery({
    queryKey: [...queryKeys.agents, page],
    queryFn: () => answerOf(api.GET('/api/v1/agents', { params: { query: { pageno: page, pagesize: PAGE_SIZE } } })),
  });
  return (
    <>
      <PageHeader title="Agents" text="Who speaks on a number. A change holds from the next call on.">
        <AdminButton onClick={() => setOpen('new')}>New agent</AdminButton>
      </PageHeader>
      <PagedRecords
        query={query}
        page={page}
        pageSize={PAGE_SIZE}
        what={['agent', 'agents']}
        onPage={setPage}
        empty={
          <EmptyState
            title="No agent yet"
            text="An agent has a welcome message and a prompt. Make one, then attach it to a number."
          />
        }
      >
        {(agents) => (
          <Stack>
            {agents.map((agent) => (
              <AgentCard key={agent.id} agent={agent} onChange={() => setOpen(agent)} />
            ))}
          </Stack>
        )}
      </PagedRecords>
      {open !== null && <AgentDialog agent={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function AgentCard({ agent, onChange }: { agent: Agent; onChange: () => void }) {
  const { id, name, welcome_message, prompt, provider_reference, pre_call_webhook_url, webhook_direction } = agent;
  return (
    <SectionCard id={`agent-${id}`} title={name} actions={<AgentActions agent={agent} onChange={onChange} />}>
      <Stack gap="xs">
        <Field name="Welcome message" text={welcome_message} />
        <Field name="Prompt" text={prompt} />
        {provider_reference !== null && <Field name="At the provider" text={provider_reference} />}
        {pre_call_webhook_url !== null && (
          <Field name={`Asked before ${webhook_direction ?? 'both'} calls`} text={pre_call_webhook_url} />
        )}
      </Stack>
    </SectionCard>
  );
}

function Field({ name, text }: { name: string; text: string }) {
  const isLong = text.length > SHOWN_CHARACTERS;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" className="theirs" style={{ whiteSpace: 'pre-wrap' }}>
        {text === '' ? '–' : isLong ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}
      </Text>
    </div>
  );
}

function AgentActions({ agent: { id, name }, onChange }: { agent: Agent; onChange: () => void }) {
  return (
    <Group gap="xs">
      <AdminButton size="compact-sm" variant="default" onClick={onChange} aria-label={`Change ${name}`}>
        Change
      </AdminButton>
      <ConfirmedButton
        question={{
          title: `Delete the agent "${name}"?`,
          text: 'Numbers that it speaks on are left without an agent. Campaigns that call from them have nobody to speak.',
          action: 'Delete it',
        }}
        run={() => answerOf(api.DELETE('/api/v1/agents/{id}', { params: { path: { id } } }))}
        changes={[queryKeys.agents, queryKeys.numbers]}
        aria-label={`Delete ${name}`}
      >
        Delete
      </ConfirmedButton>
    </Group>
  );
}
