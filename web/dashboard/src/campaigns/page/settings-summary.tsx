import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { PageLink } from '../../shared/page-link';
import { settingsInWords, startText } from './settings-in-words';
import classes from './settings-summary.module.css';

type Campaign = Schemas['CampaignDetails'];

/** The campaign's main settings, and where they are changed. */
export function SettingsInWords({ campaign }: { campaign: Campaign }) {
  const { id, from_number, rotation, bot_id } = campaign;
  const others = (rotation?.numbers.length ?? 1) - 1;
  const from = others > 0 ? `${from_number} and ${others} more` : from_number;
  const settings = [
    { label: 'Number', text: from },
    { label: 'Agent', text: <AgentName id={bot_id} /> },
    ...settingsInWords(campaign),
    { label: 'Campaign', text: startText(campaign) },
  ];
  return (
    <>
      <dl className={classes.settings}>
        {settings.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="theirs">{text}</dd>
          </div>
        ))}
      </dl>
      <PageLink to="/campaigns/$id/settings" params={{ id }} size="sm">
        All settings
      </PageLink>
      <TokenHint message={campaign.webhook_token_message} />
    </>
  );
}

function AgentName({ id }: { id: number | null }) {
  const { data } = useQuery({
    queryKey: [...queryKeys.agents, id],
    queryFn: () => answerOf(api.GET('/api/v1/agents/{id}', { params: { path: { id: id ?? 0 } } })),
    enabled: id !== null,
  });
  if (id === null) return 'none';
  return data ? data.agent.name : `agent ${id}`;
}

function TokenHint({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <Text size="sm" c="dimmed" mt="xs" className="theirs">
      {message}{' '}
      <PageLink to="/keys" inherit underline="always">
        Keys and webhook token
      </PageLink>
    </Text>
  );
}
