import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemFrom } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { useAction } from '../../shared/use-action';
import { campaignQuery } from '../live/campaign-query';
import { faultsOf, type FieldFaults } from '../rules/field-faults';
import { isSameValue } from './same-value';
import {
  faultsOfPart,
  withChange,
  type CampaignDetails,
  type Changed,
  type PartValue,
  type SettingsPart,
} from './settings-part';

const WAIT_MS = 400;

/** A part of the settings on its page: as it is, as it would be, and what that would change. */
export interface EditedPart {
  readonly value: PartValue;
  readonly change: (change: PartValue) => void;
  readonly reset: () => void;
  readonly isDirty: boolean;
  readonly faults: FieldFaults;
  /** What the API has against it. */
  readonly problem: ApiProblem | null;
  /** It was to be saved, and that did not work. */
  readonly isRefused: boolean;
  /** What saving would do; null while it is not known. */
  readonly preview: Changed | null;
  readonly isAsking: boolean;
  /** Somebody else has changed the part meanwhile. */
  readonly isOvertaken: boolean;
  /** Goes on with what was written here. */
  readonly keepMine: () => void;
  readonly save: () => void;
  readonly isSaving: boolean;
}

interface Edit {
  /** The part when the change began. */
  readonly base: PartValue;
  readonly value: PartValue;
}

/** Changes a part of a campaign's settings: asks what it would do while one writes, and saves it. */
export function useSettingsPart(campaign: CampaignDetails, part: SettingsPart, mayChange: boolean): EditedPart {
  const current = part.valueOf(campaign);
  const [edit, setEdit] = useState<Edit | null>(null);
  const value = edit?.value ?? current;
  // Said the same as somebody else meanwhile, or stored although the answer said otherwise: there is nothing left to save.
  const isDirty = edit !== null && !isSameValue(value, edit.base) && !isSameValue(value, current);
  const checked = isDirty ? faultsOfPart(part, edit.base, value) : [];
  const preview = usePreview(campaign, part, isDirty && mayChange && checked.length === 0 ? value : null);
  const save = useSave(campaign, part, () => setEdit(null));
  const refused = save.error ? problemFrom(save.error) : null;
  const problem = refused ?? (isDirty ? preview.problem : null);
  const faults = new Map([...(problem ? faultsOf(problem) : []), ...checked]);
  return {
    value,
    change: (change) => {
      save.reset();
      setEdit({ base: edit?.base ?? current, value: { ...value, ...change } });
    },
    reset: () => {
      save.reset();
      setEdit(null);
    },
    isDirty,
    faults,
    problem,
    isRefused: refused !== null,
    preview: preview.changed,
    isAsking: preview.isAsking,
    isOvertaken: isDirty && !isSameValue(current, edit.base),
    keepMine: () => setEdit({ base: current, value }),
    save: () => save.mutate(value),
    isSaving: save.isPending,
  };
}

/** What saving a value would do; asks when it has not changed for a moment. */
function usePreview(campaign: CampaignDetails, part: SettingsPart, value: PartValue | null) {
  const [settled] = useDebouncedValue(value, WAIT_MS);
  const isSettled = settled !== null && isSameValue(settled, value);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['settings-effect', campaign.id, campaign.settings_version, part.name, settled],
    queryFn: ({ signal }) => part.put(campaign.id, settled ?? {}, { dryRun: true, signal }),
    enabled: isSettled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const isAsking = value !== null && (!isSettled || isFetching);
  return {
    changed: value === null || isPlaceholderData ? null : (data ?? null),
    problem: value === null || !isSettled || error === null ? null : problemFrom(error),
    isAsking,
  };
}

function useSave(campaign: CampaignDetails, part: SettingsPart, onSaved: () => void) {
  const client = useQueryClient();
  return useAction({
    run: async (value: PartValue) => {
      const changed = await part.put(campaign.id, value, { dryRun: false });
      const { queryKey } = campaignQuery(campaign.id);
      client.setQueryData(queryKey, (known) => known && { ...known, details: withChange(known.details, changed) });
      void client.invalidateQueries({ queryKey, exact: true });
      onSaved();
      return changed;
    },
    changes: [],
    done: ({ settings_version }) => `${part.title}: saved as version ${settings_version} of the settings.`,
    onProblem: () => void client.invalidateQueries({ queryKey: campaignQuery(campaign.id).queryKey, exact: true }),
  });
}
