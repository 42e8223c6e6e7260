import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RuleFieldsProps } from '../rules/rule-fields';
import { EffectText } from './effect-text';
import type { CampaignDetails, PartValue, SettingsPart } from './settings-part';
import classes from './settings-section.module.css';
import { useReportUnsaved } from './unsaved-parts';
import { useSettingsPart, type EditedPart } from './use-settings-part';

/** What the fields of a section are given. */
export interface SectionFields extends Omit<RuleFieldsProps, 'value' | 'onChange'> {
  readonly value: PartValue;
  readonly onChange: (change: PartValue) => void;
}

interface SettingsSectionProps {
  readonly campaign: CampaignDetails;
  readonly part: SettingsPart;
  readonly mayChange: boolean;
  readonly children: (fields: SectionFields) => ReactNode;
}

/** A part of the settings: its values in place, what a change would do, and saving it. */
export function SettingsSection({ campaign, part, mayChange, children }: SettingsSectionProps) {
  const edited = useSettingsPart(campaign, part, mayChange);
  useReportUnsaved(part.title, edited.isDirty);
  const headingId = `settings-${part.name}`;
  return (
    <Card component="section" withBorder padding="md" style={{ overflow: 'visible' }} aria-labelledby={headingId}>
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id={headingId}>
            {part.title}
          </Title>
          <Text size="sm" c="dimmed">
            {part.text}
          </Text>
        </div>
        {children({
          value: edited.value,
          onChange: edited.change,
          faults: edited.faults,
          readOnly: !mayChange || edited.isSaving,
        })}
        <Stack gap="sm" className={edited.isDirty ? classes.waiting : undefined}>
          {edited.isOvertaken && <Overtaken edited={edited} title={part.title} />}
          <EffectText edited={edited} />
          {mayChange && <SaveButtons edited={edited} title={part.title} />}
        </Stack>
      </Stack>
    </Card>
  );
}

function SaveButtons({ edited, title }: { readonly edited: EditedPart; readonly title: string }) {
  const mayNotSave = !edited.isDirty || edited.isOvertaken || edited.faults.size > 0;
  return (
    <Group gap="sm">
      <Button
        onClick={edited.save}
        loading={edited.isSaving}
        disabled={mayNotSave}
        aria-label={`Save ${title.toLowerCase()}`}
      >
        Save
      </Button>
      <Button
        variant="default"
        onClick={edited.reset}
        disabled={!edited.isDirty || edited.isSaving}
        aria-label={`Reset ${title.toLowerCase()}`}
      >
        Reset
      </Button>
      {edited.isDirty && (
        <Text size="sm" c="dimmed">
          Not saved yet.
        </Text>
      )}
    </Group>
  );
}

function Overtaken({ edited, title }: { readonly edited: EditedPart; readonly title: string }) {
  return (
    <Alert color="yellow" role="alert" title="Somebody else has changed this part meanwhile">
      <Text size="sm">
        What you see here is what you wrote. Take over their values, or go on with yours: saving then replaces theirs.
      </Text>
      <Group gap="sm" mt="sm">
        <Button size="xs" onClick={edited.reset} aria-label={`${title}: take over their values`}>
          Take over their values
        </Button>
        <Button size="xs" variant="default" onClick={edited.keepMine} aria-label={`${title}: go on with mine`}>
          Go on with mine
        </Button>
      </Group>
    </Alert>
  );
}
