import type { components } from '../../../../client/schema';
import { answerOf, api, requestJson } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { uploadFile } from '../../api/upload-file';
import { cancelBegun } from './discard-draft';
import type { LaunchRequests } from './launch';
import type { ImportOutcome } from './wizard-form';

const BUSY_TRIES = 20;
const BUSY_WAIT_MS = 1_500;

/** The API itself. */
export const launchRequests: LaunchRequests = {
  async create(body, idempotencyKey) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey };
    const path = '/api/v1/calls/bulk_call/create';
    const { id } = await whileBusy(() =>
      requestJson<components['schemas']['CreatedCampaign']>(path, { method: 'POST', headers, body }),
    );
    return id;
  },
  upload: (upload) => whileBusy(() => uploadFile<ImportOutcome>(upload)),
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

/** Asks again while an earlier try of the same request is still at work. */
async function whileBusy<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const busy = error instanceof ApiProblem && error.code === 'request_in_progress';
      if (!busy || tries === BUSY_TRIES) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, BUSY_WAIT_MS);
      });
    }
  }
}
