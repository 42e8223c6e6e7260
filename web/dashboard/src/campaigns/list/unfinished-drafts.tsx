import { Button, Card, Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { PageLink } from '../../shared/page-link';
import { Moment } from '../../shared/moment';
import { useAction } from '../../shared/use-action';
import type { CampaignListSearch } from '../search';
import classes from './campaign-records.module.css';

type Draft = Schemas['CampaignDraftSummary'];

const DRAFTS_READ = 50;
const SHOWN_AT_FIRST = 3;

/** What somebody has begun in the wizard and not finished, as far as the filters of the list let it through. */
export function useUnfinishedDrafts({ status, type, q, page = 1 }: CampaignListSearch): readonly Draft[] {
  const { data } = useQuery({
    queryKey: [...queryKeys.drafts, 'list'],
    queryFn: () => answerOf(api.GET('/api/v1/campaign_drafts', { params: { query: { pagesize: DRAFTS_READ } } })),
    // The wizard, from which one comes here, has changed them.
    staleTime: 0,
  });
  if (!data || page > 1 || type !== undefined || (status !== undefined && status !== 'drafts')) return [];
  const part = q?.toLowerCase() ?? '';
  return data.records.filter(({ name }) => name.toLowerCase().includes(part));
}

/** Those drafts, with the way back into the wizard. */
export function UnfinishedDrafts({ drafts }: { drafts: readonly Draft[] }) {
  const [all, setAll] = useState(false);
  if (drafts.length === 0) return null;
  // Many of them would push the campaigns out of sight.
  const shown = all ? drafts : drafts.slice(0, SHOWN_AT_FIRST);
  return (
    <Card component="section" withBorder padding="sm" mb="md" aria-labelledby="unfinished">
      <Title order={2} size="h5" id="unfinished" mb="xs">
        Not finished yet
      </Title>
      <ul className={classes.cards}>
        {shown.map((draft) => (
          <UnfinishedDraft key={draft.id} draft={draft} />
        ))}
      </ul>
      {drafts.length > SHOWN_AT_FIRST && (
        <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer drafts' : `Show all ${drafts.length} drafts`}
        </Button>
      )}
    </Card>
  );
}

function UnfinishedDraft({ draft }: { draft: Draft }) {
  const name = draft.name === '' ? `Draft ${draft.id}, without a name` : draft.name;
  const discard = useAction({
    run: () => answerOf(api.DELETE('/api/v1/campaign_drafts/{id}', { params: { path: { id: draft.id } } })),
    changes: [queryKeys.drafts],
    done: 'The draft was discarded.',
  });
  const ask = () =>
    confirm({
      title: 'Discard this draft?',
      text: `What was entered for “${name}” is lost. No campaign is touched.`,
      action: 'Discard the draft',
      danger: true,
      run: () => discard.mutate(undefined),
    });
  return (
    <Group component="li" justify="space-between" gap="xs" py={4}>
      <div>
        <PageLink to="/campaigns/new/$draft/$step" params={{ draft: draft.id, step: 'details' }} className="theirs">
          {name}
        </PageLink>
        <Group gap={4} c="dimmed" fz="xs">
          Changed <Moment at={draft.updated_at} size="xs" />
        </Group>
      </div>
      <AdminButton
        variant="subtle"
        size="compact-sm"
        color="red"
        loading={discard.isPending}
        onClick={ask}
        aria-label={`Discard ${name}`}
      >
        Discard
      </AdminButton>
    </Group>
  );
}
