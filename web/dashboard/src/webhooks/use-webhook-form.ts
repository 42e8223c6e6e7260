import { useForm, type FieldPath, type UseFormReturn } from 'react-hook-form';
import type { ApiProblem } from '../api/problem';
import { fieldOf, type WebhookFormValues } from './webhook-form-values';

export type WebhookForm = UseFormReturn<WebhookFormValues>;

/** The form of a webhook. */
export function useWebhookForm(values: WebhookFormValues): WebhookForm {
  return useForm<WebhookFormValues>({ defaultValues: values, mode: 'onSubmit', reValidateMode: 'onChange' });
}

/** Shows at their fields what the API has refused; the first of them gets the focus. */
export function showFaults(form: WebhookForm, problem: ApiProblem): void {
  const values = form.getValues();
  problem.errors.forEach((fault, index) => {
    const field = fieldOf(fault.pointer, values);
    if (field === null) return;
    const place = field === 'headers' || field === 'events' ? (`${field}.root` as const) : field;
    form.setError(
      place as FieldPath<WebhookFormValues>,
      { type: 'api', message: fault.detail },
      { shouldFocus: index === 0 },
    );
  });
}
