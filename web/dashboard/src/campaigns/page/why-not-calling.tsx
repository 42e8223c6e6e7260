import { Alert, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { WhenInZones } from '../../shared/when-in-zones';

const AGAIN_MS = 10_000;

/** Why the campaign starts no call at this moment, and which contacts are held by what. */
export function WhyNotCalling({ campaign }: { campaign: Schemas['CampaignDetails'] }) {
  const { id, status, status_reason, timezone } = campaign;
  const { data } = useQuery({
    queryKey: [...queryKeys.campaign(id), 'why', status, status_reason?.code],
    queryFn: () => answerOf(api.GET('/api/v1/calls/bulk_call/{id}/why', { params: { path: { id } } })),
    // Why it called nobody in another status is no reason in this one.
    placeholderData: (before, asked) => (asked?.queryKey.at(-2) === status ? before : undefined),
    refetchInterval: AGAIN_MS,
  });
  if (!data) return null;
  const { held } = data;
  // The header says why already; here stands what it does not.
  const reason = data.reason?.text === status_reason?.text ? null : data.reason;
  if (reason === null && held.length === 0) return null;
  return (
    <Alert
      component="section"
      role="region"
      color={reason ? 'yellow' : 'gray'}
      title={reason ? 'Why it calls nobody now' : 'Contacts that wait'}
    >
      {reason && (
        <Text size="sm" className="theirs">
          {reason.text}{' '}
          {reason.until !== null && (
            <>
              It goes on <WhenInZones at={reason.until} zone={timezone} />.
            </>
          )}
        </Text>
      )}
      {held.length > 0 && (
        <List size="sm" mt={reason ? 'xs' : 0}>
          {held.map(({ code, text, next_at }) => (
            <List.Item key={code}>
              {text}
              {next_at !== null && (
                <>
                  {' '}
                  The first is due <WhenInZones at={next_at} zone={timezone} />.
                </>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
