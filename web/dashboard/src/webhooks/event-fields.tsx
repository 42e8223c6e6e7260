import { Checkbox, Fieldset, Input, Stack } from '@mantine/core';
import { Controller } from 'react-hook-form';
import classes from './event-fields.module.css';
import { EVENT_GROUPS } from './event-texts';
import type { WebhookForm } from './use-webhook-form';

/** What a webhook hears of. */
export function EventFields({ form }: { form: WebhookForm }) {
  return (
    <Controller
      control={form.control}
      name="events"
      rules={{ validate: (events) => events.length > 0 || 'Choose one event at least.' }}
      render={({ field, fieldState, formState }) => (
        <Stack gap="xs">
          <Checkbox.Group value={field.value} onChange={(types) => field.onChange(types)}>
            <div className={classes.groups}>
              {EVENT_GROUPS.map((group) => (
                <Fieldset key={group.title} legend={group.title} className={classes.group}>
                  <Stack gap="sm">
                    {group.events.map(({ type, text }) => (
                      <Checkbox key={type} value={type} label={type} description={text} />
                    ))}
                  </Stack>
                </Fieldset>
              ))}
            </div>
          </Checkbox.Group>
          {fieldState.error !== undefined && (
            <Input.Error role="alert">{fieldState.error.message ?? formState.errors.events?.root?.message}</Input.Error>
          )}
        </Stack>
      )}
    />
  );
}
