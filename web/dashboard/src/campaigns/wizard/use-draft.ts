import { useEffect, useState, useSyncExternalStore } from 'react';
import { answerOf, api } from '../../api/client';
import { createDraftStore, type DraftState, type DraftStore } from './draft-store';
import type { WizardForm } from './wizard-form';

const MAX_NAME_LENGTH = 255;

/** A draft that keeps itself while it is worked on. */
export function useDraft(id: number, first: WizardForm): { readonly store: DraftStore; readonly state: DraftState } {
  const [store] = useState(() => createDraftStore(first, (form) => saveDraft(id, form)));
  const state = useSyncExternalStore(store.subscribe, store.current);
  useEffect(() => () => store.pause(), [store]);
  return { store, state };
}

async function saveDraft(id: number, form: WizardForm): Promise<void> {
  const name = (form.campaign.name ?? '').trim().slice(0, MAX_NAME_LENGTH);
  const body = { name, form: { ...form } };
  await answerOf(api.PUT('/api/v1/campaign_drafts/{id}', { params: { path: { id } }, body }));
}
