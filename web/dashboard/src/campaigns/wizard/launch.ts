import { ApiProblem } from '../../api/problem';
import type { FileUpload } from '../../api/upload-file';
import { uploadQuery } from '../csv/column-mapping';
import { whileBusy } from '../csv/while-busy';
import type { DraftStore } from './draft-store';
import { createBody, isDynamic, type ImportOutcome, type Launch, type WizardForm } from './wizard-form';

/** How far making a campaign of a draft is. */
export type LaunchProgress =
  | { readonly stage: 'creating' | 'starting' }
  | { readonly stage: 'uploading'; /** 0 to 1. */ readonly share: number }
  /** The API is still at work on what was sent before, from another page perhaps. */
  | { readonly stage: 'waiting' };

/** The campaign that a draft has become. */
export interface Launched {
  readonly campaignId: number;
  readonly dynamic: boolean;
  /** null for a dynamic campaign. */
  readonly imported: ImportOutcome | null;
}

/** What making a campaign of a draft asks of the API. Each throws ApiProblem when it is refused, or `request_in_progress`. */
export interface LaunchRequests {
  /** @returns the id of the campaign that `body`, create's in JSON, has made. */
  readonly create: (body: string, idempotencyKey: string) => Promise<number>;
  readonly upload: (upload: FileUpload) => Promise<ImportOutcome>;
  /** Nothing happens to one that has been started. */
  readonly start: (campaignId: number) => Promise<void>;
  /** @returns false for one that has been started: that one is left alone. */
  readonly cancel: (campaignId: number) => Promise<boolean>;
}

/** What a launch works with. */
export interface LaunchOrder {
  readonly draftId: number;
  readonly requests: LaunchRequests;
  readonly store: DraftStore;
  /** null for a dynamic campaign. */
  readonly file: Blob | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LaunchProgress) => void;
}

/**
 * Makes a campaign of a draft: creates it, sends its file, starts it. How far it has come is kept in the draft after each
 * part, and each part has an idempotency key of the draft's: called again, from another page too, it goes on where it broke
 * off, and never makes a second campaign. While the API is still at work on what was sent before, that is waited for.
 *
 * @throws ApiProblem; the reason of `signal`.
 */
export async function launch(order: LaunchOrder): Promise<Launched> {
  const { store, onProgress } = order;
  onProgress({ stage: 'creating' });
  await begin(store);
  const campaignId = await created(order);
  const { uploadQuery: query } = launchOf(store);
  if (query === null) return { campaignId, dynamic: true, imported: null };
  const imported = await uploaded(order, campaignId, query);
  if (tookNothing(imported)) throw new Error('No row of the file could be taken. Correct the file, then start over.');
  onProgress({ stage: 'starting' });
  await order.requests.start(campaignId);
  return { campaignId, dynamic: false, imported };
}

/** Gives up what a launch has begun; the draft can be changed again. @throws ApiProblem */
export async function startOver(store: DraftStore, { cancel }: Pick<LaunchRequests, 'cancel'>): Promise<void> {
  const { campaignId } = launchOf(store);
  if (campaignId !== null && !(await cancel(campaignId))) {
    throw new Error('The campaign has been started already. Go on, to get to it.');
  }
  store.change((form) => ({ ...form, launch: null, restarts: form.restarts + 1 }));
  await store.flush();
}

/** Fixes what is sent, before it is. */
async function begin(store: DraftStore): Promise<void> {
  const { form } = store.current();
  if (form.launch === null) {
    const order: Launch = {
      body: JSON.stringify(createBody(form)),
      uploadQuery: isDynamic(form) || !form.csv ? null : uploadQuery(form.csv.columns, form.csv.mapping),
      campaignId: null,
      imported: null,
    };
    store.change((before) => ({ ...before, launch: order }));
  }
  try {
    await store.flush();
  } catch (error) {
    // Nothing has been sent yet.
    if (form.launch === null) store.change((before) => ({ ...before, launch: null }));
    throw error;
  }
}

async function created({ draftId, store, requests, signal, onProgress }: LaunchOrder): Promise<number> {
  const { form } = store.current();
  const { body, campaignId } = launchOf(store);
  if (campaignId !== null) return campaignId;
  const create = () => requests.create(body, keyOf(draftId, form, 'create'));
  const onBusy = () => onProgress({ stage: 'waiting' });
  const id = await whileBusy(create, { signal, onBusy }).catch((error: unknown) => {
    // What was refused stored nothing: the draft can be corrected.
    if (isRefusal(error)) store.change((before) => ({ ...before, launch: null }));
    throw error;
  });
  await note(store, { campaignId: id });
  return id;
}

async function uploaded(order: LaunchOrder, campaignId: number, query: string): Promise<ImportOutcome> {
  const { draftId, store, requests, file, signal, onProgress } = order;
  const { imported } = launchOf(store);
  if (imported !== null) return imported;
  if (!file) throw new Error('This browser does not have the file with the contacts. Choose it again, then go on.');
  let waits = false;
  onProgress({ stage: 'uploading', share: 0 });
  const upload = () =>
    requests.upload({
      path: `/api/v1/calls/bulk_call/${campaignId}/contacts.csv?${query}`,
      file,
      idempotencyKey: keyOf(draftId, store.current().form, 'contacts'),
      signal,
      // Sent once more only to ask: what was sent before is what is being stored.
      onProgress: (share) => {
        if (!waits) onProgress({ stage: 'uploading', share });
      },
    });
  const onBusy = () => {
    waits = true;
    onProgress({ stage: 'waiting' });
  };
  const answer = await whileBusy(upload, { signal, onBusy });
  await note(store, { imported: answer });
  return answer;
}

/** Nobody of the file can be called by it. */
export function tookNothing({ accepted, skipped, duplicates }: ImportOutcome): boolean {
  return accepted + skipped + duplicates === 0;
}

/** What cannot be kept is asked for again, under the same key: no reason to stop. */
async function note(store: DraftStore, change: Partial<Launch>): Promise<void> {
  store.change((form) => ({ ...form, launch: { ...(form.launch as Launch), ...change } }));
  await store.flush().catch(() => undefined);
}

function launchOf(store: DraftStore): Launch {
  const { launch: begun } = store.current().form;
  if (!begun) throw new Error('Nothing has been begun. Load the page again.');
  return begun;
}

function keyOf(draftId: number, { restarts }: WizardForm, part: 'create' | 'contacts'): string {
  return `campaign-draft-${draftId}-${restarts}-${part}`;
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiProblem) || error.code === 'request_in_progress') return false;
  return error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
}
