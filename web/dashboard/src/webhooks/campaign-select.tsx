import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api/client';
import { queryKeys } from '../api/query-keys';

const TYPING_MS = 300;
const FOUND = 20;

interface CampaignSelectProps {
  readonly value: number | null;
  readonly onChange: (id: number | null) => void;
  /** A webhook stays with its campaign once it is made. */
  readonly isFixed: boolean;
  readonly error?: string | undefined;
}

/** One campaign, found by its name; or none. */
export function CampaignSelect({ value, onChange, isFixed, error }: CampaignSelectProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, TYPING_MS);
  const { data: found = [] } = useQuery({
    queryKey: [...queryKeys.campaigns, 'named', search],
    queryFn: () => findCampaigns(search),
    placeholderData: keepPreviousData,
    enabled: !isFixed,
  });
  const chosen = value === null ? null : String(value);
  const isUnlisted = chosen !== null && !found.some((entry) => entry.value === chosen);
  return (
    <Select
      label="Campaign"
      description={
        isFixed ? 'Cannot be changed: make another webhook for another campaign.' : 'Whose events it hears of.'
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="all campaigns"
      data={isUnlisted ? [...found, { value: chosen, label: `Campaign ${chosen}` }] : found}
      value={chosen}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      onSearchChange={setTyped}
      // What is found is what the API has found.
      filter={({ options }) => options}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'All campaigns' }}
      nothingFoundMessage="No campaign of that name"
      disabled={isFixed}
      error={error}
    />
  );
}

async function findCampaigns(text: string): Promise<Array<{ value: string; label: string }>> {
  // What is chosen stands in the field as a whole, with its number behind.
  const search = text.replace(/ \(\d+\)$/, '').trim();
  const query = { pagesize: FOUND, ...(search !== '' && { search }) };
  const { records } = await answerOf(api.GET('/api/v1/calls/bulk_call', { params: { query } }));
  return records.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` }));
}
