import { Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { problemFrom } from '../../../api/client';
import { isAsking } from '../../../shared/confirm';
import { CopyText } from '../../../shared/copy-text';
import { EmptyState } from '../../../shared/empty-state';
import { OWN_ZONE } from '../../../shared/moment';
import { ProblemAlert } from '../../../shared/problem-alert';
import { StatusBadge } from '../../../shared/status-badge';
import { campaignQuery } from '../../live/campaign-query';
import { nameIn } from '../line-rows';
import { webAddress } from '../line-words';
import { DocumentTable } from './document-table';
import { LineActions } from './line-actions';
import { LineDeliveries } from './line-deliveries';
import { LineFacts } from './line-facts';
import { LineTimeline, TemporalLink } from './line-timeline';
import { useLineStory, type LineStory } from './use-line-story';

interface LineDrawerProps {
  readonly campaignId: number;
  /** null: closed. */
  readonly lineId: number | null;
  readonly onClose: () => void;
  /** Told which contact was looked at, when it is out of sight. */
  readonly onClosed: (lineId: number) => void;
}

/** One contact: what it is, what happened to it and why, and what can be done. */
export function LineDrawer({ campaignId, lineId, onClose, onClosed }: LineDrawerProps) {
  // While it slides away it shows what it has shown.
  const [shown, setShown] = useState(lineId);
  if (lineId !== null && lineId !== shown) setShown(lineId);
  return (
    <Drawer.Root
      opened={lineId !== null}
      // The key that leaves a question about the contact is not meant for what lies below it.
      onClose={() => !isAsking() && onClose()}
      position="right"
      size="xl"
      returnFocus={false}
      onExitTransitionEnd={() => shown !== null && onClosed(shown)}
    >
      <Drawer.Overlay />
      <Drawer.Content>{shown !== null && <Story key={shown} campaignId={campaignId} lineId={shown} />}</Drawer.Content>
    </Drawer.Root>
  );
}

function Story({ campaignId, lineId }: { campaignId: number; lineId: number }) {
  const { data: story, error } = useLineStory(campaignId, lineId);
  const problem = error && problemFrom(error);
  return (
    <>
      <Drawer.Header>
        <Drawer.Title fw={600} fz="lg" className="theirs">
          {story ? story.line.to_number : `Contact ${lineId}`}
        </Drawer.Title>
        <Drawer.CloseButton aria-label="Close the contact" />
      </Drawer.Header>
      <Drawer.Body>
        {problem && <Problem problem={problem} lineId={lineId} isKnown={story !== undefined} />}
        {story && problem?.status !== 404 && <Known campaignId={campaignId} story={story} />}
        {!story && !problem && (
          <Stack aria-busy="true" aria-label="The contact is being read">
            <Skeleton height={20} width="60%" />
            <Skeleton height={120} />
            <Skeleton height={240} />
          </Stack>
        )}
      </Drawer.Body>
    </>
  );
}

interface ProblemProps {
  readonly problem: ReturnType<typeof problemFrom>;
  readonly lineId: number;
  readonly isKnown: boolean;
}

function Problem({ problem, lineId, isKnown }: ProblemProps) {
  if (problem.status === 404) {
    return (
      <EmptyState
        title={`There is no contact ${lineId} in this campaign`}
        text="The number in the address may be misspelt, or the contact belongs to another campaign."
      />
    );
  }
  // What is known stays on the page; that the API is away is said above it.
  return isKnown ? null : <ProblemAlert problem={problem} />;
}

function Known({ campaignId, story }: { campaignId: number; story: LineStory }) {
  const { line } = story;
  const campaign = useQuery(campaignQuery(campaignId)).data?.details;
  const zone = line.timezone ?? campaign?.timezone ?? OWN_ZONE;
  const name = nameIn(line.custom_variables);
  const temporal = webAddress(story.temporal_ui_url);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group gap="xs" aria-live="polite">
          <StatusBadge status={line.call_status} />
          {name !== null && <Text className="theirs">{name}</Text>}
          <Text size="sm" c="dimmed" component="div">
            Contact {line.line_id} <CopyText text={line.to_number} what="the number" />
          </Text>
        </Group>
        <LineFacts story={story} zone={zone} />
      </Stack>
      <LineActions campaignId={campaignId} line={line} zone={zone} />
      <Part title="What happened">
        <LineTimeline story={story} zone={zone} />
      </Part>
      <Part title="Deliveries">
        <LineDeliveries deliveries={story.deliveries} zone={zone} />
      </Part>
      <Part title="Variables" text="Given to the agent.">
        <DocumentTable caption="Variables" values={line.custom_variables} none="It came without variables." />
      </Part>
      <Part title="Metadata" text="Comes back to you. Never sent to the agent or the provider.">
        <DocumentTable caption="Metadata" values={line.metadata} none="It came without metadata." />
      </Part>
      {temporal !== null && <TemporalLink address={temporal} />}
    </Stack>
  );
}

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      {text !== undefined && (
        <Text size="sm" c="dimmed" mb={4}>
          {text}
        </Text>
      )}
      {children}
    </section>
  );
}
