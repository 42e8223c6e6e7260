import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { PageButton } from '../../shared/page-link';
import { useAction } from '../../shared/use-action';
import { DraftAlert } from './draft-alert';
import type { StepProps } from './wizard-context';

/** That a draft is no more, and what can be done with what was written into it since. */
export function DraftGone({ store }: Pick<StepProps, 'store'>) {
  const navigate = useNavigate();
  const keep = useAction({
    run: async () => {
      const { form } = store.current();
      const body = { name: form.campaign.name?.trim() ?? '', form: { ...form, launch: null, restarts: 0 } };
      const { id } = await answerOf(api.POST('/api/v1/campaign_drafts', { body }));
      store.end();
      await navigate({
        to: '/campaigns/new/$draft/$step',
        params: { draft: id, step: 'details' },
        ignoreBlocker: true,
      });
    },
    changes: [queryKeys.drafts],
  });
  return (
    <DraftAlert
      title="This draft is not there any more"
      text="In another tab, or by somebody else, a campaign was made of it, or it was discarded. What you write here is not saved. Look for the campaign in the list before you make another one."
    >
      <PageButton to="/campaigns" size="xs" ignoreBlocker>
        To the campaigns
      </PageButton>
      <Button size="xs" variant="default" onClick={() => keep.mutate(undefined)} loading={keep.isPending}>
        Keep what is here as a new draft
      </Button>
    </DraftAlert>
  );
}
