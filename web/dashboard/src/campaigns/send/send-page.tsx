import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { campaignSendRoute } from '../routes';
import { CodeSamplesPanel } from './code-samples-panel';
import { CsvUpload } from './csv-upload';
import { LastRequests } from './last-requests';
import { TestContact } from './test-contact';

/** How contacts are sent to a campaign: by code, by hand, from a file; and what came of the last requests. */
export function SendPage() {
  const { id } = campaignSendRoute.useParams();
  const variables = useTemplateVariables(id);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Part title="From your systems" text="Code with this campaign's own address.">
          <CodeSamplesPanel campaignId={id} variables={variables ?? []} />
        </Part>
        <Part title="Test contact" text="Adds one contact by hand, and shows what becomes of it.">
          {/* Prefilled once, as soon as it is known what the agent asks for. */}
          <TestContact
            key={variables === undefined ? 'unknown' : 'known'}
            campaignId={id}
            variables={variables ?? []}
          />
        </Part>
      </SimpleGrid>
      <Part title="The last requests" text="What was sent to add contacts, newest first, and what the API answered.">
        <LastRequests campaignId={id} />
      </Part>
      <Part title="From a file" text="A CSV file of any length. Its first line names the columns.">
        <CsvUpload campaignId={id} />
      </Part>
    </Stack>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card component="section" withBorder padding="md" aria-labelledby={id} style={{ minWidth: 0 }}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {text}
      </Text>
      {children}
    </Card>
  );
}

/** What the agent's texts ask for; undefined while nobody knows yet. */
function useTemplateVariables(campaignId: number): readonly string[] | undefined {
  const { data, isError } = useQuery({
    queryKey: [...queryKeys.campaign(campaignId), 'template-variables'],
    queryFn: async () => {
      const params = { path: { id: campaignId }, query: { limit: 1 } };
      return (await answerOf(api.GET('/api/v1/calls/bulk_call/{id}/preview', { params }))).variables;
    },
    // It changes with the agent alone, and a form that is being filled in is not taken away.
    staleTime: Infinity,
  });
  return isError ? [] : data;
}
