import { Stack, Text } from '@mantine/core';
import { PageHeader } from '../../shared/page-header';
import { PageButton } from '../../shared/page-link';
import type { Launched } from './launch';
import { RejectedRows } from './rejected-rows';

/** The campaign is there, and some rows of its file are not in it: which, and why. */
export function LaunchResult({ launched: { campaignId, imported } }: { launched: Launched }) {
  return (
    <>
      <PageHeader title="The campaign was created" />
      <Stack align="flex-start" maw="60rem">
        {imported && <RejectedRows imported={imported} />}
        <Text size="sm">
          Correct those rows and send them to the campaign. The others are called as you have set it.
        </Text>
        <PageButton to="/campaigns/$id" params={{ id: campaignId }}>
          Go to the campaign
        </PageButton>
      </Stack>
    </>
  );
}
