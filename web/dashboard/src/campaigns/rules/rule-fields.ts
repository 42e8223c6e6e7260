import type { components } from '../../../../client/schema';
import type { FieldFaults } from './field-faults';

/** Rules of a campaign under the names of create's body; what is absent or null is left to the API. */
export type RuleValues = Partial<components['schemas']['CreateCampaign']>;

/** What all groups of fields take. `onChange` is told the members that change, whole: put them over `value`. */
export interface RuleFieldsProps {
  readonly value: RuleValues;
  readonly onChange: (change: RuleValues) => void;
  readonly faults?: FieldFaults;
  /** Shown, and not to be changed. */
  readonly readOnly?: boolean;
}
