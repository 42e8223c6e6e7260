import { Grid, Select, Switch, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import { WEBHOOK_METHODS } from '../../../../domain/webhook-endpoint';
import { CampaignSelect } from './campaign-select';
import type { WebhookForm } from './use-webhook-form';
import { notBlank } from './webhook-form-values';

/** Where a webhook leads, and whose events it hears of. */
export function EndpointFields({ form, isNew }: { form: WebhookForm; isNew: boolean }) {
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 6 }}>
        <TextInput
          label="Name"
          withAsterisk
          maxLength={255}
          error={errors.name?.message}
          {...register('name', { validate: notBlank('Give it a name.') })}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 6 }}>
        <Controller
          control={control}
          name="campaign_id"
          render={({ field, fieldState }) => (
            <CampaignSelect
              value={field.value}
              onChange={field.onChange}
              isFixed={!isNew}
              error={fieldState.error?.message}
            />
          )}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, xs: 4, sm: 2 }}>
        <Controller
          control={control}
          name="method"
          render={({ field }) => <Select label="Method" data={[...WEBHOOK_METHODS]} allowDeselect={false} {...field} />}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, xs: 8, sm: 10 }}>
        <TextInput
          label="URL"
          withAsterisk
          type="url"
          inputMode="url"
          placeholder="https://crm.example.com/hooks/calls"
          maxLength={2048}
          error={errors.url?.message}
          {...register('url', { validate: notBlank('Give the URL that events are sent to.') })}
        />
      </Grid.Col>
      <Grid.Col span={12}>
        <Controller
          control={control}
          name="is_active"
          render={({ field: { value, ...field } }) => (
            <Switch
              label="Active"
              description="While it is not, nothing is sent to it; what comes due meanwhile fails, and can be replayed."
              checked={value}
              {...field}
            />
          )}
        />
      </Grid.Col>
    </Grid>
  );
}
