import { Alert, List } from '@mantine/core';
import { counted } from '../../shared/counted';
import { faultText } from '../rules/field-faults';
import { retriedAtOnce } from './retries-at-once';
import type { StepProps } from './wizard-context';
import { isDynamic, type WizardForm } from './wizard-form';

/** What may not do what was meant, and keeps nobody from creating the campaign. */
export function ReviewWarnings({ form, csv, check }: Pick<StepProps, 'form' | 'csv' | 'check'>) {
  const warnings = [
    ...variableWarnings({ form, check }),
    ...fileWarnings({ form, csv }),
    ...retryWarnings(form),
    ...(check.answer?.warnings ?? []).map(faultText),
  ];
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title="Worth a look" className="theirs">
      <List size="sm">
        {warnings.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function variableWarnings({ form, check }: Pick<StepProps, 'form' | 'check'>): string[] {
  const missing = check.answer?.missing_variables ?? [];
  if (missing.length === 0) return [];
  const names = missing.map((name) => `{{ ${name} }}`).join(', ');
  return [
    isDynamic(form)
      ? `The agent's texts ask for ${names}, which nothing gives.`
      : `The agent's texts ask for ${names}, and no column of the file gives ${missing.length === 1 ? 'it' : 'them'}: people would hear a gap.`,
  ];
}

function fileWarnings({ form, csv: { findings } }: Pick<StepProps, 'form' | 'csv'>): string[] {
  if (isDynamic(form) || !findings?.done) return [];
  const policy = form.campaign.duplicates?.policy ?? 'allow';
  const repeated = findings.duplicates[form.campaign.duplicates?.key ?? 'to_number'];
  return [
    ...(findings.faulty > 0
      ? [`${counted(findings.faulty, 'row')} of the file with faults will probably be refused; the others are called.`]
      : []),
    ...(findings.stop === null ? [] : [findings.stop]),
    ...(repeated > 0 && policy === 'allow'
      ? [`${counted(repeated, 'contact')} of the file would be called more than once: duplicates are allowed.`]
      : []),
  ];
}

function retryWarnings({ campaign }: Pick<WizardForm, 'campaign'>): string[] {
  const after = retriedAtOnce(campaign);
  if (after.length === 0) return [];
  return [
    `Busy or unanswered people are called again within seconds: retries come at once after ${after.join(', ')}. Change that under Schedule.`,
  ];
}
