import { Card, Group, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Schemas } from '../../api/client';
import { PageLink } from '../../shared/page-link';
import { Moment } from '../../shared/moment';
import { StatusBadge } from '../../shared/status-badge';
import classes from './campaign-records.module.css';
import { reasonOf } from './reason';

type ListedCampaign = Schemas['ListedCampaign'];

/** Campaigns as a table, or as cards where there is no room for one. */
export function CampaignRecords({ campaigns }: { campaigns: readonly ListedCampaign[] }) {
  const isNarrow = useMediaQuery('(max-width: 52em)', false, { getInitialValueInEffect: false });
  if (isNarrow) {
    return (
      <Stack component="ul" gap="xs" className={classes.cards}>
        {campaigns.map((campaign) => (
          <CampaignCard key={campaign.id} campaign={campaign} />
        ))}
      </Stack>
    );
  }
  return (
    <Table highlightOnHover verticalSpacing="sm" className="figures">
      <Table.Caption className="visually-hidden">Campaigns, the newest first</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Campaign</Table.Th>
          <Table.Th scope="col">Status</Table.Th>
          {COUNTS.map(({ label }) => (
            <Table.Th key={label} scope="col" ta="right">
              {label}
            </Table.Th>
          ))}
          <Table.Th scope="col">Last activity</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <CampaignRow key={campaign.id} campaign={campaign} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

const COUNTS = [
  { label: 'Queue', of: 'queued' },
  { label: 'In flight', of: 'in_progress' },
  { label: 'Reached', of: 'reached' },
] as const;

function CampaignRow({ campaign }: { campaign: ListedCampaign }) {
  return (
    <Table.Tr className={classes.leads}>
      <Table.Th scope="row" fw={400} className={classes.name}>
        <NameLink campaign={campaign} />
        <KindText campaign={campaign} />
      </Table.Th>
      <Table.Td>
        <Status campaign={campaign} />
      </Table.Td>
      {COUNTS.map(({ label, of }) => (
        <Table.Td key={label} ta="right">
          {countText(campaign, of)}
        </Table.Td>
      ))}
      <Table.Td>
        <Moment at={campaign.activity?.last_activity_at} none="none yet" size="sm" />
      </Table.Td>
    </Table.Tr>
  );
}

function CampaignCard({ campaign }: { campaign: ListedCampaign }) {
  return (
    <Card component="li" withBorder padding="sm" className={classes.leads}>
      <NameLink campaign={campaign} />
      <KindText campaign={campaign} />
      <Stack gap={4} my="xs">
        <Status campaign={campaign} />
      </Stack>
      <Group component="dl" gap="lg" m={0} className="figures">
        {COUNTS.map(({ label, of }) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0}>
              {countText(campaign, of)}
            </Text>
          </div>
        ))}
        <div>
          <Text component="dt" size="xs" c="dimmed">
            Last activity
          </Text>
          <dd className={classes.moment}>
            <Moment at={campaign.activity?.last_activity_at} none="none yet" />
          </dd>
        </div>
      </Group>
    </Card>
  );
}

function NameLink({ campaign: { id, name } }: { campaign: ListedCampaign }) {
  return (
    <PageLink to="/campaigns/$id" params={{ id }} fw={600} className={`theirs ${classes.link}`}>
      {name}
    </PageLink>
  );
}

function KindText({ campaign }: { campaign: ListedCampaign }) {
  return (
    <Text size="xs" c="dimmed">
      {campaign.is_dynamic ? 'Dynamic' : 'Finite'}, from {campaign.from_number}
    </Text>
  );
}

function Status({ campaign }: { campaign: ListedCampaign }) {
  const reason = reasonOf(campaign);
  return (
    <>
      <StatusBadge status={campaign.status} />
      {reason !== null && (
        <Text size="xs" c="dimmed" mt={2} className="theirs">
          {reason}
        </Text>
      )}
    </>
  );
}

function countText({ activity }: ListedCampaign, of: 'queued' | 'in_progress' | 'reached'): string {
  return activity ? activity[of].toLocaleString('en-US') : '–';
}
