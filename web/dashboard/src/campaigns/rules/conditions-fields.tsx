import { ActionIcon, Autocomplete, Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { CONDITION_OPERATORS, CONDITION_WORDS, readOperator } from '../../../../../domain/conditions';
import { faultBelow } from './field-faults';
import type { RuleFieldsProps, RuleValues } from './rule-fields';

type Condition = NonNullable<RuleValues['call_conditions']>[number];

const OWN_FIELDS = ['to_number', 'external_id', 'timezone', 'priority'];
const MAX_CONDITIONS = 50;

const MISSING = 'missing';
const OPERATORS = [
  ...CONDITION_OPERATORS.map((value) => ({ value, label: CONDITION_WORDS[value] })),
  { value: MISSING, label: 'does not exist' },
];

/** Which contacts are called; `columns`: names of variables that are known. */
export function ConditionsFields({
  value,
  onChange,
  faults,
  readOnly,
  columns = [],
}: RuleFieldsProps & { readonly columns?: readonly string[] }) {
  const conditions = value.call_conditions ?? [];
  const put = (call_conditions: Condition[]) => onChange({ call_conditions });
  const suggestions = [...new Set([...columns, ...OWN_FIELDS])];
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {conditions.length === 0
          ? 'Every contact is called. With conditions, only those for whom all of them hold; the others are kept as skipped.'
          : 'Only contacts for whom all of these hold are called; the others are kept as skipped.'}
      </Text>
      {conditions.map((condition, index) => (
        <ConditionFields
          key={index}
          number={index + 1}
          condition={condition}
          suggestions={suggestions}
          onChange={(next) => put(conditions.map((before, at) => (at === index ? next : before)))}
          onRemove={() => put(conditions.filter((_, at) => at !== index))}
          error={faultBelow(faults, `/call_conditions/${index}`)}
          readOnly={readOnly}
        />
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => put([...conditions, { column: '', operator: 'equals', value: '' }])}
          disabled={readOnly === true || conditions.length >= MAX_CONDITIONS}
        >
          Add a condition
        </Button>
      </Group>
    </Stack>
  );
}

interface ConditionFieldsProps {
  readonly number: number;
  readonly condition: Condition;
  readonly suggestions: readonly string[];
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
  readonly error?: string;
  readonly readOnly?: boolean;
}

function ConditionFields({
  number,
  condition,
  suggestions,
  onChange,
  onRemove,
  error,
  readOnly,
}: ConditionFieldsProps) {
  const operator = operatorOf(condition);
  const hasValue = operator !== 'exists' && operator !== MISSING;
  return (
    <Fieldset legend={`Condition ${number}`} p="sm">
      <Group align="flex-end" gap="sm">
        <Autocomplete
          label="Variable"
          placeholder="plan"
          data={[...suggestions]}
          value={condition.column}
          onChange={(column) => onChange({ ...condition, column })}
          disabled={readOnly}
          flex="1 1 160px"
        />
        <NativeSelect
          label="Comparison"
          data={OPERATORS}
          value={operator}
          onChange={(event) => onChange(withOperator(condition, event.currentTarget.value))}
          disabled={readOnly}
          flex="0 1 160px"
        />
        {hasValue && (
          <TextInput
            label={operator === 'in' ? 'Values, separated by commas' : 'Value'}
            value={valueText(condition.value)}
            onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            disabled={readOnly}
            flex="1 1 160px"
          />
        )}
        <ActionIcon
          variant="default"
          size="input-sm"
          onClick={onRemove}
          disabled={readOnly}
          aria-label={`Remove condition ${number}`}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {error !== undefined && (
        <Text size="sm" c="red" mt="xs" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  );
}

function operatorOf({ operator, value }: Condition): string {
  const known = readOperator(operator);
  return known === 'exists' && (value === false || value === 'false') ? MISSING : (known ?? operator);
}

function withOperator(condition: Condition, operator: string): Condition {
  if (operator === MISSING) return { ...condition, operator: 'exists', value: false };
  if (operator === 'exists') return { ...condition, operator, value: true };
  return { ...condition, operator, value: typeof condition.value === 'boolean' ? '' : condition.value };
}

/** What was written in JSON, as one would type it. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
