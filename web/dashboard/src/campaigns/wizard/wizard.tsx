import { Button, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { confirm } from '../../shared/confirm';
import { PageHeader } from '../../shared/page-header';
import { useAction } from '../../shared/use-action';
import { WIZARD_STEPS, type WizardStep } from '../routes';
import { NO_FAULTS } from '../rules/field-faults';
import { ContactsStep } from './contacts-step';
import { useCsv } from './csv/use-csv';
import { DetailsStep } from './details-step';
import { discardDraft } from './discard-draft';
import { DraftConflict } from './draft-conflict';
import { DraftGone } from './draft-gone';
import type { Launched } from './launch';
import { LaunchResult } from './launch-result';
import { LeaveGuard } from './leave-guard';
import { ReviewStep } from './review-step';
import { SaveState } from './save-state';
import { ScheduleStep } from './schedule-step';
import { StepActions } from './step-actions';
import { allFaults, faultsOfStep, missingParts, stepOf } from './step-faults';
import { STEP_TITLES, StepsNav } from './steps-nav';
import { useCheck } from './use-check';
import { readDraft, useDraft, type KeptDraft } from './use-draft';
import type { StepProps } from './wizard-context';
import type { CampaignBody, WizardForm } from './wizard-form';
import classes from './wizard.module.css';

interface WizardProps {
  readonly draftId: number;
  readonly step: WizardStep;
  readonly first: KeptDraft;
}

/** The four steps of a new campaign, around one draft that keeps itself. */
export function Wizard({ draftId, step, first }: WizardProps) {
  const { store, state } = useDraft(draftId, first);
  const { form } = state;
  const csv = useCsv(draftId, store, form);
  const check = useCheck(form);
  const [busy, setBusy] = useState(false);
  const [launched, setLaunched] = useState<Launched | null>(null);
  const visited = useVisited(step);
  const blank = first.blank && form === first.form;
  const gone = state.problem instanceof ApiProblem && state.problem.status === 404;
  const faults = useMemo(
    () => allFaults(missingParts(form, csv), check.problem?.errors ?? []),
    [form, csv, check.problem],
  );
  const faulty = new Set([...faults.keys()].map(stepOf).filter((of) => visited.has(of) || step === 'review'));
  const { discard, dropBlank } = useDiscard(draftId, store, form);
  const onChange = useCallback(
    (change: CampaignBody) => store.change((before) => ({ ...before, campaign: { ...before.campaign, ...change } })),
    [store],
  );
  const shown = step === 'review' ? faults : visited.has(step) ? faultsOfStep(faults, step) : NO_FAULTS;
  const props: StepProps = { draftId, form, store, onChange, csv, check, faults: shown };

  if (launched) return <LaunchResult launched={launched} />;
  // What is being made into a campaign stays as it is.
  if (form.launch && step !== 'review') {
    return <Navigate to="/campaigns/new/$draft/$step" params={{ draft: draftId, step: 'review' }} replace />;
  }
  return (
    <>
      <PageHeader title="New campaign" text={<SaveState state={state} blank={blank} />}>
        {!gone && (
          <Button variant="default" onClick={discard} disabled={busy}>
            Discard draft
          </Button>
        )}
      </PageHeader>
      {gone && <DraftGone store={store} />}
      {state.conflict && <DraftConflict draftId={draftId} store={store} />}
      {!form.launch && <StepsNav draftId={draftId} faulty={faulty} />}
      <StepHeading step={step} />
      <StepBody step={step}>
        {step === 'details' && <DetailsStep {...props} />}
        {step === 'contacts' && <ContactsStep {...props} />}
        {step === 'schedule' && <ScheduleStep {...props} />}
        {step === 'review' && <ReviewStep {...props} onBusy={setBusy} onLeftovers={setLaunched} />}
        {step !== 'review' && (
          <StepActions
            draftId={draftId}
            step={step}
            faults={faultsOfStep(faults, step)}
            onTry={() => visited.add(step)}
          />
        )}
      </StepBody>
      <LeaveGuard draftId={draftId} store={store} blank={blank} busy={busy} dropBlank={dropBlank} />
    </>
  );
}

/** Where there is little more to fill in than a name, Enter presses the button that goes on. */
function StepBody({ step, children }: { step: WizardStep; children: ReactNode }) {
  if (step !== 'details') return <div className={classes.body}>{children}</div>;
  return (
    <form className={classes.body} noValidate onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  );
}

/** The steps that one has left: what is wrong on them is shown. */
function useVisited(step: WizardStep) {
  const [visited, setVisited] = useState<ReadonlySet<WizardStep>>(new Set());
  const [last, setLast] = useState(step);
  const add = (one: WizardStep) => setVisited((before) => new Set([...before, one]));
  if (last !== step) {
    setLast(step);
    add(last);
  }
  return { has: (one: WizardStep) => visited.has(one), add };
}

/** Where those who hear the page, or use the keyboard, are put when the step changes. */
function StepHeading({ step }: { step: WizardStep }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) heading.current?.focus();
    before.current = step;
  }, [step]);
  return (
    <Title order={2} size="h3" mb="md" ref={heading} tabIndex={-1} className={classes.heading}>
      <span className="visually-hidden">
        Step {WIZARD_STEPS.indexOf(step) + 1} of {WIZARD_STEPS.length}:{' '}
      </span>
      {STEP_TITLES[step].title}
    </Title>
  );
}

function useDiscard(draftId: number, store: StepProps['store'], form: WizardForm) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { mutate } = useAction({
    run: async () => {
      store.pause();
      await discardDraft(draftId, form.launch);
      store.end();
      await navigate({ to: '/campaigns', ignoreBlocker: true });
    },
    changes: [queryKeys.campaigns],
    done: 'The draft was discarded.',
  });
  const discard = () =>
    confirm({
      title: 'Discard this draft?',
      text: discardText(form),
      action: 'Discard',
      danger: true,
      run: () => mutate(undefined),
    });
  const dropBlank = useCallback(() => {
    // A draft that stays behind does no harm.
    void dropIfBlank(draftId).then(
      () => client.invalidateQueries({ queryKey: queryKeys.drafts }),
      () => undefined,
    );
  }, [draftId, client]);
  return { discard, dropBlank };
}

/** Another tab may have written into it meanwhile. */
async function dropIfBlank(draftId: number): Promise<void> {
  if ((await readDraft(draftId)).blank) await discardDraft(draftId, null);
}

function discardText({ launch }: WizardForm): string {
  if (launch?.campaignId) {
    return 'The draft is deleted. The campaign that was begun for it is cancelled, unless it has been started.';
  }
  if (launch) return 'The draft is deleted. A campaign may have been made of it: look into the list of campaigns.';
  return 'What was written is deleted, and the file with the contacts is forgotten. Nobody has been called.';
}
