import { Button, Skeleton, Stack } from '@mantine/core';
import { PageButton } from '../../shared/page-link';
import { useQuery } from '@tanstack/react-query';
import { problemFrom } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { useMayAdminister } from '../../api/session-store';
import { EmptyState } from '../../shared/empty-state';
import { PageHeader } from '../../shared/page-header';
import { ProblemAlert } from '../../shared/problem-alert';
import { wizardRoute } from '../routes';
import { NotYours } from './new-draft-page';
import { readDraft } from './use-draft';
import { Wizard } from './wizard';

/** A campaign that is being written, in four steps with an address each. */
export function WizardPage() {
  const { draft, step } = wizardRoute.useParams();
  const mayAdminister = useMayAdminister();
  if (!mayAdminister) {
    return (
      <>
        <PageHeader title="New campaign" />
        <NotYours />
      </>
    );
  }
  // Another draft is another wizard: nothing of this one may get into it.
  return <LoadedWizard key={draft} draftId={draft} step={step} />;
}

function LoadedWizard({ draftId, step }: { draftId: number; step: Parameters<typeof Wizard>[0]['step'] }) {
  const query = useQuery({
    queryKey: [...queryKeys.drafts, draftId],
    queryFn: () => readDraft(draftId),
    // Read once: what is written here is newer than what was kept.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.data) return <Wizard draftId={draftId} step={step} first={query.data} />;
  return (
    <>
      <PageHeader title="New campaign" />
      {query.error ? <NoDraft error={query.error} retry={() => void query.refetch()} /> : <Skeleton height={300} />}
    </>
  );
}

function NoDraft({ error, retry }: { error: Error; retry: () => void }) {
  const problem = problemFrom(error);
  if (problem.status !== 404) {
    return (
      <Stack align="flex-start">
        <ProblemAlert problem={problem} title="The draft could not be read" />
        <Button onClick={retry}>Try again</Button>
      </Stack>
    );
  }
  return (
    <EmptyState
      title="There is no such draft"
      text="It was discarded, or a campaign was made of it. Campaigns and drafts are in the list of campaigns."
    >
      <PageButton to="/campaigns">To the campaigns</PageButton>
      <PageButton to="/campaigns/new" variant="default">
        Begin a new one
      </PageButton>
    </EmptyState>
  );
}
