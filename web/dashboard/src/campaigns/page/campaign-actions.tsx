import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { useAction } from '../../shared/use-action';
import { campaignQuery } from '../live/campaign-query';
import { CancelDialog } from './cancel-dialog';
import { finishText } from './finish-text';

type Campaign = Schemas['CampaignDetails'];
type Act = 'pause' | 'resume' | 'cancel' | 'start';

/** What can be done with a campaign in each status, the likeliest first. */
const POSSIBLE: Record<Campaign['status'], readonly Act[]> = {
  draft: ['start', 'cancel'],
  scheduled: ['pause', 'cancel'],
  pending: ['pause', 'cancel'],
  waiting: ['pause', 'cancel'],
  in_progress: ['pause', 'cancel'],
  auto_paused: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  completed: [],
  cancelled: [],
  failed: [],
};

/** Start, pause, resume and cancel. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const [asksToCancel, setAsksToCancel] = useState(false);
  const act = useAct(campaign.id);
  // Stopped for the day with no start of the next one: only a person opens it.
  const staysShut = campaign.status === 'auto_paused' && campaign.opens_at === null;
  const possible = staysShut ? (['resume', 'cancel'] as const) : POSSIBLE[campaign.status];
  const click: Record<Act, () => void> = {
    start: () => confirmStart(campaign, () => act.mutate('start')),
    pause: () => confirmPause(campaign, () => act.mutate('pause')),
    resume: () => act.mutate('resume'),
    cancel: () => setAsksToCancel(true),
  };
  return (
    <>
      {possible.map((name) => (
        <AdminButton
          key={name}
          {...LOOKS[name]}
          loading={act.isPending && act.variables === name}
          disabled={act.isPending}
          onClick={click[name]}
        >
          {LABELS[name]}
        </AdminButton>
      ))}
      <CancelDialog
        campaign={campaign}
        opened={asksToCancel}
        onClose={() => setAsksToCancel(false)}
        onCancel={() => {
          setAsksToCancel(false);
          act.mutate('cancel');
        }}
      />
    </>
  );
}

const LABELS: Record<Act, string> = { start: 'Start', pause: 'Pause', resume: 'Resume', cancel: 'Cancel campaign' };
const LOOKS: Record<Act, { variant?: string; color?: string }> = {
  start: {},
  resume: {},
  pause: { variant: 'default' },
  cancel: { variant: 'subtle', color: 'red' },
};

function useAct(id: number) {
  const client = useQueryClient();
  return useAction({
    run: async (act: Act) => {
      const answer = await ask(id, act);
      const { current_status: status } = answer;
      // Why it is so comes with the next event.
      client.setQueryData(campaignQuery(id).queryKey, (known) =>
        known && known.details.status !== status ? withStatus(known, status) : known,
      );
      return answer;
    },
    changes: [queryKeys.campaign(id), [...queryKeys.campaigns, 'list']],
    done: ({ message }) => message,
  });
}

function withStatus<Known extends { details: Campaign }>(known: Known, status: Campaign['status']): Known {
  return { ...known, details: { ...known.details, status, status_reason: null, opens_at: null } };
}

function ask(id: number, act: Act) {
  const params = { path: { id } };
  if (act === 'start') return answerOf(api.POST('/api/v1/calls/bulk_call/{id}/start', { params }));
  return answerOf(api.PUT('/api/v1/calls/bulk_call/{id}', { params, body: { action: act } }));
}

function confirmPause({ counts: { in_progress }, name }: Campaign, run: () => void): void {
  confirm({
    title: 'Pause this campaign?',
    text: `“${name}” starts no further call. ${finishText(in_progress)} Contacts that are added meanwhile are called after it is resumed.`,
    action: 'Pause',
    run,
  });
}

function confirmStart({ counts: { total_contacts }, name }: Campaign, run: () => void): void {
  const contacts =
    total_contacts === 1 ? 'One contact waits' : `${total_contacts.toLocaleString('en-US')} contacts wait`;
  confirm({
    title: 'Start this campaign?',
    text: `${contacts} in “${name}”. They are called from now on, or from its scheduled start, within its hours.`,
    action: 'Start',
    run,
  });
}
