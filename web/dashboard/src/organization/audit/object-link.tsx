import { Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { PageLink } from '../../shared/page-link';

type AuditEntry = Schemas['AuditEntry'];

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
    case 'suppression':
      return (
        <PageLink size="sm" to="/suppressions">
          do-not-call list
        </PageLink>
      );
    case 'api_key':
      return (
        <PageLink size="sm" to="/keys">
          key {id}
        </PageLink>
      );
    case 'webhook_token':
      return (
        <PageLink size="sm" to="/keys">
          webhook token
        </PageLink>
      );
    case 'agent':
      return (
        <PageLink size="sm" to="/agents">
          agent {id}
        </PageLink>
      );
    case 'phone_number':
      return (
        <PageLink size="sm" to="/numbers">
          phone number {id}
        </PageLink>
      );
    case 'provider_account':
      return (
        <PageLink size="sm" to="/accounts">
          provider account {id}
        </PageLink>
      );
    default:
      return <Plain entry={entry} />;
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

function Plain({ entry: { object_type, object_id } }: { entry: AuditEntry }) {
  const text = object_type.replaceAll('_', ' ');
  return <Text size="sm">{object_id === null || object_type === 'organization' ? text : `${text} ${object_id}`}</Text>;
}
