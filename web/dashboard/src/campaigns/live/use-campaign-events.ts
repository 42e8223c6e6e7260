import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { askWhetherAway, useApiAway } from '../../app/connection';
import { campaignQuery, figuresQuery } from './campaign-query';
import { openCampaignStream, type StreamPlace, type StreamState } from './campaign-stream';
import { tellOfLines } from './changed-lines';
import { keepCampaign } from './keep-campaign';

/**
 * Keeps what is known of a campaign as it is, by the events that the API sends. Used once, by what is around the
 * campaign's pages once it has been read; they read it with `campaignQuery`, `figuresQuery` and `subscribeToLines`.
 */
export function useCampaignEvents(campaignId: number): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  const place = useRef<StreamPlace>({ lastEventId: '' });
  const isAway = useApiAway();
  useEffect(() => {
    // A connection to an API that cannot be reached may stay open for minutes, and tell nothing.
    if (isAway) return;
    return openCampaignStream(campaignId, place.current, {
      campaign: (campaign) => keepCampaign(client, campaign),
      figures: (figures) => void keepFigures(client, campaignId, figures),
      lines: (lines) => tellOfLines(campaignId, lines),
      reset: () => void client.invalidateQueries({ queryKey: queryKeys.campaign(campaignId) }),
      state: (next) => {
        setState(next);
        if (next === 'broken') void askWhetherAway();
      },
      mayConnectAgain: () => isStillThere(client, campaignId),
    });
  }, [client, campaignId, isAway]);
  return isAway ? 'broken' : state;
}

async function keepFigures(client: QueryClient, campaignId: number, figures: Schemas['CampaignFigures']) {
  const { queryKey } = figuresQuery(campaignId);
  // The event has all that the answer would have, and is newer.
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, { status: 'success', ...figures });
  const { counts, callback_figures } = figures;
  client.setQueryData(
    campaignQuery(campaignId).queryKey,
    (known) => known && { ...known, details: { ...known.details, counts, callback_figures } },
  );
}

/** Reads the campaign anew: that also says whether the session has ended, and shows what is wrong. */
async function isStillThere(client: QueryClient, campaignId: number): Promise<boolean> {
  try {
    await client.fetchQuery({ ...campaignQuery(campaignId), staleTime: 0, retry: false });
    return true;
  } catch (error) {
    const { status } = problemFrom(error);
    return status !== 401 && status !== 403 && status !== 404;
  }
}
