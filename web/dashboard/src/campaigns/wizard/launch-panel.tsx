import { Alert, Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { ProblemAlert } from '../../shared/problem-alert';
import { tookNothing, type LaunchProgress } from './launch';
import { RejectedRows } from './rejected-rows';
import type { LaunchState } from './use-launch';
import { isDynamic, type WizardForm } from './wizard-form';
import classes from './wizard.module.css';

interface LaunchPanelProps {
  readonly form: WizardForm;
  readonly launch: LaunchState;
  /** Why it cannot be created; null when it can. */
  readonly blocked: string | null;
}

/** Makes the campaign, says how far that is, and goes on where it broke off. */
export function LaunchPanel({ form, launch, blocked }: LaunchPanelProps) {
  const { progress, problem, go } = launch;
  const begun = form.launch !== null;
  const busy = progress !== null;
  const imported = form.launch?.imported ?? null;
  const dead = imported !== null && tookNothing(imported);
  return (
    <Stack mt="md">
      {begun && !busy && !problem && !dead && (
        <Alert color="yellow" title="This campaign is not complete yet">
          Creating it was begun and broke off. Go on: what is there already is not made a second time.
        </Alert>
      )}
      {problem && <ProblemAlert problem={problem} title={begun ? 'It broke off' : 'It was not created'} />}
      {dead && <RejectedRows imported={imported} />}
      <div aria-live="polite">{progress && <ProgressText progress={progress} />}</div>
      {begun && !busy && form.launch?.campaignId && <StartOver launch={launch} />}
      {blocked !== null && (
        <Text size="sm" c="dimmed" id="why-not" ta="right">
          {blocked}
        </Text>
      )}
      {!dead && (
        <Group justify="flex-end" className={classes.create}>
          <Button
            onClick={go}
            disabled={blocked !== null}
            loading={busy}
            aria-describedby={blocked === null ? undefined : 'why-not'}
          >
            {begun ? 'Go on' : labelOf(form)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function StartOver({ launch }: { launch: LaunchState }) {
  return (
    <Group>
      <Button variant="default" onClick={launch.again}>
        Start over
      </Button>
      <Text size="sm" c="dimmed">
        Cancels what was begun, so that the draft can be changed again.
      </Text>
    </Group>
  );
}

function labelOf(form: WizardForm): string {
  const later = form.campaign.is_scheduled ?? false;
  if (isDynamic(form)) return later ? 'Create and schedule' : 'Create and start';
  return later ? 'Upload contacts and schedule' : 'Upload contacts and start';
}

function ProgressText({ progress }: { progress: LaunchProgress }) {
  if (progress.stage === 'creating') return <Text size="sm">The campaign is being created...</Text>;
  if (progress.stage === 'waiting') return <StillStored />;
  if (progress.stage !== 'uploading') return <Text size="sm">The campaign is being started...</Text>;
  const percent = Math.round(progress.share * 100);
  return (
    <Stack gap={4}>
      <Text size="sm">{percent < 100 ? 'Contacts are being uploaded.' : 'The last contacts are being stored.'}</Text>
      <Progress value={percent} aria-label="How much of the file has been uploaded" />
    </Stack>
  );
}

function StillStored() {
  return (
    <Group gap="sm" wrap="nowrap">
      <Loader size="sm" aria-hidden />
      <Text size="sm">
        What was sent before is still being stored. This page waits for that, then goes on; a long file takes minutes.
      </Text>
    </Group>
  );
}
