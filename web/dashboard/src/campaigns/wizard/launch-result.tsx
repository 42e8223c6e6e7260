import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isFinalStatus } from '../../../../../domain/campaign-status';
import { PageHeader } from '../../shared/page-header';
import { PageButton } from '../../shared/page-link';
import { campaignQuery } from '../live/campaign-query';
import type { Launched } from './launch';
import { RejectedRows } from './rejected-rows';

const AGAIN_MS = 3_000;

/** The campaign is there, and some rows of its file are not in it: which, why, and where they can go. */
export function LaunchResult({ launched: { campaignId, imported } }: { launched: Launched }) {
  const { data } = useQuery({ ...campaignQuery(campaignId), refetchInterval: AGAIN_MS });
  const ended = data !== undefined && isFinalStatus(data.details.status);
  return (
    <>
      <PageHeader title="The campaign was created" />
      <Stack align="flex-start" maw="60rem">
        {imported && <RejectedRows imported={imported} />}
        <Text size="sm" aria-live="polite">
          {ended
            ? 'The others have been called: the campaign has ended meanwhile, and takes no more contacts. Correct those rows in the downloaded file, and make a new campaign of that.'
            : 'The others are called as you have set it. Correct those rows in the downloaded file and send it under “Send contacts”, as long as the campaign goes on: it completes with its last contact, and takes no more then. Later, make a new campaign of it.'}
        </Text>
        <Group>
          <PageButton to="/campaigns/$id" params={{ id: campaignId }}>
            Go to the campaign
          </PageButton>
          {ended ? (
            <PageButton to="/campaigns/new" variant="default">
              Make a new campaign
            </PageButton>
          ) : (
            <PageButton to="/campaigns/$id/send" params={{ id: campaignId }} variant="default">
              Send contacts
            </PageButton>
          )}
        </Group>
      </Stack>
    </>
  );
}
