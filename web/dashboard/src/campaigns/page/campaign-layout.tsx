import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { PageButton } from '../../shared/page-link';
import { ProblemAlert } from '../../shared/problem-alert';
import { campaignQuery } from '../live/campaign-query';
import { LatestLinesProvider } from '../live/latest-lines';
import { LiveContext } from '../live/live-context';
import { useCampaignEvents } from '../live/use-campaign-events';
import { campaignRoute } from '../routes';
import { CampaignHeader } from './campaign-header';
import { CampaignTabs } from './campaign-tabs';

/** What is around each tab of a campaign. */
export function CampaignLayout() {
  const { id } = campaignRoute.useParams();
  const { data, error } = useQuery(campaignQuery(id));
  if (data) return <KnownCampaign key={id} id={id} />;
  return error ? <CannotShow problem={problemFrom(error)} /> : <LayoutSkeleton />;
}

const LIVE_AGAIN_MS = 60_000;
const BROKEN_AGAIN_MS = 5_000;

function KnownCampaign({ id }: { id: number }) {
  const state = useCampaignEvents(id);
  const isLive = state === 'live';
  // What cannot be heard of is asked for.
  const { data } = useQuery({ ...campaignQuery(id), refetchInterval: isLive ? LIVE_AGAIN_MS : BROKEN_AGAIN_MS });
  if (!data) return null;
  return (
    <LiveContext value={isLive}>
      <LatestLinesProvider campaignId={id}>
        <CampaignHeader campaign={data.details} state={state} />
        <CampaignTabs id={id} />
        <Outlet />
      </LatestLinesProvider>
    </LiveContext>
  );
}

function CannotShow({ problem }: { problem: ApiProblem }) {
  return (
    <>
      <PageHeader title="Campaign" />
      {problem.status === 404 ? (
        <EmptyState title="There is no such campaign" text="It may belong to another organization than your key.">
          <PageButton to="/campaigns">To the campaigns</PageButton>
        </EmptyState>
      ) : (
        <ProblemAlert problem={problem} />
      )}
    </>
  );
}

function LayoutSkeleton() {
  return (
    <Stack role="status" aria-label="The campaign is being read">
      <Skeleton height={36} maw={400} />
      <Skeleton height={24} maw={600} />
      <Skeleton height={240} />
    </Stack>
  );
}
