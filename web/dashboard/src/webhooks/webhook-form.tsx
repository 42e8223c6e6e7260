import { Group, Stack, Text } from '@mantine/core';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { AdminButton } from '../shared/admin-button';
import { LeavingGuard } from '../shared/leaving-guard';
import { ProblemAlert } from '../shared/problem-alert';
import { SectionCard } from '../shared/section-card';
import { BodyFields } from './body-fields';
import { DeliveryFields } from './delivery-fields';
import { EndpointFields } from './endpoint-fields';
import { EventFields } from './event-fields';
import { HeaderFields, HiddenHeaders } from './header-fields';
import { PreviewPanel } from './preview-panel';
import { showFaults, useWebhookForm, type WebhookForm as Form } from './use-webhook-form';
import { VariableFields } from './variable-fields';
import type { HeaderRow, WebhookFormValues } from './webhook-form-values';

interface WebhookFormProps {
  readonly values: WebhookFormValues;
  /** False while the values of headers are hidden. */
  readonly headersKnown: boolean;
  readonly isNew: boolean;
  /** Saves it; answers what the form holds then, or throws what the API has refused. */
  readonly save: (values: WebhookFormValues) => Promise<WebhookFormValues>;
  /** What is done after that. */
  readonly onSaved?: () => void;
}

/** A webhook that is written or changed. */
export function WebhookForm({ values, headersKnown, isNew, save, onSaved }: WebhookFormProps) {
  const form = useWebhookForm(values);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { isDirty, isSubmitting } = form.formState;
  useRevealedHeaders(form, values.headers, headersKnown);
  const submit = form.handleSubmit(async (written) => {
    setProblem(null);
    try {
      form.reset(await save(written));
    } catch (error) {
      const refused = problemFrom(error);
      setProblem(refused);
      showFaults(form, refused);
      return;
    }
    onSaved?.();
  });
  const hidden = values.headers.map(({ name }) => name);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack maw={1040}>
        <Section title="Endpoint">
          <EndpointFields form={form} isNew={isNew} />
        </Section>
        <Section title="Events">
          <EventFields form={form} />
        </Section>
        <Section title="Body">
          <BodyFields form={form} />
        </Section>
        <Section title="Variables" text="What body, query and headers are filled with.">
          <VariableFields form={form} />
        </Section>
        <Section title="Headers" text="Sent with every request; values may hold {{ variables }}.">
          {headersKnown ? <HeaderFields form={form} /> : <HiddenHeaders names={hidden} />}
        </Section>
        <Section title="Delivery" text="When an answer counts as delivered, and how long is tried.">
          <DeliveryFields form={form} />
        </Section>
        <Section title="Preview" text="The template with a real event. Nothing is sent.">
          <PreviewPanel form={form} headersKnown={headersKnown} />
        </Section>
        {problem !== null && <ProblemAlert problem={problem} title="The webhook is not saved" />}
        <Group>
          <AdminButton type="submit" loading={isSubmitting}>
            {isNew ? 'Make the webhook' : 'Save changes'}
          </AdminButton>
          {!isNew && isDirty && (
            <Text size="sm" c="dimmed">
              There are changes that are not saved.
            </Text>
          )}
        </Group>
      </Stack>
      <LeavingGuard when={isDirty && !isSubmitting} text="What you have changed on this page is lost." />
    </form>
  );
}

/** What is written already stays when the values of headers are shown. */
function useRevealedHeaders(form: Form, headers: HeaderRow[], headersKnown: boolean): void {
  const wereKnown = useRef(headersKnown);
  useEffect(() => {
    if (wereKnown.current || !headersKnown) return;
    wereKnown.current = true;
    form.resetField('headers', { defaultValue: headers });
    // Only this is heard by the rows.
    form.setValue('headers', headers);
  }, [form, headers, headersKnown]);
}

function Section(props: { title: string; text?: string; children: ReactNode }) {
  return <SectionCard id={useId()} {...props} />;
}
