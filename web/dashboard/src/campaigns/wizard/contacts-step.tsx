import { Alert, Radio, Stack, Text, Title } from '@mantine/core';
import { useCallback } from 'react';
import type { CsvReading } from '../csv/csv-choice';
import { CsvContents } from '../csv/csv-contents';
import { ConditionsFields } from '../rules/conditions-fields';
import { faultAt } from '../rules/field-faults';
import { ConditionResult } from './csv/condition-result';
import { CsvDrop } from './csv/csv-drop';
import type { StepProps } from './wizard-context';
import { isDynamic, variableNames } from './wizard-form';

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
  const change = useCallback(
    (part: Partial<CsvReading>) =>
      store.change((before) => ({ ...before, csv: before.csv && { ...before.csv, ...part } })),
    [store],
  );
  return (
    <section aria-labelledby="csv">
      <Stack>
        <Title order={3} size="h4" id="csv">
          File
        </Title>
        <CsvDrop chosen={form.csv} csv={csv} fault={faultAt(faults, '/csv')} />
        {form.csv && csv.file && csv.problem === null && (
          <CsvContents
            reading={form.csv}
            findings={csv.findings}
            duplicates={form.campaign.duplicates}
            where="Schedule"
            onChange={change}
            onFirstRow={(isContact) => void csv.decideFirstRow(isContact)}
          />
        )}
      </Stack>
    </section>
  );
}
