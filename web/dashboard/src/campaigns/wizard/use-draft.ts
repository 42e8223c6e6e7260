import { useEffect, useState, useSyncExternalStore } from 'react';
import { answerOf, api } from '../../api/client';
import { OWN_ZONE } from '../../shared/moment';
import { createDraftStore, type DraftState, type DraftStore, type ReadDraft } from './draft-store';
import { readForm, type WizardForm } from './wizard-form';

const MAX_NAME_LENGTH = 255;

/** A draft as the API has it. */
export interface KeptDraft extends ReadDraft {
  /** Nothing has ever been written into it. */
  readonly blank: boolean;
}

/** Reads a draft. @throws ApiProblem */
export async function readDraft(id: number): Promise<KeptDraft> {
  const { form, updated_at } = await answerOf(api.GET('/api/v1/campaign_drafts/{id}', { params: { path: { id } } }));
  return {
    form: readForm(form, OWN_ZONE || 'UTC'),
    updatedAt: updated_at,
    blank: Object.keys(form).length === 0,
  };
}

/** A draft that keeps itself while it is worked on. */
export function useDraft(id: number, first: ReadDraft): { readonly store: DraftStore; readonly state: DraftState } {
  const [store] = useState(() => createDraftStore(first, (form, updatedAt) => saveDraft(id, form, updatedAt)));
  const state = useSyncExternalStore(store.subscribe, store.current);
  useEffect(() => () => store.pause(), [store]);
  return { store, state };
}

async function saveDraft(id: number, form: WizardForm, updatedAt: string | null): Promise<string> {
  const name = (form.campaign.name ?? '').trim().slice(0, MAX_NAME_LENGTH);
  const body = { name, form: { ...form }, ...(updatedAt !== null && { updated_at: updatedAt }) };
  const kept = await answerOf(api.PUT('/api/v1/campaign_drafts/{id}', { params: { path: { id } }, body }));
  return kept.updated_at;
}
