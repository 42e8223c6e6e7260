import type { components } from '../../../../client/schema';
import { answerOf, api, requestJson } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { uploadFile } from '../../api/upload-file';
import { cancelBegun } from './discard-draft';
import type { LaunchRequests } from './launch';
import type { ImportOutcome } from './wizard-form';

/** The API itself. */
export const launchRequests: LaunchRequests = {
  async create(body, idempotencyKey) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey };
    const path = '/api/v1/calls/bulk_call/create';
    return (await requestJson<components['schemas']['CreatedCampaign']>(path, { method: 'POST', headers, body })).id;
  },
  upload: (upload) => uploadFile<ImportOutcome>(upload),
  async start(id) {
    try {
      await answerOf(api.POST('/api/v1/calls/bulk_call/{id}/start', { params: { path: { id } } }));
    } catch (error) {
      // An earlier try has started it.
      if (!(error instanceof ApiProblem && error.code === 'not_a_draft')) throw error;
    }
  },
  cancel: cancelBegun,
};
