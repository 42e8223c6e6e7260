import { Checkbox, Stack } from '@mantine/core';
import { CallbackFields } from '../rules/callback-fields';
import type { CampaignDetails } from './settings-part';
import { CALLBACKS } from './settings-parts';
import { SettingsSection, type SectionFields } from './settings-section';

/** Callbacks; when they are switched off, also those already promised. */
export function CallbacksSection({ campaign, mayChange }: { campaign: CampaignDetails; mayChange: boolean }) {
  const { pending } = campaign.callback_figures;
  return (
    <SettingsSection campaign={campaign} part={CALLBACKS} mayChange={mayChange}>
      {(fields) => (
        <Stack gap="md">
          <CallbackFields {...fields} onChange={(change) => fields.onChange(withoutDrop(change))} />
          {fields.value.enabled_reschedule_call === false && pending > 0 && (
            <DropPending fields={fields} pending={pending} />
          )}
        </Stack>
      )}
    </SettingsSection>
  );
}

/** Whoever switches callbacks on again does not mean to drop them. */
function withoutDrop(change: SectionFields['value']): SectionFields['value'] {
  return change.enabled_reschedule_call === true ? { ...change, drop_pending: false } : change;
}

function DropPending({ fields, pending }: { readonly fields: SectionFields; readonly pending: number }) {
  const count = pending.toLocaleString('en-US');
  return (
    <Checkbox
      label={pending === 1 ? 'Drop the callback already promised' : `Drop the ${count} callbacks already promised`}
      description="Otherwise they are kept: these people are called at the time they asked for."
      checked={fields.value.drop_pending ?? false}
      onChange={(event) => fields.onChange({ drop_pending: event.currentTarget.checked })}
      disabled={fields.readOnly}
    />
  );
}
