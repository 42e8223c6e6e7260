import { Accordion, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CallbackUrlFields } from '../rules/callback-url-fields';
import { CALLBACK_URLS } from '../rules/callback-urls';
import { faultAt } from '../rules/field-faults';
import type { StepProps } from './wizard-context';

const PART = 'webhooks';

/** The callback URLs of the campaign, folded away until somebody wants them. */
export function CampaignWebhooks({ form, onChange, faults }: Pick<StepProps, 'form' | 'onChange' | 'faults'>) {
  const [opened, setOpened] = useState(() => CALLBACK_URLS.some(({ field }) => Boolean(form.campaign[field])));
  const isFaulty = CALLBACK_URLS.some(({ field }) => faultAt(faults, `/${field}`) !== undefined);
  return (
    <Accordion
      variant="contained"
      order={3}
      value={opened || isFaulty ? PART : null}
      onChange={(value) => setOpened(value === PART)}
    >
      <Accordion.Item value={PART}>
        <Accordion.Control>
          <Text fw={600}>Webhooks of this campaign (optional)</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              Where your systems are told what this campaign does. They are set now, and stay so. What is sent is signed
              with the callback secret: that, and webhooks for all campaigns, are on the page Webhooks.
            </Text>
            <CallbackUrlFields value={form.campaign} onChange={onChange} faults={faults} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
