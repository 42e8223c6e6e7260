import { Button, CloseButton, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { LINE_STATUSES } from '../../../../../domain/line-status';
import { oneOf, textIn } from '../../app/search-values';
import { statusText } from '../../shared/status-badge';
import { figuresQuery } from '../live/campaign-query';
import { INTERACTIONS, type LineSearch } from '../search';
import { countOf, interactionText } from './line-words';

const TYPING_MS = 300;

interface LineFiltersProps {
  readonly campaignId: number;
  readonly search: LineSearch;
  readonly onChange: (change: Omit<LineSearch, 'line'>) => void;
  readonly onOpen: (lineId: number) => void;
}

/** What the list of contacts is narrowed to. */
export function LineFilters({ campaignId, search, onChange, onOpen }: LineFiltersProps) {
  const { data: figures } = useQuery(figuresQuery(campaignId));
  const isFiltered = Boolean(search.status ?? search.interaction ?? search.q);
  const statuses = LINE_STATUSES.map((status) => {
    const count = countOf(figures?.counts, status);
    const label = count === null ? statusText(status) : `${statusText(status)} (${count.toLocaleString('en-US')})`;
    return { value: status, label };
  });
  return (
    <Group gap="sm" align="flex-end" mb="sm" role="search" aria-label="Contacts">
      <SearchField text={search.q ?? ''} onChange={(q) => onChange({ q: textIn(q) })} onOpen={onOpen} />
      <NativeSelect
        label="Status"
        data={[{ value: '', label: 'Any status' }, ...statuses]}
        value={search.status ?? ''}
        onChange={(event) => onChange({ status: oneOf(LINE_STATUSES, event.currentTarget.value) })}
      />
      <NativeSelect
        label="Conversation"
        data={[{ value: '', label: 'Any' }, ...INTERACTIONS.map((value) => ({ value, label: interactionText(value) }))]}
        value={search.interaction ?? ''}
        onChange={(event) => onChange({ interaction: oneOf(INTERACTIONS, event.currentTarget.value) })}
      />
      {isFiltered && (
        <Button variant="default" onClick={() => onChange({ status: undefined, interaction: undefined, q: undefined })}>
          Show all
        </Button>
      )}
    </Group>
  );
}

interface SearchFieldProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onOpen: (lineId: number) => void;
}

function SearchField({ text, onChange, onOpen }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // null: nothing is being typed, and the address says what is looked for.
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft ?? text;
  const tell = useDebouncedCallback((value: string) => {
    setDraft(null);
    onChange(value.trim());
  }, TYPING_MS);
  const change = (value: string) => {
    setDraft(value);
    // "#12" names one contact, and is no text to look for.
    if (lineIdIn(value, '#') === null) tell(value);
  };
  const lineId = lineIdIn(typed, '#') ?? lineIdIn(typed, '');
  const isJump = lineIdIn(typed, '#') !== null;
  const clear = () => {
    change('');
    tell.flush();
    input.current?.focus();
  };
  return (
    <Group gap="xs" align="flex-end" w={{ base: '100%', xs: 'auto' }}>
      <TextInput
        ref={input}
        label="Search"
        placeholder="Number, external id, name, or #id"
        maxLength={200}
        w={{ base: '100%', xs: 300 }}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={typed === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={clear} />}
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          if (isJump && lineId !== null) onOpen(lineId);
          else tell.flush();
        }}
      />
      {lineId !== null && (
        <Button variant="default" onClick={() => onOpen(lineId)}>
          Open contact {lineId}
        </Button>
      )}
    </Group>
  );
}

/** The contact that a text names. @example lineIdIn('#12', '#') // 12 */
function lineIdIn(text: string, prefix: '#' | ''): number | null {
  const trimmed = text.trim();
  const digits = trimmed.slice(prefix.length);
  return trimmed.startsWith(prefix) && /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : null;
}
