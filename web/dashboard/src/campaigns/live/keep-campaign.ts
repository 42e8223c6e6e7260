import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { campaignQuery, figuresQuery } from './campaign-query';

/** Takes over what an event tells of a campaign. */
export function keepCampaign(client: QueryClient, campaign: Schemas['Campaign']): void {
  const { queryKey } = campaignQuery(campaign.id);
  const before = client.getQueryData(queryKey)?.details.status;
  // An answer that is on its way may be older than the event: it is asked for again.
  const isOnItsWay = client.isFetching({ queryKey, exact: true }) > 0;
  client.setQueryData(queryKey, (known) => known && { ...known, details: { ...known.details, ...campaign } });
  if (isOnItsWay) void client.invalidateQueries({ queryKey, exact: true });
  // Figures are told once a second: beside another status those of before would be wrong.
  const figures = { queryKey: figuresQuery(campaign.id).queryKey, exact: true };
  if (before !== undefined && before !== campaign.status) void client.invalidateQueries(figures);
}
