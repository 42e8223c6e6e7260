import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { counted } from '../../../shared/counted';
import { WhenInZones } from '../../../shared/when-in-zones';
import { callsMade } from './calls-made';
import classes from './line-facts.module.css';
import type { LineStory } from './use-line-story';
import { sentence } from './words';

/** What comes next for a contact, what keeps it, and what it is. */
export function LineFacts({ story, zone }: { story: LineStory; zone: string }) {
  const { line, why_not_now, next_attempt } = story;
  return (
    <dl className={`${classes.facts} theirs`}>
      {next_attempt && (
        <Fact name="Next attempt">
          {next_attempt.at === null ? 'As soon as it is its turn' : <WhenInZones at={next_attempt.at} zone={zone} />}
          {why_not_now?.text !== sentence(next_attempt.rule) && (
            <Text size="sm" c="dimmed">
              {sentence(next_attempt.rule)}
            </Text>
          )}
        </Fact>
      )}
      {why_not_now && line.closed_at === null && (
        <Fact name="Not called now">
          {why_not_now.text}
          {why_not_now.until !== null && (
            <Text size="sm" component="div">
              Until <WhenInZones at={why_not_now.until} zone={zone} />
            </Text>
          )}
        </Fact>
      )}
      {line.skipped_condition && <Fact name="Condition it does not meet">{conditionText(line.skipped_condition)}</Fact>}
      {line.external_id !== null && <Fact name="External id">{line.external_id}</Fact>}
      <Fact name="Attempts">{attemptsText(story)}</Fact>
      <Fact name="Priority">{line.priority}</Fact>
      {line.timezone !== null && <Fact name="Zone">{line.timezone}</Fact>}
      {line.schedule_at !== null && (
        <Fact name="Not before">
          <WhenInZones at={line.schedule_at} zone={zone} />
        </Fact>
      )}
      {line.expires_at !== null && (
        <Fact name="Expires">
          <WhenInZones at={line.expires_at} zone={zone} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function attemptsText(story: LineStory): string {
  const { attempts } = story.line;
  const { retries, callbacks } = callsMade(story);
  const parts = [
    retries > 0 && counted(retries, 'retry', 'retries'),
    callbacks > 0 && counted(callbacks, 'callback'),
  ].filter((part) => part !== false);
  return parts.length === 0 ? String(attempts) : `${attempts}, of which ${parts.join(' and ')}`;
}

function conditionText({ column, operator, value }: NonNullable<LineStory['line']['skipped_condition']>): string {
  const compared = value === undefined ? '' : ` ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  return `${column} ${operator.replaceAll('_', ' ')}${compared}`;
}
