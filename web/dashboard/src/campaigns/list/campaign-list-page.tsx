import { Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { problemFrom, type Schemas } from '../../api/client';
import { EmptyState } from '../../shared/empty-state';
import { PageButton } from '../../shared/page-link';
import { PageHeader } from '../../shared/page-header';
import { Pager } from '../../shared/pager';
import { ProblemAlert } from '../../shared/problem-alert';
import { campaignListRoute } from '../routes';
import type { CampaignListSearch } from '../search';
import { CampaignRecords } from './campaign-records';
import { campaignListQuery, PAGE_SIZE } from './list-query';
import { ListFilters } from './list-filters';
import { UnfinishedDrafts, useUnfinishedDrafts } from './unfinished-drafts';

/** Campaigns. */
export function CampaignListPage() {
  const search = campaignListRoute.useSearch();
  const navigate = campaignListRoute.useNavigate();
  const { data, error } = useQuery(campaignListQuery(search));
  const drafts = useUnfinishedDrafts(search);
  const change = (changed: Partial<CampaignListSearch>) => {
    // One step back leads to what was listed before, not to the letter before.
    const replace = Boolean(search.q) && Boolean(changed.q);
    void navigate({ search: { ...search, page: undefined, ...changed }, replace });
  };
  const isFirst = data?.records.length === 0 && drafts.length === 0 && !isFiltered(search);
  return (
    <>
      <PageHeader title="Campaigns">
        <NewCampaign />
      </PageHeader>
      {isFirst ? (
        <FirstCampaign />
      ) : (
        <>
          <ListFilters search={search} onChange={change} />
          <UnfinishedDrafts drafts={drafts} />
          {error && <ProblemAlert problem={problemFrom(error)} />}
          {!data && !error && <ListSkeleton />}
          {data && (
            <Found {...data} search={search} draftsShown={drafts.length > 0} onPage={(page) => change({ page })} />
          )}
        </>
      )}
    </>
  );
}

interface FoundProps {
  readonly records: Schemas['ListedCampaign'][];
  readonly total_records: number;
  readonly search: CampaignListSearch;
  readonly draftsShown: boolean;
  readonly onPage: (page: number) => void;
}

function Found({ records, total_records, search, draftsShown, onPage }: FoundProps) {
  if (records.length === 0) return draftsShown && !search.q ? null : <NothingFound />;
  return (
    <>
      <CampaignRecords campaigns={records} />
      <Pager
        page={search.page ?? 1}
        pageSize={PAGE_SIZE}
        total={total_records}
        what={['campaign', 'campaigns']}
        onPage={onPage}
      />
    </>
  );
}

function NewCampaign() {
  return (
    <PageButton to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New campaign
    </PageButton>
  );
}

function FirstCampaign() {
  return (
    <EmptyState
      title="No campaign yet"
      text="A campaign calls contacts from one of your numbers and tells what became of each. Four steps lead to the first one; nobody is called before you have reviewed it."
    >
      <NewCampaign />
    </EmptyState>
  );
}

function NothingFound() {
  return (
    <EmptyState title="No campaign matches" text="There are campaigns, but none with this name, status and type.">
      <PageButton variant="default" to="/campaigns">
        Clear filters
      </PageButton>
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="The campaigns are being read">
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  );
}

function isFiltered({ q, status, type, page }: CampaignListSearch): boolean {
  return [q, status, type, page].some((value) => value !== undefined);
}
