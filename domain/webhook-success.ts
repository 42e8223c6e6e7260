import type { SuccessCondition } from './webhook-endpoint';

/** What an endpoint has answered. */
export interface WebhookAnswer {
  readonly status: number;
  /** As much of it as was read. */
  readonly body: string;
}

/** What counts for the campaign callbacks: any 2xx. */
export const ANY_SUCCESS: SuccessCondition = { status: null, key: null, value: true };

/**
 * Why an answer does not count as delivered, as a sentence; null when it does.
 *
 * @example unmetCondition({ status: 200, key: 'result.ok', value: true }, { status: 200, body: '{"result":{"ok":true}}' }) // null
 */
export function unmetCondition(condition: SuccessCondition, { status, body }: WebhookAnswer): string | null {
  if (condition.status === null ? status < 200 || status > 299 : status !== condition.status) {
    return condition.status === null
      ? `The endpoint answered ${status}.`
      : `The endpoint answered ${status} instead of ${condition.status}.`;
  }
  if (condition.key === null) return null;
  const found = valueAt(body, condition.key);
  if (found === condition.value) return null;
  return `The endpoint answered ${status}, but "${condition.key}" in its answer is not ${condition.value}.`;
}

/** The value under a dotted path of a JSON text; undefined where there is none. */
function valueAt(text: string, path: string): unknown {
  let value = parsed(text);
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
