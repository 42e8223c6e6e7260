import { Alert, List, Text } from '@mantine/core';
import type { ApiProblem } from '../../api/problem';
import { counted } from '../../shared/counted';
import { ProblemAlert } from '../../shared/problem-alert';
import { faultText } from '../rules/field-faults';
import type { Changed } from './settings-part';
import type { EditedPart } from './use-settings-part';

/** What saving would do to the contacts that wait, in words, while one writes. */
export function EffectText({ edited }: { readonly edited: EditedPart }) {
  const { problem, preview } = edited;
  if (edited.isRefused && problem) return <ProblemAlert problem={problem} title="It could not be saved" />;
  return (
    <div aria-live="polite">
      {edited.isDirty && problem && !problem.isTemporary && (
        <Text size="sm" c="red" className="theirs">
          It cannot be saved like this. {reasonOf(problem)}
        </Text>
      )}
      {edited.isDirty && problem?.isTemporary && (
        <Text size="sm" c="dimmed">
          What this would change cannot be told at the moment. It is asked again as soon as the API is back.
        </Text>
      )}
      {edited.isDirty && !problem && preview && <Effect preview={preview} isAsking={edited.isAsking} />}
      {edited.isDirty && !problem && !preview && edited.isAsking && (
        <Text size="sm" c="dimmed">
          Finding out what this would change…
        </Text>
      )}
    </div>
  );
}

/** What is wrong, without the places in the request: the fields show them. */
function reasonOf({ errors, message }: ApiProblem): string {
  return errors.length === 0 ? message : errors.map(faultText).join(' ');
}

function Effect({ preview, isAsking }: { readonly preview: Changed; readonly isAsking: boolean }) {
  const { effect, warnings = [], dropped_callbacks: dropped = 0 } = preview;
  return (
    <Alert role="group" color="blue" title="What saving does" opacity={isAsking ? 0.6 : 1}>
      <Text size="sm">{effect.text}</Text>
      {dropped > 0 && (
        <Text size="sm">
          {counted(dropped, 'promised callback')} {dropped === 1 ? 'is' : 'are'} dropped.
        </Text>
      )}
      {warnings.length > 0 && (
        <List size="sm" mt="xs">
          {warnings.map((warning) => (
            <List.Item key={`${warning.pointer} ${warning.code}`}>{faultText(warning)}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
