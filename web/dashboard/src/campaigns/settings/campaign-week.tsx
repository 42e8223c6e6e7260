import { Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import type { RuleValues } from '../rules/rule-fields';
import { WeekView } from '../rules/week-view';
import type { CampaignDetails } from './settings-part';

const WAIT_MS = 400;
const AGAIN_MS = 60_000;

type Hours = Pick<
  RuleValues,
  | 'enable_daily_hard_stop'
  | 'daily_stop_time'
  | 'daily_stop_timezone'
  | 'enable_daily_auto_start'
  | 'daily_start_time'
  | 'daily_start_timezone'
  | 'calling_hours'
>;

type CheckedHours = Pick<Schemas['CheckCampaign'], keyof Hours>;

interface CampaignWeekProps {
  readonly campaign: CampaignDetails;
  /** What is being written, over what the campaign has. */
  readonly value: Hours;
}

/** The next seven days of a campaign as they would be. */
export function CampaignWeek({ campaign, value }: CampaignWeekProps) {
  const hours = { ...hoursOf(campaign), ...hoursOf(value) };
  const [settled] = useDebouncedValue(JSON.stringify(hours), WAIT_MS);
  const { data, error } = useQuery({
    queryKey: ['campaign-week', campaign.id, startOf(campaign), settled],
    queryFn: ({ signal }) =>
      answerOf(
        api.POST('/api/v1/calls/bulk_call/check', {
          body: {
            name: campaign.name,
            phone_number_id: campaign.phone_number_id,
            is_dynamic: true,
            timezone: campaign.timezone,
            ...startOf(campaign),
            ...(JSON.parse(settled) as CheckedHours),
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  if (error) {
    return (
      <Text size="sm" c="dimmed">
        The week cannot be drawn for these hours.
      </Text>
    );
  }
  if (!data) return <Skeleton height={220} />;
  return <WeekView openings={data.openings} clockChanges={data.clock_changes} zone={data.timezone} />;
}

/** A start that lies ahead, for those that have one. */
function startOf({ status, is_scheduled, scheduled_datetime }: CampaignDetails) {
  const isAhead = status === 'scheduled' && is_scheduled && scheduled_datetime !== null;
  return isAhead ? { is_scheduled: true, scheduled_datetime } : {};
}

/** What says when a campaign calls; times that are switched off are left out. */
function hoursOf(value: Hours): CheckedHours {
  const stops = value.enable_daily_hard_stop ?? false;
  const starts = value.enable_daily_auto_start ?? false;
  return {
    ...('enable_daily_hard_stop' in value && {
      enable_daily_hard_stop: stops,
      daily_stop_time: stops ? (value.daily_stop_time ?? undefined) : undefined,
      daily_stop_timezone: stops ? (value.daily_stop_timezone ?? undefined) : undefined,
      enable_daily_auto_start: starts,
      daily_start_time: starts ? (value.daily_start_time ?? undefined) : undefined,
      daily_start_timezone: starts ? (value.daily_start_timezone ?? undefined) : undefined,
    }),
    ...('calling_hours' in value && { calling_hours: value.calling_hours ?? undefined }),
  };
}
