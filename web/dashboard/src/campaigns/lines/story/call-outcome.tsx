import { Anchor, Stack, Text } from '@mantine/core';
import { webAddress } from '../line-words';
import { DocumentTable } from './document-table';
import classes from './story.module.css';

interface CallOutcomeProps {
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly unresolved: readonly string[];
}

/** What the voice agent reported of a call, and what it had been given. */
export function CallOutcome({ outcome, variables, unresolved }: CallOutcomeProps) {
  const { summary, transcript, recording_url, ...rest } = outcome ?? {};
  const recording = webAddress(recording_url);
  return (
    <Stack gap={4}>
      {typeof summary === 'string' && <Text size="sm">{summary}</Text>}
      {recording !== null && (
        <Anchor href={recording} target="_blank" rel="noreferrer" size="sm" underline="always">
          Listen to the recording
        </Anchor>
      )}
      {isSaid(transcript) && (
        <Details title="Transcript">
          <Text size="sm" className={classes.said}>
            {typeof transcript === 'string' ? transcript : JSON.stringify(transcript, null, 2)}
          </Text>
        </Details>
      )}
      {Object.keys(rest).length > 0 && (
        <Details title="What was reported">
          <DocumentTable caption="What the voice agent reported" values={rest} none="" />
        </Details>
      )}
      {variables !== null && (
        <Details title="What the agent was given">
          <DocumentTable caption="Variables the agent was given" values={variables} none="No variables." />
        </Details>
      )}
      {unresolved.length > 0 && (
        <Text size="sm">
          Variables of the agent's texts without a value: <strong>{unresolved.join(', ')}</strong>
        </Text>
      )}
    </Stack>
  );
}

function isSaid(transcript: unknown): boolean {
  return transcript !== undefined && transcript !== null && transcript !== '';
}

function Details({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <details className={classes.details}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
