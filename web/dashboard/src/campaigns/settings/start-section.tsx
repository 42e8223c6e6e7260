import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api, problemFrom } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { faultAt, faultsOf, NO_FAULTS } from '../rules/field-faults';
import { DateTimeField } from '../rules/start-fields';
import { ZoneSelect } from '../rules/zone-select';
import type { CampaignDetails } from './settings-part';

/** Moves the start of a campaign that has not started. */
export function StartSection({ campaign, mayChange }: { campaign: CampaignDetails; mayChange: boolean }) {
  const [written, setWritten] = useState<{ at?: string | null; zone?: string | null }>({});
  const at = written.at === undefined ? campaign.scheduled_datetime : written.at;
  const zone = written.zone ?? campaign.timezone;
  const move = useAction({
    run: () =>
      answerOf(
        api.PUT('/api/v1/calls/bulk_call/{id}', {
          params: { path: { id: campaign.id } },
          body: { action: 'reschedule', new_scheduled_datetime: at, new_timezone: zone },
        }),
      ),
    changes: [queryKeys.campaign(campaign.id)],
    done: ({ scheduled_datetime = '', timezone = '' }) => {
      setWritten({});
      return `It starts at ${scheduled_datetime} (${timezone}).`;
    },
    onProblem: () => undefined,
  });
  const problem = move.error ? problemFrom(move.error) : null;
  const faults = problem ? faultsOf(problem) : NO_FAULTS;
  const isChanged = at !== campaign.scheduled_datetime || zone !== campaign.timezone;
  return (
    <Card component="section" withBorder padding="md" aria-labelledby="settings-start">
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id="settings-start">
            Start
          </Title>
          <Text size="sm" c="dimmed">
            Its days, times and closed dates move to the new zone with it. A daily stop and start keep theirs.
          </Text>
        </div>
        <Group align="flex-start" gap="md">
          <DateTimeField
            label="Starts at"
            description={`On the clocks of ${zone}`}
            value={at}
            onChange={(next) => setWritten({ ...written, at: next })}
            error={faultAt(faults, '/new_scheduled_datetime')}
            disabled={!mayChange}
          />
          <ZoneSelect
            label="Time zone"
            value={zone}
            onChange={(next) => setWritten({ ...written, zone: next })}
            error={faultAt(faults, '/new_timezone')}
            disabled={!mayChange}
          />
        </Group>
        {problem && faults.size === 0 && <ProblemAlert problem={problem} title="The start was not moved" />}
        {mayChange && (
          <Group>
            <Button onClick={() => move.mutate(undefined)} loading={move.isPending} disabled={!isChanged || !at}>
              Move the start
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}
