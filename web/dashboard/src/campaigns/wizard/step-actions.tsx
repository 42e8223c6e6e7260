import { Alert, Button, List } from '@mantine/core';
import { PageButton } from '../../shared/page-link';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { WIZARD_STEPS, type WizardStep } from '../routes';
import type { FieldFaults } from '../rules/field-faults';
import { listedFault } from './step-faults';
import { STEP_TITLES } from './steps-nav';
import classes from './wizard.module.css';

interface StepActionsProps {
  readonly draftId: number;
  readonly step: WizardStep;
  /** What keeps one from going on. */
  readonly faults: FieldFaults;
  /** Going on was tried. */
  readonly onTry: () => void;
}

/** To the step before and the one after; says what is missing first. */
export function StepActions({ draftId, step, faults, onTry }: StepActionsProps) {
  const navigate = useNavigate();
  const [tried, setTried] = useState({ step, times: 0 });
  const alert = useRef<HTMLDivElement>(null);
  const at = WIZARD_STEPS.indexOf(step);
  const before = WIZARD_STEPS[at - 1];
  const next = WIZARD_STEPS[at + 1] ?? 'review';
  const times = tried.step === step ? tried.times : 0;
  useEffect(() => {
    if (times > 0) alert.current?.focus();
  }, [times]);
  const goOn = () => {
    onTry();
    if (faults.size > 0) setTried({ step, times: times + 1 });
    else void navigate({ to: '/campaigns/new/$draft/$step', params: { draft: draftId, step: next } });
  };
  return (
    <>
      {times > 0 && faults.size > 0 && (
        <Alert ref={alert} tabIndex={-1} color="red" mt="lg" title="This step is not complete" role="alert">
          <List size="sm">
            {[...faults].map(([pointer, text]) => (
              <List.Item key={pointer}>{listedFault(pointer, text)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <div className={classes.actions}>
        {before ? (
          <PageButton variant="default" to="/campaigns/new/$draft/$step" params={{ draft: draftId, step: before }}>
            Back to {STEP_TITLES[before].short.toLowerCase()}
          </PageButton>
        ) : (
          <PageButton to="/campaigns" variant="default">
            Close
          </PageButton>
        )}
        <Button type="submit" onClick={goOn}>
          Continue to {STEP_TITLES[next].short.toLowerCase()}
        </Button>
      </div>
    </>
  );
}
