import { Alert, Card, Skeleton, Spoiler, Stack, Text, Title } from '@mantine/core';
import { PageLink } from '../../shared/page-link';
import { problemFrom, type Schemas } from '../../api/client';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAgent } from './use-agent';

/** Who speaks on a number, shown as soon as the number is chosen. */
export function AgentOfNumber({ number }: { number: Schemas['PhoneNumber'] }) {
  const agentId = number.agent_id;
  const agent = useAgent(agentId);
  return (
    <div aria-live="polite">
      {agentId === null && (
        <Alert color="yellow" title="This number has no agent">
          Nobody would speak on it.{' '}
          <PageLink to="/numbers" inherit c="inherit" underline="always">
            Attach an agent to it
          </PageLink>
          ; your draft is kept meanwhile.
        </Alert>
      )}
      {agentId !== null && agent.isPending && <Skeleton height={90} />}
      {agent.error && <ProblemAlert problem={problemFrom(agent.error)} title="The agent could not be read" />}
      {agent.data && <AgentCard agent={agent.data.agent} provider={number.provider} />}
    </div>
  );
}

function AgentCard({ agent, provider }: { agent: Schemas['Agent']; provider: string }) {
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Title order={3} size="h5" className="theirs">
          Agent: {agent.name}
        </Title>
        <Text size="sm" c="dimmed">
          {provider === 'simulator' ? 'A simulated number: nobody is really called.' : `Calls go over ${provider}.`}
        </Text>
        {agent.welcome_message !== '' && (
          <Text size="sm" className="theirs">
            “{agent.welcome_message}”
          </Text>
        )}
        {agent.prompt !== '' && (
          <Spoiler maxHeight={60} showLabel="Show the whole prompt" hideLabel="Show less">
            <Text size="sm" className="theirs" style={{ whiteSpace: 'pre-wrap' }}>
              {agent.prompt}
            </Text>
          </Spoiler>
        )}
      </Stack>
    </Card>
  );
}
