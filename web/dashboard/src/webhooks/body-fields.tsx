import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { Controller } from 'react-hook-form';
import { type WebhookForm } from './use-webhook-form';
import { sendsBody } from './webhook-form-values';

/** The template of the body, with variables to be inserted where the cursor stands. */
export function BodyFields({ form }: { form: WebhookForm }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const method = form.watch('method');
  if (!sendsBody(method)) {
    return (
      <Text size="sm">
        {method} has no body: all variables are sent in the query, behind what stands there already.
      </Text>
    );
  }
  const insert = (name: string): void => {
    const body = form.getValues('body');
    const from = area.current?.selectionStart ?? body.length;
    const to = area.current?.selectionEnd ?? from;
    const placeholder = `{{ ${name} }}`;
    form.setValue('body', body.slice(0, from) + placeholder + body.slice(to), { shouldDirty: true });
    const cursor = from + placeholder.length;
    // After the text has been drawn.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <Stack gap="xs">
      <Controller
        control={form.control}
        name="body"
        render={({ field, fieldState }) => (
          <Textarea
            label="Body template"
            description="JSON with {{ variables }}. Empty: the event itself is sent. A placeholder that stands alone keeps the type of its value."
            placeholder={'{"phone": "{{ phone }}", "note": "Order {{ order }}"}'}
            autosize
            minRows={6}
            maxRows={24}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            error={fieldState.error?.message}
            {...field}
            ref={(element) => {
              field.ref(element);
              area.current = element;
            }}
          />
        )}
      />
      <InsertVariables form={form} onInsert={insert} />
    </Stack>
  );
}

function InsertVariables({ form, onInsert }: { form: WebhookForm; onInsert: (name: string) => void }) {
  const variables = form.watch('variables').filter(({ name }) => name.trim() !== '');
  if (variables.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Variables that you add below can be inserted here.
      </Text>
    );
  }
  return (
    <Group gap="xs" role="group" aria-label="Insert a variable where the cursor stands">
      <Text size="sm">Insert:</Text>
      {variables.map(({ name, source, field }, index) => (
        <Button
          key={`${index} ${name}`}
          size="compact-xs"
          variant="light"
          ff="monospace"
          tt="none"
          title={source === 'default' ? 'its own name' : `${source}: ${field || name}`}
          onClick={() => onInsert(name)}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}
