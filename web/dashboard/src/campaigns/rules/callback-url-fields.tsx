import { Stack, TextInput } from '@mantine/core';
import { CALLBACK_URLS } from './callback-urls';
import { faultAt } from './field-faults';
import type { RuleFieldsProps } from './rule-fields';

const MAX_URL_LENGTH = 2_048;

/** Where the campaign tells what it does, each by itself. */
export function CallbackUrlFields({ value, onChange, faults, readOnly }: RuleFieldsProps) {
  return (
    <Stack gap="md">
      {CALLBACK_URLS.map(({ field, label, text }) => (
        <TextInput
          key={field}
          type="url"
          label={label}
          description={text}
          placeholder="https://crm.example.com/calls"
          maxLength={MAX_URL_LENGTH}
          value={value[field] ?? ''}
          onChange={(event) => onChange({ [field]: event.currentTarget.value.trim() || undefined })}
          error={faultAt(faults, `/${field}`)}
          disabled={readOnly}
        />
      ))}
    </Stack>
  );
}
