import { answerOf, api } from '../../api/client';
import { dropFile } from './csv/file-store';
import type { Launch } from './wizard-form';

/**
 * Deletes a draft with its file, and cancels the campaign that was begun for it.
 *
 * @throws ApiProblem
 */
export async function discardDraft(draftId: number, launch: Launch | null): Promise<void> {
  if (launch?.campaignId) await cancelBegun(launch.campaignId);
  await deleteDraft(draftId);
}

/**
 * Cancels a campaign that was begun and never started.
 *
 * @returns false for one that has been started: that one is left alone.
 * @throws ApiProblem
 */
export async function cancelBegun(campaignId: number): Promise<boolean> {
  const params = { path: { id: campaignId } };
  const { details } = await answerOf(api.GET('/api/v1/calls/bulk_call/{id}', { params }));
  if (details.status === 'draft') await answerOf(api.DELETE('/api/v1/calls/bulk_call/{id}', { params }));
  return details.status === 'draft' || details.status === 'cancelled';
}

/** Deletes a draft with its file. @throws ApiProblem */
export async function deleteDraft(draftId: number): Promise<void> {
  await dropFile(draftId);
  await answerOf(api.DELETE('/api/v1/campaign_drafts/{id}', { params: { path: { id: draftId } } }));
}
