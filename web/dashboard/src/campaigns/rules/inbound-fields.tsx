import { faultAt } from './field-faults';
import { RadioChoice } from './radio-choice';
import type { RuleFieldsProps } from './rule-fields';

const INBOUND = [
  { value: 'settle', label: 'They are done with', text: 'They have spoken to the agent: nobody calls them any more.' },
  { value: 'reschedule', label: 'They are called at another time', text: 'As after a call of ours.' },
  { value: 'ignore', label: 'Nothing changes', text: 'They are called as if they had not called.' },
] as const;

const PRE_CALL = [
  { value: 'fail_call', label: 'No call', text: 'It counts as failed, and a retry is used up.' },
  { value: 'proceed', label: 'Call without it', text: 'The agent has the variables of the contact alone.' },
  { value: 'requeue', label: 'Ask again after 5 minutes', text: 'The contact waits until then.' },
] as const;

/** What becomes of a waiting contact who calls by itself. */
export function InboundFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  return (
    <RadioChoice
      label="When somebody who waits calls by themselves"
      options={INBOUND}
      value={value.inbound_policy ?? 'settle'}
      onChange={(inbound_policy) => onChange({ inbound_policy })}
      error={faultAt(faults, '/inbound_policy')}
      disabled={readOnly}
    />
  );
}

/** What happens when the pre-call webhook of the agent fails. */
export function PreCallFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  return (
    <RadioChoice
      label="When the agent's pre-call webhook fails"
      description="Only for agents that have one."
      options={PRE_CALL}
      value={value.pre_call_failure ?? 'fail_call'}
      onChange={(pre_call_failure) => onChange({ pre_call_failure })}
      error={faultAt(faults, '/pre_call_failure')}
      disabled={readOnly}
    />
  );
}
