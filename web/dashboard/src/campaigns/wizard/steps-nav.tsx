import { Link } from '@tanstack/react-router';
import type { WizardStep } from '../routes';
import classes from './wizard.module.css';

/** What the steps are called. */
export const STEP_TITLES: Readonly<Record<WizardStep, { readonly short: string; readonly title: string }>> = {
  details: { short: 'Details', title: 'Details and phone number' },
  contacts: { short: 'Contacts', title: 'Contacts' },
  schedule: { short: 'Schedule', title: 'Scheduling and retry' },
  review: { short: 'Review', title: 'Review' },
};

interface StepsNavProps {
  readonly draftId: number;
  /** Steps on which something is to be mended, as far as one has been there. */
  readonly faulty: ReadonlySet<WizardStep>;
}

/** The four steps; each can be gone to at any time, and the one that is shown is marked by its link. */
export function StepsNav({ draftId, faulty }: StepsNavProps) {
  return (
    <nav aria-label="Steps">
      <ol className={classes.steps}>
        {Object.entries(STEP_TITLES).map(([name, { short }], index) => {
          const step = name as WizardStep;
          return (
            <li key={step}>
              <Link to="/campaigns/new/$draft/$step" params={{ draft: draftId, step }} className={classes.step}>
                <span className={classes.number} aria-hidden>
                  {index + 1}
                </span>
                <span>
                  {short}
                  {faulty.has(step) && <span className={classes.note}>To be completed</span>}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
