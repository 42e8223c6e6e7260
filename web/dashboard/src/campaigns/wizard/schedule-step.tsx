import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ComponentType } from 'react';
import type { ApiProblem } from '../../api/problem';
import { CallbackFields } from '../rules/callback-fields';
import { DuplicatesFields } from '../rules/duplicates-fields';
import { faultText } from '../rules/field-faults';
import { HoursFields } from '../rules/hours-fields';
import { LimitsFields } from '../rules/limits-fields';
import { PaceFields } from '../rules/pace-fields';
import { RetryFields } from '../rules/retry-fields';
import type { RuleFieldsProps } from '../rules/rule-fields';
import { StartFields } from '../rules/start-fields';
import { WeekView } from '../rules/week-view';
import { stepOf } from './step-faults';
import type { StepProps } from './wizard-context';

const GROUPS: ReadonlyArray<{
  readonly id: string;
  readonly title: string;
  readonly Fields: ComponentType<RuleFieldsProps>;
}> = [
  { id: 'start', title: 'Start', Fields: StartFields },
  { id: 'hours', title: 'Hours', Fields: HoursFields },
  { id: 'retries', title: 'Retries and voicemail', Fields: RetryFields },
  { id: 'callbacks', title: 'Callbacks', Fields: CallbackFields },
  { id: 'duplicates', title: 'Duplicates', Fields: DuplicatesFields },
  { id: 'pace', title: 'Pace and numbers', Fields: PaceFields },
  { id: 'limits', title: 'Limits', Fields: LimitsFields },
];

/** When it calls, how often, and what ends it. */
export function ScheduleStep(props: StepProps) {
  const { form, onChange, faults } = props;
  return (
    <Stack gap="xl">
      {GROUPS.map(({ id, title, Fields }) => (
        <section key={id} aria-labelledby={id}>
          <Stack gap="sm">
            <Title order={3} size="h4" id={id}>
              {title}
            </Title>
            <Fields value={form.campaign} onChange={onChange} faults={faults} />
            {id === 'hours' && <Week {...props} />}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

/** What the hours come to in the next seven days. */
function Week({ form, check }: StepProps) {
  const { answer, problem } = check;
  return (
    <div>
      <Title order={4} size="h5" mb="xs">
        {form.campaign.is_scheduled ? 'The first seven days' : 'The next seven days'}
      </Title>
      {!form.campaign.phone_number_id && <Text size="sm">Choose the phone number first, on the step Details.</Text>}
      {problem && (
        <Text size="sm" role="status" className="theirs">
          {weekFault(problem)}
        </Text>
      )}
      {Boolean(form.campaign.phone_number_id) && !answer && !problem && <Skeleton height={220} />}
      {answer && <WeekView openings={answer.openings} clockChanges={answer.clock_changes} zone={answer.timezone} />}
    </div>
  );
}

/** Why no week is shown; what is wrong on another step is told there. */
function weekFault({ errors, message }: ApiProblem): string {
  if (errors.length === 0) return message;
  const own = errors.filter(({ pointer }) => stepOf(pointer) === 'schedule');
  return own.map(faultText).join(' ') || 'The week is shown as soon as the other steps are right.';
}
