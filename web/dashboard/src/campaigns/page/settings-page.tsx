import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemFrom } from '../../api/client';
import { useMayAdminister } from '../../api/session-store';
import { ProblemAlert } from '../../shared/problem-alert';
import { statusText } from '../../shared/status-badge';
import { campaignQuery } from '../live/campaign-query';
import { campaignSettingsRoute } from '../routes';
import { ConditionsFields } from '../rules/conditions-fields';
import { ContactHoursFields } from '../rules/contact-hours-fields';
import { DailyTimesFields } from '../rules/daily-times-fields';
import { InboundFields } from '../rules/inbound-fields';
import { LimitsFields } from '../rules/limits-fields';
import { OpenDaysFields } from '../rules/open-days-fields';
import { RetryPolicyFields } from '../rules/retry-policy-fields';
import { SpeedFields } from '../rules/speed-fields';
import { VoicemailFields } from '../rules/voicemail-fields';
import { CampaignWeek } from '../settings/campaign-week';
import { CallbacksSection } from '../settings/callbacks-section';
import { FixedSettings } from '../settings/fixed-settings';
import { ManualRetrySection } from '../settings/manual-retry-section';
import { NumbersSection } from '../settings/numbers-section';
import type { CampaignDetails } from '../settings/settings-part';
import { CONDITIONS, DAILY_TIMES, HOURS, LIMITS, PACE, RETRIES } from '../settings/settings-parts';
import { SettingsSection } from '../settings/settings-section';
import { StartSection } from '../settings/start-section';
import { UnsavedParts } from '../settings/unsaved-parts';

const ENDED = new Set(['completed', 'cancelled', 'failed']);

/** A campaign's settings, changed in place while it runs. */
export function SettingsPage() {
  const { id } = campaignSettingsRoute.useParams();
  const { data, error } = useQuery(campaignQuery(id));
  const mayAdminister = useMayAdminister();
  if (!data) return error ? <ProblemAlert problem={problemFrom(error)} /> : <Loading />;
  const campaign = data.details;
  const hasEnded = ENDED.has(campaign.status);
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>Settings</Title>
        <Text size="sm" c="dimmed" aria-live="polite">
          Version {campaign.settings_version}. A change holds at once, also for contacts that wait already.
        </Text>
      </div>
      {hasEnded && (
        <Alert role="note" color="gray" title={`The campaign is ${statusText(campaign.status)}`}>
          Its settings stay as they were.
          {campaign.status === 'completed' && ' Calling those again who were not reached opens it again.'}
        </Alert>
      )}
      {!mayAdminister && (
        <Alert role="note" color="gray" title="You may look at the settings, and not change them">
          For that, sign in with a key that has the scope campaigns:admin.
        </Alert>
      )}
      <UnsavedParts key={campaign.id}>
        <Sections campaign={campaign} mayAdminister={mayAdminister} hasEnded={hasEnded} />
      </UnsavedParts>
    </Stack>
  );
}

interface SectionsProps {
  readonly campaign: CampaignDetails;
  readonly mayAdminister: boolean;
  readonly hasEnded: boolean;
}

function Sections({ campaign, mayAdminister, hasEnded }: SectionsProps) {
  const mayChange = mayAdminister && !hasEnded;
  const common = { campaign, mayChange };
  const isAhead = campaign.status === 'scheduled' || (campaign.status === 'draft' && campaign.is_scheduled);
  return (
    <>
      {isAhead && <StartSection {...common} />}
      <SettingsSection {...common} part={PACE}>
        {(fields) => <SpeedFields {...fields} />}
      </SettingsSection>
      <SettingsSection {...common} part={DAILY_TIMES}>
        {(fields) => (
          <>
            <DailyTimesFields {...fields} />
            {!hasEnded && <CampaignWeek campaign={campaign} value={fields.value} />}
          </>
        )}
      </SettingsSection>
      <SettingsSection {...common} part={HOURS}>
        {(fields) => (
          <>
            <OpenDaysFields {...fields} />
            {!hasEnded && <CampaignWeek campaign={campaign} value={fields.value} />}
            <ContactHoursFields {...fields} isSaid={typeof campaign.contact_hours?.enabled === 'boolean'} />
          </>
        )}
      </SettingsSection>
      <SettingsSection {...common} part={RETRIES}>
        {(fields) => (
          <>
            <RetryPolicyFields {...fields} />
            <VoicemailFields {...fields} />
            <InboundFields {...fields} />
          </>
        )}
      </SettingsSection>
      <CallbacksSection {...common} />
      <SettingsSection {...common} part={CONDITIONS}>
        {(fields) => <ConditionsFields {...fields} />}
      </SettingsSection>
      <SettingsSection {...common} part={LIMITS}>
        {(fields) => <LimitsFields {...fields} />}
      </SettingsSection>
      <NumbersSection {...common} />
      <ManualRetrySection campaign={campaign} mayChange={mayAdminister} />
      <FixedSettings campaign={campaign} />
    </>
  );
}

function Loading() {
  return (
    <Stack gap="md" aria-busy>
      <Skeleton height={40} width={200} />
      <Skeleton height={180} />
      <Skeleton height={180} />
    </Stack>
  );
}
