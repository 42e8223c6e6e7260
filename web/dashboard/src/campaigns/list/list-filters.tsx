import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { oneOf, textIn } from '../../app/search-values';
import { statusText } from '../../shared/status-badge';
import { CAMPAIGN_TYPES, type CampaignListSearch } from '../search';
import { SINGLE_STATUSES, STATUS_FILTERS, STATUS_GROUPS } from './status-filter';

const TYPING_MS = 300;

const STATUS_OPTIONS = [
  { value: '', label: 'Any status' },
  ...Object.entries(STATUS_GROUPS).map(([value, { label }]) => ({ value, label })),
  { group: 'Exactly', items: SINGLE_STATUSES.map((value) => ({ value, label: statusText(value) })) },
];

const TYPE_OPTIONS = [
  { value: '', label: 'Any type' },
  { value: 'dynamic', label: 'Dynamic' },
  { value: 'finite', label: 'Finite' },
];

interface ListFiltersProps {
  readonly search: CampaignListSearch;
  readonly onChange: (change: Partial<CampaignListSearch>) => void;
}

/** Which campaigns are listed. */
export function ListFilters({ search, onChange }: ListFiltersProps) {
  return (
    <Group component="search" align="flex-end" gap="sm" mb="md">
      <NameSearch q={search.q ?? ''} onSearch={(q) => onChange({ q: textIn(q) })} />
      <NativeSelect
        label="Status"
        data={STATUS_OPTIONS}
        value={search.status ?? ''}
        onChange={(event) => onChange({ status: oneOf(STATUS_FILTERS, event.currentTarget.value) })}
      />
      <NativeSelect
        label="Type"
        data={TYPE_OPTIONS}
        value={search.type ?? ''}
        onChange={(event) => onChange({ type: oneOf(CAMPAIGN_TYPES, event.currentTarget.value) })}
      />
    </Group>
  );
}

/** Searches when one stops to type; follows the address when one goes back. */
function NameSearch({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q);
  const searched = useRef(q);
  const searchLater = useDebouncedCallback((value: string) => {
    searched.current = value.trim();
    onSearch(searched.current);
  }, TYPING_MS);
  useEffect(() => {
    if (q === searched.current) return;
    searchLater.cancel();
    searched.current = q;
    setText(q);
  }, [q, searchLater]);
  return (
    <TextInput
      type="search"
      label="Name"
      placeholder="Part of the name"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      maxLength={200}
      onChange={(event) => {
        setText(event.currentTarget.value);
        searchLater(event.currentTarget.value);
      }}
    />
  );
}
