import { Alert, List, Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { PageLink } from '../../shared/page-link';
import { useSession } from '../../api/session-store';
import { ProblemAlert } from '../../shared/problem-alert';
import type { FieldFaults } from '../rules/field-faults';
import { CsvDrop } from './csv/csv-drop';
import { LaunchPanel } from './launch-panel';
import { NextOpening } from './next-opening';
import { ReviewSettings } from './review-settings';
import { ReviewWarnings } from './review-warnings';
import { listedFault, stepOf } from './step-faults';
import { STEP_TITLES } from './steps-nav';
import { useLaunch } from './use-launch';
import type { StepProps } from './wizard-context';
import { isDynamic } from './wizard-form';

interface ReviewStepProps extends StepProps, Pick<Parameters<typeof useLaunch>[0], 'onBusy' | 'onLeftovers'> {}

/** Everything once more, and the campaign is made. */
export function ReviewStep(props: ReviewStepProps) {
  const { draftId, form, store, csv, check, faults, onBusy, onLeftovers } = props;
  const launch = useLaunch({ draftId, store, file: csv.file, onBusy, onLeftovers });
  const simulated = useSession()?.simulated ?? false;
  // What has begun cannot be mended here any more.
  const begun = form.launch !== null;
  // What broke off is gone on with where one sees it at once; what is made on this page stays where its button was.
  const [resumed] = useState(begun);
  const goesFirst = resumed && begun;
  const refused = check.problem !== null && check.problem.errors.length === 0 && !begun;
  const panel = (
    <>
      {begun && !isDynamic(form) && !form.launch?.imported && csv.file === null && (
        <CsvDrop chosen={form.csv} csv={csv} fault={undefined} locked />
      )}
      <LaunchPanel
        form={form}
        launch={launch}
        blocked={begun ? null : blockedBy(faults, { isRead: hasReadFile(props), outdated: check.outdated && !refused })}
      />
    </>
  );
  return (
    <Stack gap="lg">
      {goesFirst && panel}
      {!begun && faults.size > 0 && <FaultList draftId={draftId} faults={faults} />}
      {refused && check.problem && <ProblemAlert problem={check.problem} title="The settings could not be checked" />}
      {simulated && (
        <Alert color="blue" title="Simulation">
          All your numbers are simulated: nobody is really called.
        </Alert>
      )}
      {!begun && <ReviewWarnings form={form} csv={csv} check={check} />}
      {!begun && (
        <div aria-live="polite">
          {check.answer ? (
            <NextOpening answer={check.answer} form={form} />
          ) : (
            faults.size === 0 && !refused && <Skeleton height={60} />
          )}
        </div>
      )}
      <ReviewSettings draftId={draftId} form={form} csv={csv} check={check} locked={begun} />
      {!goesFirst && panel}
    </Stack>
  );
}

/** What is wrong with a file is known when it has been read to its end. */
function hasReadFile({ form, csv: { file, findings, problem } }: StepProps): boolean {
  return isDynamic(form) || !file || problem !== null || (findings?.done ?? false);
}

function blockedBy(faults: FieldFaults, { isRead, outdated }: { isRead: boolean; outdated: boolean }): string | null {
  if (faults.size > 0) return 'Complete what is listed above first.';
  if (!isRead) return 'The file is being read.';
  return outdated ? 'The settings are being checked.' : null;
}

function FaultList({ draftId, faults }: { draftId: number; faults: FieldFaults }) {
  return (
    <Alert color="red" title="Before it can be created" role="alert">
      <List size="sm">
        {[...faults].map(([pointer, text]) => {
          const step = stepOf(pointer);
          return (
            <List.Item key={pointer} className="theirs">
              {listedFault(pointer, text)}{' '}
              <PageLink
                to="/campaigns/new/$draft/$step"
                params={{ draft: draftId, step }}
                inherit
                c="inherit"
                underline="always"
              >
                Go to {STEP_TITLES[step].short.toLowerCase()}
              </PageLink>
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}
