import { Anchor, Text, Textarea } from '@mantine/core';

/** The settings of a dialler of one's own: too many for a form, so a JSON object. */
export function SettingsField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div>
      <Textarea
        label="Settings"
        description="A JSON object: where calls are asked for, and what the answers mean. No secrets: they are shown."
        rows={8}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Text size="xs" c="dimmed">
        Its fields are in the{' '}
        <Anchor href="/docs" target="_blank" rel="noreferrer" inherit underline="always">
          API reference
        </Anchor>
        .
      </Text>
    </div>
  );
}

/**
 * Reads what was typed as JSON.
 *
 * @throws Error that names the field.
 */
export function readJsonObject(text: string, field: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (error) {
    throw new Error(`${field} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${field} must be a JSON object: {"name": "value"}.`);
  }
  return value as Record<string, unknown>;
}
