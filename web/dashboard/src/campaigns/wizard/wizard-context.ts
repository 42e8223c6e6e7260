import type { FieldFaults } from '../rules/field-faults';
import type { CsvFile } from './csv/use-csv';
import type { DraftStore } from './draft-store';
import type { Check } from './use-check';
import type { CampaignBody, WizardForm } from './wizard-form';

/** What every step of the wizard works with. */
export interface StepProps {
  readonly draftId: number;
  readonly form: WizardForm;
  readonly store: DraftStore;
  /** Changes fields of create's body. */
  readonly onChange: (change: CampaignBody) => void;
  readonly csv: CsvFile;
  readonly check: Check;
  /** What is wrong, by JSON pointer; on the steps only where one has tried to go on. */
  readonly faults: FieldFaults;
}
