import { conditionFault } from '../../../../../domain/conditions';
import type { components } from '../../../../client/schema';
import type { CsvFindings } from '../csv/csv-scan';
import { fileFaults } from '../csv/file-faults';
import { CALLBACK_URLS } from '../rules/callback-urls';
import { faultText } from '../rules/field-faults';
import { isDynamic, type WizardForm } from './wizard-form';

type Step = 'details' | 'contacts' | 'schedule' | 'review';
type Faults = ReadonlyMap<string, string>;

/** What the wizard knows of the file, apart from the draft. */
interface FileKnown {
  /** undefined while the browser is asked. */
  readonly file: unknown;
  readonly findings: Pick<CsvFindings, 'done' | 'rows' | 'faulty' | 'stop'> | null;
  readonly problem: string | null;
}

/** What is missing before a campaign can be made of a draft, by JSON pointer; `/csv` is the file. */
export function missingParts(form: WizardForm, known: FileKnown): Map<string, string> {
  const missing = new Map<string, string>();
  if (!form.campaign.name?.trim()) missing.set('/name', 'Give the campaign a name.');
  if (!form.campaign.phone_number_id) missing.set('/phone_number_id', 'Choose the number that it calls from.');
  if (form.campaign.is_scheduled && !form.campaign.scheduled_datetime) {
    missing.set('/scheduled_datetime', 'Say when it starts, or have it start now.');
  }
  for (const [index, condition] of (form.campaign.call_conditions ?? []).entries()) {
    const fault = conditionFault(condition);
    if (fault !== null) missing.set(`/call_conditions/${index}`, `Condition ${index + 1}: ${fault}`);
  }
  const { csv } = form;
  if (isDynamic(form)) return missing;
  if (!csv) missing.set('/csv', 'Choose the CSV file with the contacts, or make it a dynamic campaign.');
  else if (known.problem !== null) missing.set('/csv', known.problem);
  else if (known.file === null) missing.set('/csv', `This browser does not have ${csv.name}. Choose the file again.`);
  if (!csv) return missing;
  for (const [part, fault] of fileFaults(csv, known.findings)) missing.set(`/csv/${part}`, fault);
  return missing;
}

/** The step on which a fault is mended. */
export function stepOf(pointer: string): Step {
  if (/^\/(name|phone_number_id|bot_id)\b/.test(pointer)) return 'details';
  if (CALLBACK_URLS.some(({ field }) => pointer === `/${field}`)) return 'details';
  if (/^\/(csv|call_conditions|contact_list|is_dynamic|columns)\b/.test(pointer)) return 'contacts';
  return 'schedule';
}

/** A fault among others, away from its field. @example listedFault('/status_callback', 'No.') // 'Callback URL when it ends: No.' */
export function listedFault(pointer: string, text: string): string {
  const url = CALLBACK_URLS.find(({ field }) => pointer === `/${field}`);
  return url ? `${url.label}: ${text}` : text;
}

/** The faults of one step. */
export function faultsOfStep(faults: Faults, step: Step): Map<string, string> {
  return new Map([...faults].filter(([pointer]) => stepOf(pointer) === step));
}

/**
 * What the API says about the draft and the wizard does not know by itself: its faults by pointer, put over what is
 * missing.
 */
export function allFaults(
  missing: Faults,
  errors: ReadonlyArray<components['schemas']['Problem']['errors'][number]>,
): Map<string, string> {
  const all = new Map(missing);
  for (const fault of errors) if (!all.has(fault.pointer)) all.set(fault.pointer, faultText(fault));
  return all;
}
