import { Alert, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { OWN_ZONE } from '../../shared/moment';
import { PageLink } from '../../shared/page-link';
import { StatusBadge } from '../../shared/status-badge';
import { WhenInZones } from '../../shared/when-in-zones';
import { useLineStory } from '../lines/story/use-line-story';
import { callText, sentence } from '../lines/story/words';
import { campaignQuery } from '../live/campaign-query';

type Answer = Schemas['AddedContact'];

const REASON_TEXT: Readonly<Record<NonNullable<Answer['reason']>, string>> = {
  campaign_draft: 'the campaign is a draft: start it, and the contact is called',
  campaign_scheduled: 'the campaign starts later',
  campaign_paused: 'the campaign is paused: resume it, and the contact is called',
  outside_calling_hours: "it is outside the campaign's hours",
  contact_hours: "it is outside the called person's own hours",
  scheduled_contact: 'the contact is scheduled for later',
  retry_scheduled: 'it waits for a retry',
  callback_scheduled: 'it waits for a callback',
  condition: 'it does not meet a call condition, and is not called',
  suppressed: 'the number is on the do-not-call list, and is not called',
  expired: 'it has expired, and is not called',
  no_calling_hours: 'its hours never open, and it is not called',
  duplicate: 'the contact was there already, and is done with',
};

const DUPLICATE_TEXT: Readonly<Record<NonNullable<Answer['duplicate']>, string>> = {
  skipped: 'The contact was there already, and was left as it is.',
  updated: 'The contact was there already, and was updated.',
  requeued: 'The contact was there already, and was put into the queue again.',
};

/** What the API answered to a contact, and what becomes of it from then on. */
export function ContactAnswer({ campaignId, answer }: { campaignId: number; answer: Answer }) {
  const { line_id, reason, condition, will_call_after, warnings = [], duplicate } = answer;
  const zone = useQuery(campaignQuery(campaignId)).data?.details.timezone ?? OWN_ZONE;
  return (
    <Alert
      color={reason === undefined ? 'green' : 'yellow'}
      title={duplicate === undefined ? 'The contact is stored' : DUPLICATE_TEXT[duplicate]}
      className="theirs"
    >
      <Stack gap={4}>
        <Text size="sm">
          It is{' '}
          <PageLink
            to="/campaigns/$id/lines"
            params={{ id: campaignId }}
            search={{ line: line_id }}
            underline="always"
            c="inherit"
            inherit
          >
            contact {line_id}
          </PageLink>
          .
        </Text>
        {reason !== undefined && (
          <Text size="sm">
            Not called at this moment: {REASON_TEXT[reason]}
            {condition === undefined ? '' : ` (${condition})`}.
          </Text>
        )}
        {will_call_after && (
          <Text size="sm" component="div">
            It is called after <WhenInZones at={will_call_after} zone={zone} />.
          </Text>
        )}
        {warnings.length > 0 && (
          <List size="sm">
            {warnings.map(({ code, detail }) => (
              <List.Item key={code}>{detail}</List.Item>
            ))}
          </List>
        )}
        <NowOf campaignId={campaignId} lineId={line_id} />
      </Stack>
    </Alert>
  );
}

/** How far it is now. */
function NowOf({ campaignId, lineId }: { campaignId: number; lineId: number }) {
  const { data: story } = useLineStory(campaignId, lineId);
  if (!story) return null;
  const last = story.attempts.at(-1);
  const text =
    story.why_not_now?.text ?? (last ? `Attempt ${last.attempt_no}: ${callText(last)}` : 'It is next in turn');
  return (
    <Group gap="xs">
      <Text size="sm" component="div">
        Now: <StatusBadge status={story.line.call_status} />
      </Text>
      <Text size="sm">{sentence(text)}</Text>
    </Group>
  );
}
