import { Alert, Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schemas } from '../../../api/client';
import { confirm } from '../../../shared/confirm';
import { ProblemAlert } from '../../../shared/problem-alert';
import { WhenInZones } from '../../../shared/when-in-zones';
import { RescheduleForm } from './reschedule-form';
import { useLineActions, useWhyNoActions, type LineActed } from './use-line-actions';
import { sentence } from './words';

interface LineActionsProps {
  readonly campaignId: number;
  readonly line: Pick<Schemas['LineDetails'], 'line_id' | 'to_number' | 'call_status' | 'timezone'>;
  /** What times are shown in. */
  readonly zone: string;
}

/** What can be done to a contact, and what the API answered to it. */
export function LineActions({ campaignId, line, zone }: LineActionsProps) {
  const actions = useLineActions(campaignId, line);
  const whyNot = useWhyNoActions(line.call_status);
  const [isMoving, setMoving] = useState(false);
  const reason = useId();
  const button = {
    size: 'xs' as const,
    disabled: whyNot !== null || actions.isPending,
    'aria-describedby': whyNot === null ? undefined : reason,
  };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button {...button} onClick={() => actions.run({ kind: 'call_now' })}>
          Call now
        </Button>
        <Button {...button} variant="default" aria-expanded={isMoving} onClick={() => setMoving(!isMoving)}>
          Reschedule
        </Button>
        <Button
          {...button}
          variant="default"
          onClick={() => confirmSkip(line.to_number, () => actions.run({ kind: 'skip' }))}
        >
          Skip
        </Button>
        <Button
          {...button}
          variant="outline"
          color="red"
          onClick={() => confirmSuppress(line.to_number, () => actions.run({ kind: 'suppress' }))}
        >
          Suppress
        </Button>
      </Group>
      {whyNot !== null && (
        <Text size="sm" c="dimmed" id={reason}>
          {whyNot}
        </Text>
      )}
      <Collapse expanded={isMoving && whyNot === null}>
        <RescheduleForm
          ownZone={line.timezone}
          isPending={actions.isPending}
          problem={actions.problem}
          onSubmit={(body) => actions.run({ kind: 'reschedule', body }, () => setMoving(false))}
        />
      </Collapse>
      <div aria-live="polite">
        {actions.answer && <Answer answer={actions.answer} zone={zone} />}
        {actions.problem && !(isMoving && actions.problem.errors.length > 0) && (
          <ProblemAlert problem={actions.problem} />
        )}
      </div>
    </Stack>
  );
}

function Answer({ answer, zone }: { answer: LineActed; zone: string }) {
  const { message, reason_text, will_call_after } = answer;
  return (
    <Alert color={reason_text === undefined ? 'green' : 'yellow'} title={message}>
      {reason_text !== undefined && <Text size="sm">Not called at this moment: {sentence(reason_text)}</Text>}
      {will_call_after && (
        <Text size="sm" component="div">
          It is called after <WhenInZones at={will_call_after} zone={zone} />.
        </Text>
      )}
      {'ended_lines' in answer && <Text size="sm">{endedText(answer.ended_lines)}</Text>}
    </Alert>
  );
}

function endedText(lines: number): string {
  return lines === 1
    ? 'One waiting contact with this number ended, in all campaigns.'
    : `${lines.toLocaleString('en-US')} waiting contacts with this number ended, in all campaigns.`;
}

function confirmSkip(number: string, run: () => void): void {
  confirm({
    title: `Skip ${number}?`,
    text: 'The contact ends without another call. Other contacts with this number stay as they are.',
    action: 'Skip the contact',
    run,
  });
}

function confirmSuppress(number: string, run: () => void): void {
  const text = (
    <>
      The number goes on your organization's do-not-call list. Every contact with this number that waits for a call
      ends, in every campaign, and not only in this one. The number can be taken off the list again under “Do not call”;
      contacts that have ended stay ended.
    </>
  );
  confirm({ title: `Never call ${number} again?`, text, action: 'Suppress in every campaign', danger: true, run });
}
