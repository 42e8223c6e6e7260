import { answerOf, api } from '../api/client';
import { queryKeys } from '../api/query-keys';
import { useAction } from '../shared/use-action';

const path = (id: number) => ({ params: { path: { id } } });
const changes = [queryKeys.webhooks, queryKeys.deliveries];

/** Has events sent to a webhook again. */
export function useEnableWebhook() {
  return useAction({
    run: (id: number) => answerOf(api.POST('/api/v1/webhooks/{id}/enable', path(id))),
    changes,
    done: 'Events are sent to it again. What has failed meanwhile is sent by "Replay failed".',
  });
}

/** Deletes a webhook; what still waits for it fails. */
export function useDeleteWebhook() {
  return useAction({
    run: (id: number) => answerOf(api.DELETE('/api/v1/webhooks/{id}', path(id))),
    changes,
    done: 'The webhook is deleted.',
  });
}

/** Sends a `webhook.test`; answers which delivery tells how it went. */
export function useTestWebhook() {
  return useAction({
    run: (id: number) => answerOf(api.POST('/api/v1/webhooks/{id}/test', path(id))),
    changes: [queryKeys.deliveries],
  });
}

/** Gives a webhook a new secret. */
export function useRotateSecret() {
  return useAction({
    run: (id: number) => answerOf(api.POST('/api/v1/webhooks/{id}/rotate_secret', path(id))),
    changes: [queryKeys.webhooks],
  });
}
