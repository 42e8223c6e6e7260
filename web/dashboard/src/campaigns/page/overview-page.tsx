import { Grid, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { problemFrom } from '../../api/client';
import { ProblemAlert } from '../../shared/problem-alert';
import { campaignQuery, figuresQuery } from '../live/campaign-query';
import { useIntervalUnlessLive } from '../live/live-context';
import { campaignRoute } from '../routes';
import { CallbackFigures } from './callback-figures';
import { ContactCounts } from './contact-counts';
import { ForecastText } from './forecast-text';
import { LatestContacts } from './latest-contacts';
import { NowFigures } from './now-figures';
import { SettingsInWords } from './settings-summary';
import { WhyNotCalling } from './why-not-calling';

// The chart's library is heavy, and what is around it can be read before.
const LastHour = lazy(async () => ({ default: (await import('./last-hour')).LastHour }));

/** Overview: what the campaign does now, what it has done, and when it will be through. */
export function OverviewPage() {
  const { id } = campaignRoute.useParams();
  const { data: campaign } = useQuery(campaignQuery(id));
  const { data: figures, error } = useQuery({ ...figuresQuery(id), refetchInterval: useIntervalUnlessLive() });
  if (!campaign) return null;
  const { details } = campaign;
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="xl">
          {error && <ProblemAlert problem={problemFrom(error)} />}
          {figures ? <NowFigures figures={figures} /> : <Skeleton height={80} />}
          <WhyNotCalling campaign={details} />
          <Section title="Contacts">
            <ContactCounts counts={(figures ?? details).counts} />
          </Section>
          <Section title="The last hour">
            <Suspense fallback={<Skeleton height={220} />}>
              {figures ? (
                <LastHour minutes={figures.calls.last_hour} zone={details.timezone} />
              ) : (
                <Skeleton height={220} />
              )}
            </Suspense>
          </Section>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack gap="xl">
          <Section title="As it happens">
            <LatestContacts campaignId={id} />
          </Section>
          <Section title="When it will be through">
            <ForecastText campaignId={id} status={details.status} />
          </Section>
          <Section title="Promised callbacks">
            <CallbackFigures figures={(figures ?? details).callback_figures} />
          </Section>
          <Section title="Settings">
            <SettingsInWords campaign={details} />
          </Section>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = `section-${title.replaceAll(' ', '-').toLowerCase()}`;
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" mb="xs" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
