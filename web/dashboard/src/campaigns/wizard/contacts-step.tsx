import { Alert, Radio, Stack, Text, Title } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { ConditionsFields } from '../rules/conditions-fields';
import { faultAt } from '../rules/field-faults';
import { ConditionResult } from './csv/condition-result';
import { ColumnTable } from './csv/column-table';
import { CsvDrop } from './csv/csv-drop';
import { CsvSummary } from './csv/csv-summary';
import { PreviewTable } from './csv/preview-table';
import type { StepProps } from './wizard-context';
import { isDynamic, variableNames, type ColumnTarget } from './wizard-form';

/** Where the contacts come from, and which of them are called. */
export function ContactsStep(props: StepProps) {
  const { form, onChange, faults } = props;
  const dynamic = isDynamic(form);
  const columns = !dynamic && form.csv ? variableNames(form.csv.mapping) : undefined;
  return (
    <Stack gap="lg">
      <Radio.Group
        label="Where do the contacts come from?"
        value={dynamic ? 'dynamic' : 'csv'}
        onChange={(value) => onChange({ is_dynamic: value === 'dynamic' })}
      >
        <Stack gap="sm" mt="xs">
          <Radio
            value="csv"
            label="Upload a CSV file"
            description="All contacts are known now. The campaign completes when the last one is done with."
          />
          <Radio
            value="dynamic"
            label="Dynamic campaign"
            description="Your systems send contacts whenever they like. It runs until it is cancelled, and waits while there is nobody to call."
          />
        </Stack>
      </Radio.Group>
      {dynamic ? (
        <Alert color="blue" title="Contacts come later">
          When the campaign is created you see how to send it contacts: a request for each, many at once, or a test
          contact by hand.
        </Alert>
      ) : (
        <CsvPart {...props} />
      )}
      <section aria-labelledby="conditions">
        <Title order={3} size="h4" id="conditions" mb={4}>
          Call conditions
        </Title>
        <ConditionsFields value={form.campaign} onChange={onChange} faults={faults} columns={columns} />
        {dynamic && (form.campaign.call_conditions ?? []).length > 0 && (
          <Text size="sm" mt="sm">
            They are asked for each contact as it arrives.
          </Text>
        )}
        {!dynamic && <ConditionResult form={form} findings={props.csv.findings} />}
        {faultAt(faults, '/call_conditions') && (
          <Text size="sm" mt="xs">
            {faultAt(faults, '/call_conditions')}
          </Text>
        )}
      </section>
    </Stack>
  );
}

function CsvPart({ form, store, csv, faults }: StepProps) {
  const { findings } = csv;
  const setMapping = useCallback(
    (mapping: ColumnTarget[]) =>
      store.change((before) => ({ ...before, csv: before.csv && { ...before.csv, mapping } })),
    [store],
  );
  const preview = findings?.preview;
  const columns = form.csv?.columns;
  const sample = useMemo(() => sampleOf(preview, columns ?? []), [preview, columns]);
  return (
    <section aria-labelledby="csv">
      <Stack>
        <Title order={3} size="h4" id="csv">
          File
        </Title>
        <CsvDrop chosen={form.csv} csv={csv} fault={faultAt(faults, '/csv')} />
        {form.csv && csv.file && csv.problem === null && (
          <>
            <CsvSummary findings={findings} duplicates={form.campaign.duplicates} />
            <ColumnTable csv={form.csv} sample={sample} onChange={setMapping} />
            {findings && (
              <PreviewTable
                columns={findings.columns}
                preview={findings.preview}
                more={findings.rows > findings.preview.length}
                mapping={form.csv.mapping}
              />
            )}
          </>
        )}
      </Stack>
    </section>
  );
}

/** A value of each column, the first that is not empty. */
function sampleOf(
  preview: ReadonlyArray<{ fields: readonly string[] }> | undefined,
  columns: readonly string[],
): string[] {
  return columns.map((_, index) => preview?.find(({ fields }) => fields[index]?.trim())?.fields[index] ?? '');
}
