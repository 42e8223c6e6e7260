import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../../api/client';
import { Moment } from '../../../shared/moment';
import { StatusBadge, statusText } from '../../../shared/status-badge';
import { WhenInZones } from '../../../shared/when-in-zones';
import { duration } from '../line-words';
import { CallOutcome } from './call-outcome';
import { callOf, type KeptCall } from './calls-made';
import classes from './story.module.css';
import { timelineOf, type Happening } from './timeline';
import type { LineStory } from './use-line-story';
import { callbackText, callText, decisionText, preCallText, sentence, sourceText, wallClock } from './words';

/** What happened to a contact, in order. */
export function LineTimeline({ story, zone }: { story: LineStory; zone: string }) {
  return (
    <ol className={`${classes.timeline} theirs`} aria-label="What happened, in order">
      {timelineOf(story).map((happening) => (
        <li key={keyOf(happening)} data-kind={happening.kind}>
          <What happening={happening} story={story} zone={zone} />
        </li>
      ))}
    </ol>
  );
}

interface WhatProps {
  readonly happening: Happening;
  readonly story: LineStory;
  readonly zone: string;
}

function What({ happening, story, zone }: WhatProps) {
  switch (happening.kind) {
    case 'arrival':
      return <Headline title="The contact came" at={happening.at} zone={zone} />;
    case 'attempt':
      return <AttemptItem attempt={happening.attempt} zone={zone} />;
    case 'inbound':
      return <InboundItem call={happening.call} zone={zone} />;
    case 'callback':
      return <CallbackItem callback={happening.callback} call={callOf(happening.callback, story)} zone={zone} />;
    case 'end':
      return (
        <>
          <Headline title={`The end: ${statusText(happening.status)}`} at={happening.at} zone={zone} />
          {happening.reason !== null && <Text size="sm">{sentence(happening.reason)}</Text>}
        </>
      );
  }
}

function AttemptItem({ attempt, zone }: { attempt: Schemas['Attempt']; zone: string }) {
  return (
    <Stack gap={4}>
      <Headline title={`Attempt ${attempt.attempt_no}: ${callText(attempt)}`} at={attempt.created_at} zone={zone} />
      <Text size="sm" c="dimmed">
        From {attempt.from_number} over {attempt.provider}
        {attempt.duration_s !== null && ` · ${duration(attempt.duration_s)}`}
        {attempt.raw_code !== null && (
          <>
            {' '}
            · provider's code <code>{attempt.raw_code}</code>
          </>
        )}
        {attempt.provider_call_id !== null && (
          <>
            {' '}
            · call <code>{attempt.provider_call_id}</code>
          </>
        )}
      </Text>
      {attempt.pre_call && <Text size="sm">{preCallText(attempt.pre_call)}</Text>}
      <CallOutcome outcome={attempt.outcome} variables={attempt.variables} unresolved={attempt.unresolved_variables} />
      {attempt.decision && <Decision decision={attempt.decision} zone={zone} />}
    </Stack>
  );
}

function InboundItem({ call, zone }: { call: Schemas['InboundCall']; zone: string }) {
  return (
    <Stack gap={4}>
      <Headline title={`The contact called: ${callText(call)}`} at={call.created_at} zone={zone} />
      <Text size="sm" c="dimmed">
        {call.from_number} called {call.to_number}
        {call.duration_s !== null && ` · ${duration(call.duration_s)}`}
      </Text>
      {call.pre_call && <Text size="sm">{preCallText(call.pre_call)}</Text>}
      <CallOutcome outcome={call.outcome} variables={call.variables} unresolved={[]} />
      {call.decision && <Decision decision={call.decision} zone={zone} />}
    </Stack>
  );
}

function Decision({ decision, zone }: { decision: NonNullable<Schemas['Attempt']['decision']>; zone: string }) {
  return (
    <Text size="sm">
      <strong>{decisionText(decision.kind)}</strong>
      {decision.at !== null && (
        <>
          {' '}
          at <WhenInZones at={decision.at} zone={zone} />
        </>
      )}
      {decision.reason === '' ? '.' : `: ${decision.reason}.`}
    </Text>
  );
}

interface CallbackItemProps {
  readonly callback: Schemas['Callback'];
  /** What it has led to. */
  readonly call: KeptCall | null;
  readonly zone: string;
}

function CallbackItem({ callback, call, zone }: CallbackItemProps) {
  const { status, text, source, wall_clock, timezone, due_at, asked_for, created_at, settled_at } = callback;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Headline title="A callback was promised" at={created_at} zone={zone} />
        <StatusBadge status={status} />
      </Group>
      {text !== null && <blockquote className={classes.quote}>“{text}”</blockquote>}
      <Text size="sm">{sourceText(source)}</Text>
      <Text size="sm">
        Promised: <strong>{wallClock(wall_clock)}</strong> in {timezone}. {callbackText(status, call)}{' '}
        <WhenInZones at={call?.at ?? due_at} zone={timezone} />
        {call === null && due_at !== asked_for && ', moved into the hours'}.
      </Text>
      {call === null && settled_at !== null && (
        <Text size="sm" c="dimmed" component="div">
          {sentence(statusText(status))} <Moment at={settled_at} beside={timezone} inherit />
        </Text>
      )}
    </Stack>
  );
}

function Headline({ title, at, zone }: { title: string; at: string; zone: string }) {
  return (
    <Group gap="xs" align="baseline" wrap="wrap">
      <Text component="h4" size="sm" fw={600} m={0}>
        {sentence(title).replace(/\.$/, '')}
      </Text>
      <Moment at={at} beside={zone} size="xs" c="dimmed" />
    </Group>
  );
}

function keyOf(happening: Happening): string {
  switch (happening.kind) {
    case 'attempt':
      return `attempt ${happening.attempt.attempt_id}`;
    case 'inbound':
      return `inbound ${happening.call.call_id}`;
    case 'callback':
      return `callback ${happening.callback.callback_id}`;
    default:
      return happening.kind;
  }
}

/** Where engineers look at the contact's workflow; null when there is none. */
export function TemporalLink({ address }: { address: string }) {
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" size="sm" underline="always">
      Its workflow in the Temporal UI
    </Anchor>
  );
}
