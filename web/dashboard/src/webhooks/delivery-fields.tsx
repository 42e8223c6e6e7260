import { Grid, NumberInput, Select, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import type { WebhookForm } from './use-webhook-form';
import type { WebhookFormValues } from './webhook-form-values';

const COLUMN = { base: 12, sm: 4 };

/** When an answer counts as delivered, and how long is tried. */
export function DeliveryFields({ form }: { form: WebhookForm }) {
  return (
    <Grid>
      <SuccessFields form={form} />
      <LimitFields form={form} />
    </Grid>
  );
}

function SuccessFields({ form }: { form: WebhookForm }) {
  const key = form.watch('success.key');
  return (
    <>
      <Grid.Col span={COLUMN}>
        <NumberField
          form={form}
          name="success.status"
          label="Status expected"
          description="Any 2xx when empty."
          min={200}
          max={599}
        />
      </Grid.Col>
      <Grid.Col span={COLUMN}>
        <TextInput
          label="Key in the answer"
          description="A path into its JSON; not read when empty."
          placeholder="data.accepted"
          maxLength={200}
          error={form.formState.errors.success?.key?.message}
          {...form.register('success.key')}
        />
      </Grid.Col>
      <Grid.Col span={COLUMN}>
        <Controller
          control={form.control}
          name="success.value"
          render={({ field }) => (
            <Select
              label="Value under the key"
              description="What has to stand there."
              data={['true', 'false']}
              allowDeselect={false}
              disabled={key === ''}
              {...field}
            />
          )}
        />
      </Grid.Col>
    </>
  );
}

function LimitFields({ form }: { form: WebhookForm }) {
  const total = form.watch('total_timeout_s');
  return (
    <>
      <Grid.Col span={COLUMN}>
        <NumberField
          form={form}
          name="timeout_s"
          label="Timeout of a try, seconds"
          description="1 to 30."
          min={1}
          max={30}
          validate={(value) => value !== '' || 'Give the seconds that one try may take.'}
        />
      </Grid.Col>
      <Grid.Col span={COLUMN}>
        <NumberField
          form={form}
          name="retry_limit"
          label="Retries"
          description="Tries after the first; no limit when empty."
          min={0}
          max={20}
          validate={(value, { total_timeout_s }) => bothOrNone(value, total_timeout_s, form)}
        />
      </Grid.Col>
      <Grid.Col span={COLUMN}>
        <NumberField
          form={form}
          name="total_timeout_s"
          label="Total timeout, seconds"
          description={
            total === '' ? 'Empty: three days, with growing delays.' : `${duration(total)}, all tries included.`
          }
          min={1}
          max={259_200}
        />
      </Grid.Col>
    </>
  );
}

/** The API takes the limit of retries away together with the time, and not alone. */
function bothOrNone(retries: number | '', total: number | '', form: WebhookForm): true | string {
  const { retry_limit: before } = form.formState.defaultValues ?? {};
  if (retries !== '' || total === '' || before === '' || before === undefined) return true;
  return 'Give a number, or empty the total timeout as well: both limits are taken away together.';
}

type NumberName = 'timeout_s' | 'retry_limit' | 'total_timeout_s' | 'success.status';

interface NumberFieldProps {
  readonly form: WebhookForm;
  readonly name: NumberName;
  readonly label: string;
  readonly description: string;
  readonly min: number;
  readonly max: number;
  readonly validate?: (value: number | '', values: WebhookFormValues) => true | string;
}

function NumberField({ form, name, validate, ...look }: NumberFieldProps) {
  return (
    <Controller
      control={form.control}
      name={name}
      rules={{ ...(validate && { validate }) }}
      render={({ field: { onChange, ...field }, fieldState }) => (
        <NumberInput
          {...look}
          {...field}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="blur"
          onChange={(value) => onChange(value === '' ? '' : Number(value))}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

/** @example duration(900) // '15 minutes' */
function duration(seconds: number): string {
  const [size, unit] = seconds % 3_600 === 0 ? [3_600, 'hour'] : seconds % 60 === 0 ? [60, 'minute'] : [1, 'second'];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
