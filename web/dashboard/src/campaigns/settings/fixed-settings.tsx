import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CALLBACK_URLS } from '../rules/callback-urls';
import { STRATEGIES } from '../rules/rotation-fields';
import classes from './fixed-settings.module.css';
import type { CampaignDetails } from './settings-part';

const DUPLICATES: Record<string, string> = {
  allow: 'Both are called',
  skip: 'The new one is left out',
  update: 'The one that is there is updated',
  requeue: 'The one that is there is updated and called again',
};
const PRE_CALL = {
  fail_call: 'No call, and a retry is used up',
  proceed: 'The call goes on without it',
  requeue: 'It is asked again after 5 minutes',
} as const;

/** What was said when the campaign was created, and stays so. */
export function FixedSettings({ campaign }: { campaign: CampaignDetails }) {
  return (
    <Card component="section" withBorder padding="md" aria-labelledby="settings-fixed">
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id="settings-fixed">
            Set when it was created
          </Title>
          <Text size="sm" c="dimmed">
            These stay as they are. For others, create another campaign.
          </Text>
        </div>
        <dl className={classes.list}>
          <Row name="Type">{campaign.is_dynamic ? 'Dynamic: takes contacts until it is cancelled' : 'Finite'}</Row>
          <Row name="Time zone">{campaign.timezone}</Row>
          <Row name="When a contact is there already">{duplicatesText(campaign.duplicates)}</Row>
          <Row name="When the pre-call webhook fails">{PRE_CALL[campaign.pre_call_failure]}</Row>
          {campaign.rotation && <Row name="Which number calls">{rotationText(campaign.rotation)}</Row>}
          {CALLBACK_URLS.map(({ field, label }) => (
            <Row key={field} name={label}>
              {campaign[field]}
            </Row>
          ))}
        </dl>
      </Stack>
    </Card>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="theirs">{children ?? 'none'}</dd>
    </>
  );
}

function duplicatesText({ policy, scope, key }: CampaignDetails['duplicates']): string {
  const text = DUPLICATES[policy] ?? policy;
  if (policy === 'allow') return text;
  const same = key === 'external_id' ? 'the same external id' : 'the same number';
  return `${text}; ${same}, ${scope === 'organization' ? 'in all campaigns' : 'in this campaign'}`;
}

function rotationText({
  strategy,
  calls_per_number,
  health_threshold,
  fallback,
}: NonNullable<CampaignDetails['rotation']>) {
  const way = STRATEGIES.find(({ value }) => value === strategy)?.label ?? strategy;
  const count = strategy === 'fixed_count' ? `, ${calls_per_number} calls each` : '';
  const rest = health_threshold === null ? '' : `; one that fewer than ${health_threshold} % answer rests`;
  const allRest =
    health_threshold === null
      ? ''
      : fallback === 'pause'
        ? ', and when all rest it pauses'
        : ', and when all rest the best goes on';
  return `${way}${count}${rest}${allRest}`;
}
