import { Group, Text } from '@mantine/core';
import { PageLink } from '../../shared/page-link';
import { StatusBadge } from '../../shared/status-badge';
import { useLatestLines } from '../live/latest-lines';
import classes from './latest-contacts.module.css';

/** Contacts that came or changed since the page was opened. */
export function LatestContacts({ campaignId }: { campaignId: number }) {
  const lines = useLatestLines();
  return (
    <>
      {lines.length === 0 && (
        <Text size="sm" c="dimmed">
          Contacts appear here as soon as they come or change, without a reload.
        </Text>
      )}
      <ul className={classes.list} aria-label="Contacts that came or changed, the newest first">
        {lines.map(({ line_id, to_number, external_id, call_status }) => (
          <Group component="li" key={line_id} justify="space-between" gap="xs" py={4} wrap="nowrap">
            <div>
              <PageLink
                to="/campaigns/$id/lines"
                params={{ id: campaignId }}
                search={{ line: line_id }}
                size="sm"
                className="theirs"
              >
                {to_number}
              </PageLink>
              {external_id !== null && (
                <Text size="xs" c="dimmed" className="theirs" lineClamp={1}>
                  {external_id}
                </Text>
              )}
            </div>
            <StatusBadge status={call_status} />
          </Group>
        ))}
      </ul>
    </>
  );
}
