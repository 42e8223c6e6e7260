import { Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { PageLink } from '../../shared/page-link';

type AuditEntry = Schemas['AuditEntry'];

/** Objects that have no page of their own: the list that they stand in, and what they are called. */
const LISTS = {
  agent: { to: '/agents', name: 'agent' },
  api_key: { to: '/keys', name: 'key' },
  phone_number: { to: '/numbers', name: 'phone number' },
  provider_account: { to: '/accounts', name: 'provider account' },
  suppression: { to: '/suppressions', name: 'do-not-call list' },
  webhook_token: { to: '/keys', name: 'webhook token' },
} as const;

/** What was changed, with a link to where it stands. */
export function ObjectLink({ entry }: { entry: AuditEntry }) {
  const { object_type, object_id: id, data } = entry;
  switch (object_type) {
    case 'campaign':
      return id === null ? <Plain entry={entry} /> : <CampaignLink id={id} />;
    case 'line':
      return <LineLink entry={entry} campaignId={data['campaign_id']} />;
    case 'webhook_endpoint':
      return id === null ? <Plain entry={entry} /> : <WebhookLink id={id} name={data['name']} />;
    case 'delivery':
      return id === null ? (
        <PageLink size="sm" to="/deliveries">
          deliveries
        </PageLink>
      ) : (
        <PageLink size="sm" to="/deliveries" search={{ delivery: id }}>
          delivery {id}
        </PageLink>
      );
    default:
      return <ListLink entry={entry} />;
  }
}

function CampaignLink({ id }: { id: number }) {
  return (
    <PageLink size="sm" to="/campaigns/$id" params={{ id }}>
      campaign {id}
    </PageLink>
  );
}

function LineLink({ entry, campaignId }: { entry: AuditEntry; campaignId: unknown }) {
  const { object_id: line } = entry;
  if (typeof campaignId !== 'number' || line === null) return <Plain entry={entry} />;
  return (
    <PageLink size="sm" to="/campaigns/$id/lines" params={{ id: campaignId }} search={{ line }}>
      contact {line}
    </PageLink>
  );
}

function WebhookLink({ id, name }: { id: number; name: unknown }) {
  return (
    <PageLink size="sm" to="/webhooks/$id" params={{ id }} className="theirs">
      {typeof name === 'string' ? name : `webhook ${id}`}
    </PageLink>
  );
}

function ListLink({ entry }: { entry: AuditEntry }) {
  const { object_type: type, object_id: id } = entry;
  if (!isListed(type)) return <Plain entry={entry} />;
  const { to, name } = LISTS[type];
  return (
    <PageLink size="sm" to={to}>
      {id === null ? name : `${name} ${id}`}
    </PageLink>
  );
}

function isListed(type: string): type is keyof typeof LISTS {
  return Object.hasOwn(LISTS, type);
}

function Plain({ entry: { object_type, object_id } }: { entry: AuditEntry }) {
  const text = object_type.replaceAll('_', ' ');
  return <Text size="sm">{object_id === null || object_type === 'organization' ? text : `${text} ${object_id}`}</Text>;
}
