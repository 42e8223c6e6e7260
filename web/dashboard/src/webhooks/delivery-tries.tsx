import { Accordion, Group, Stack, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client';
import { Moment } from '../shared/moment';
import { CodeText, prettyText } from './code-text';

type Try = Schemas['DeliveryTry'];

/** Every try, the newest first and open: request, answer, how long it took. */
export function DeliveryTries({ tries }: { tries: readonly Try[] }) {
  const newestFirst = [...tries].reverse();
  const newest = newestFirst[0];
  if (newest === undefined) return <Text size="sm">Not tried yet.</Text>;
  return (
    // Drawn anew when a try has come: the newest is the open one.
    <Accordion key={newest.try_no} variant="contained" defaultValue={String(newest.try_no)} order={4}>
      {newestFirst.map((made) => (
        <Accordion.Item key={made.try_no} value={String(made.try_no)}>
          <Accordion.Control>
            <TryLine made={made} />
          </Accordion.Control>
          <Accordion.Panel>
            <TryDetails made={made} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function TryLine({ made }: { made: Try }) {
  const outcome = made.response_status === null ? 'no answer' : `HTTP ${made.response_status}`;
  return (
    <Group gap="sm">
      <Text size="sm" fw={600}>
        Try {made.try_no}
      </Text>
      <Text size="sm">{outcome}</Text>
      <Text size="sm" c="dimmed" className="figures">
        {made.duration_ms.toLocaleString('en-US')} ms
      </Text>
      <Moment at={made.created_at} size="sm" c="dimmed" />
    </Group>
  );
}

function TryDetails({ made }: { made: Try }) {
  const headers = Object.entries(made.request_headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack gap="xs">
      {made.error !== null && (
        <Text size="sm" className="theirs">
          <strong>Why it counts as failed:</strong> {made.error}
        </Text>
      )}
      <Title order={5} size="h6">
        Request
      </Title>
      <CodeText text={[`${made.method} ${made.url}`, ...headers].join('\n')} label={`Request of try ${made.try_no}`} />
      {made.request_body !== null && made.request_body !== '' && (
        <CodeText text={prettyText(made.request_body)} label={`Body of try ${made.try_no}`} />
      )}
      <Title order={5} size="h6">
        Answer
      </Title>
      {made.response_status === null ? (
        <Text size="sm">None came.</Text>
      ) : (
        <Text size="sm">HTTP {made.response_status}</Text>
      )}
      {made.response_body !== null && made.response_body !== '' && (
        // As it came: what it says may be anything.
        <CodeText text={made.response_body} label={`Answer to try ${made.try_no}`} />
      )}
      <Text size="xs" c="dimmed">
        Of bodies and answers the first 4 KB are kept; values of headers that may be secret are not.
      </Text>
    </Stack>
  );
}
