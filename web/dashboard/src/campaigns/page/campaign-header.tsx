import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import type { Schemas } from '../../api/client';
import { Moment } from '../../shared/moment';
import { PageHeader } from '../../shared/page-header';
import { StatusBadge, statusText } from '../../shared/status-badge';
import { WhenInZones } from '../../shared/when-in-zones';
import type { StreamState } from '../live/campaign-stream';
import { CampaignActions } from './campaign-actions';
import { finishText } from './finish-text';
import { LiveSign } from './live-sign';

type Campaign = Schemas['CampaignDetails'];

/** Which campaign it is, what it does and why, and what can be done with it. */
export function CampaignHeader({ campaign, state }: { campaign: Campaign; state: StreamState }) {
  const { name, is_dynamic, from_number, status } = campaign;
  return (
    <>
      <PageHeader title={name} text={`${is_dynamic ? 'Dynamic' : 'Finite'} campaign, from ${from_number}`}>
        <CampaignActions campaign={campaign} />
      </PageHeader>
      <p className="visually-hidden" aria-live="polite" aria-atomic>
        The campaign is {statusText(status)}.
      </p>
      <Group justify="space-between" align="flex-start" gap="sm" mb="md">
        <StatusAndWhy campaign={campaign} />
        <Group gap="md">
          <LiveSign state={state} />
          <Links campaign={campaign} />
        </Group>
      </Group>
    </>
  );
}

function StatusAndWhy({ campaign }: { campaign: Campaign }) {
  const { status, status_reason, opens_at, timezone, ended_at, counts } = campaign;
  const isOver = status === 'cancelled' || status === 'failed';
  const since = ended_at ?? status_reason?.since;
  const until = opens_at ?? status_reason?.until ?? null;
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap" maw={720}>
      <StatusBadge status={status} />
      <Stack gap={0}>
        {status_reason && (
          <Text size="sm" className="theirs">
            {status_reason.text}
          </Text>
        )}
        {until !== null && ended_at === null && (
          <Text size="sm">
            {status === 'scheduled' ? 'Starts' : status === 'auto_paused' ? 'Opens' : 'Goes on'}{' '}
            <WhenInZones at={until} zone={timezone} />
          </Text>
        )}
        {status === 'auto_paused' && until === null && <Text size="sm">It stays so until somebody resumes it.</Text>}
        {isOver && counts.in_progress > 0 && <Text size="sm">{finishText(counts.in_progress)}</Text>}
        {since !== undefined && (
          <Group gap={4} c="dimmed" fz="xs">
            {ended_at !== null ? 'Ended' : 'Since'} <Moment at={since} beside={timezone} size="xs" />
          </Group>
        )}
      </Stack>
    </Group>
  );
}

function Links({ campaign: { id, temporal_ui_url } }: { campaign: Campaign }) {
  return (
    <>
      <Button
        component="a"
        href={`/api/v1/calls/bulk_call/${id}/report.csv`}
        download
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        Report (CSV)
      </Button>
      {temporal_ui_url !== null && /^https?:/.test(temporal_ui_url) && (
        <Anchor href={temporal_ui_url} target="_blank" rel="noreferrer" size="sm">
          Temporal UI <IconExternalLink size={12} aria-label="(opens a new tab)" />
        </Anchor>
      )}
    </>
  );
}
