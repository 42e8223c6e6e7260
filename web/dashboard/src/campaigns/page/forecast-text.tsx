import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { ProblemAlert } from '../../shared/problem-alert';

const AGAIN_MS = 30_000;

/** When the campaign will have called everybody, and what that is reckoned from. */
export function ForecastText({ campaignId, status }: { campaignId: number; status: Schemas['Campaign']['status'] }) {
  const { data, error } = useQuery({
    // Another status, another course.
    queryKey: [...queryKeys.campaign(campaignId), 'forecast', status],
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call/{id}/forecast', { params: { path: { id: campaignId } } })),
    refetchInterval: AGAIN_MS,
  });
  if (!data) return error ? <ProblemAlert problem={problemFrom(error)} /> : <Skeleton height={48} />;
  return (
    <>
      <Text className="theirs">{data.text}</Text>
      {data.through_at !== null && (
        <Text size="xs" c="dimmed">
          Length and outcome of calls: {data.assumptions.basis}.
        </Text>
      )}
    </>
  );
}
