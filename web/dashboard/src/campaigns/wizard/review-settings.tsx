import { Group, Stack, Title } from '@mantine/core';
import { PageLink } from '../../shared/page-link';
import { counted } from '../../shared/counted';
import { callbackUrlTexts, conditionTexts, settingsSummary, type SettingText } from './settings-summary';
import { STEP_TITLES } from './steps-nav';
import { useAgent } from './use-agent';
import { useNumbers } from './use-numbers';
import type { StepProps } from './wizard-context';
import { isDynamic, type WizardForm } from './wizard-form';
import classes from './wizard.module.css';

type EditedStep = 'details' | 'contacts' | 'schedule';

interface ReviewSettingsProps extends Pick<StepProps, 'draftId' | 'form' | 'csv' | 'check'> {
  /** Nothing can be changed any more. */
  readonly locked: boolean;
}

/** Every setting in words, by the step on which it is made. */
export function ReviewSettings({ draftId, form, csv, check, locked }: ReviewSettingsProps) {
  const { campaign } = form;
  const { numberOf, agentIdOf } = useNumberTexts();
  const number = campaign.phone_number_id ? Number(campaign.phone_number_id) : null;
  const from = number === null ? 'Not chosen yet' : numberOf(number);
  // What has begun is not checked any more.
  const { data } = useAgent(number !== null && locked ? agentIdOf(number) : null);
  const agent = check.answer?.agent?.name ?? data?.agent.name;
  const details = [
    { label: 'Name', text: campaign.name?.trim() || 'Not named yet' },
    { label: 'Calls from', text: from },
    { label: 'Agent', text: agent ?? (locked ? 'That of the number' : 'Not known yet') },
    ...callbackUrlTexts(campaign),
  ];
  const section = { draftId, locked };
  return (
    <>
      <Section {...section} step="details" settings={details} />
      <Section
        {...section}
        step="contacts"
        settings={contactTexts(form, csv.findings?.done ? csv.findings.rows : null)}
      />
      <Stack gap="xs">
        <SectionTitle {...section} step="schedule" />
        {settingsSummary(campaign, numberOf).map(({ title, settings }) => (
          <div key={title}>
            <Title order={4} size="h6" mb={4}>
              {title}
            </Title>
            <Settings settings={settings} />
          </div>
        ))}
      </Stack>
    </>
  );
}

function contactTexts(form: WizardForm, rowsRead: number | null): SettingText[] {
  const conditions = conditionTexts(form.campaign);
  const called = { label: 'Who is called', text: conditions.length === 0 ? 'Everybody' : conditions.join(', and ') };
  if (isDynamic(form)) {
    return [{ label: 'Campaign type', text: 'Dynamic: contacts are sent to it while it runs' }, called];
  }
  const rows = rowsRead ?? form.csv?.rows;
  const file = form.csv ? `${form.csv.name}${typeof rows === 'number' ? `, ${counted(rows, 'row')}` : ''}` : 'None yet';
  const columns = (form.csv?.mapping ?? []).flatMap((target, index) => {
    const column = form.csv?.columns[index] ?? '';
    if (target.to === 'nothing') return [];
    const goal = 'name' in target ? target.name : target.to;
    return [goal === column ? column : `${column} → ${goal}`];
  });
  return [
    { label: 'Campaign type', text: 'From a CSV file: completes with its last contact' },
    { label: 'File', text: file },
    ...(columns.length > 0 ? [{ label: 'Columns', text: columns.join(', ') }] : []),
    called,
  ];
}

interface SectionProps {
  readonly draftId: number;
  readonly step: EditedStep;
  readonly locked: boolean;
}

function Section({ settings, ...title }: SectionProps & { readonly settings: readonly SettingText[] }) {
  return (
    <Stack gap="xs">
      <SectionTitle {...title} />
      <Settings settings={settings} />
    </Stack>
  );
}

function SectionTitle({ draftId, step, locked }: SectionProps) {
  const { title } = STEP_TITLES[step];
  return (
    <Group justify="space-between" wrap="nowrap" align="baseline">
      <Title order={3} size="h4">
        {title}
      </Title>
      {!locked && (
        <PageLink
          size="sm"
          aria-label={`Change ${title.toLowerCase()}`}
          to="/campaigns/new/$draft/$step"
          params={{ draft: draftId, step }}
        >
          Change
        </PageLink>
      )}
    </Group>
  );
}

function Settings({ settings }: { settings: readonly SettingText[] }) {
  return (
    <dl className={classes.settings}>
      {settings.map(({ label, text }) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd className="theirs">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function useNumberTexts() {
  const { data } = useNumbers();
  const find = (id: number) => data?.records.find((record) => record.id === id);
  return {
    numberOf(id: number): string {
      const number = find(id);
      if (!number) return `Number ${id}`;
      return number.name === number.number ? number.number : `${number.number} (${number.name})`;
    },
    agentIdOf: (id: number): number | null => find(id)?.agent_id ?? null,
  };
}
