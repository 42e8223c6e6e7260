import { Group, Pill, Select } from '@mantine/core';
import { statusText } from '../shared/status-badge';
import { filterOf } from './delivery-queries';
import { CALLBACK_KINDS, DELIVERY_STATUSES, type DeliverySearch } from './delivery-search';
import { CALLBACK_TEXTS, EVENT_GROUPS } from './event-texts';
import { useWebhookNames } from './webhook-queries';

const STATUSES = DELIVERY_STATUSES.map((status) => ({ value: status, label: statusText(status) }));
const EVENTS = [
  {
    group: 'Callbacks of campaigns',
    items: CALLBACK_KINDS.map((kind) => ({ value: kind, label: CALLBACK_TEXTS[kind] })),
  },
  ...EVENT_GROUPS.map(({ title, events }) => ({
    group: title,
    items: events.map(({ type }) => ({ value: type, label: type })),
  })),
  { group: 'Tests', items: [{ value: 'webhook.test', label: 'webhook.test' }] },
];

interface DeliveryFiltersProps {
  readonly search: DeliverySearch;
  readonly onChange: (search: DeliverySearch) => void;
}

/** What the log is filtered by; it stands in the address. */
export function DeliveryFilters({ search, onChange }: DeliveryFiltersProps) {
  const { data: webhooks = [] } = useWebhookNames();
  const filter = filterOf(search);
  const endpoint = search.endpoint === undefined ? null : String(search.endpoint);
  const endpoints = webhooks.map(({ id, name }) => ({ value: String(id), label: name }));
  // A webhook that is deleted, or beyond those that are listed.
  const isUnlisted = endpoint !== null && !endpoints.some(({ value }) => value === endpoint);
  const set = (name: keyof DeliverySearch, value: string | number | null): void => {
    const { [name]: _before, ...others } = search;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  return (
    <Group component="section" aria-label="Filters" mb="md" align="flex-end" gap="sm">
      <Select
        label="Status"
        placeholder="any"
        data={STATUSES}
        value={filter.status ?? null}
        onChange={(value) => set('status', value)}
        clearable
        clearButtonProps={{ 'aria-label': 'Any status' }}
        w={140}
      />
      <Select
        label="Event or callback"
        placeholder="any"
        data={EVENTS}
        value={filter.event_type ?? filter.kind ?? null}
        onChange={(value) => set('event', value)}
        clearable
        clearButtonProps={{ 'aria-label': 'Any event' }}
        searchable
        w={280}
      />
      <Select
        label="Webhook"
        placeholder="any"
        data={isUnlisted ? [...endpoints, { value: endpoint, label: `webhook ${endpoint}` }] : endpoints}
        value={endpoint}
        onChange={(value) => set('endpoint', value === null ? null : Number(value))}
        clearable
        clearButtonProps={{ 'aria-label': 'Any webhook' }}
        searchable
        w={220}
      />
      {search.campaign !== undefined && (
        <Taken text={`campaign ${search.campaign}`} onRemove={() => set('campaign', null)} />
      )}
      {search.line !== undefined && <Taken text={`contact ${search.line}`} onRemove={() => set('line', null)} />}
    </Group>
  );
}

/** A filter that a link has brought along. */
function Taken({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <Pill
      size="lg"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': `Any ${text.split(' ', 1)[0]}`, 'aria-hidden': false, tabIndex: 0 }}
    >
      Of {text}
    </Pill>
  );
}
