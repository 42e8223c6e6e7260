import type { VariableSource, WebhookMethod } from '../../../../domain/webhook-endpoint';
import type { components } from '../../../client/schema';

type Webhook = components['schemas']['Webhook'];

export interface HeaderRow {
  readonly name: string;
  readonly value: string;
}

export interface VariableRow {
  readonly name: string;
  readonly source: VariableSource;
  readonly field: string;
}

/** What the form holds: numbers as they are typed, '' for none. */
export interface WebhookFormValues {
  readonly name: string;
  readonly campaign_id: number | null;
  readonly method: WebhookMethod;
  readonly url: string;
  readonly headers: HeaderRow[];
  readonly events: Webhook['events'];
  readonly body: string;
  readonly variables: VariableRow[];
  readonly success: { readonly status: number | ''; readonly key: string; readonly value: 'true' | 'false' };
  readonly timeout_s: number | '';
  readonly retry_limit: number | '';
  readonly total_timeout_s: number | '';
  readonly is_active: boolean;
}

/** A new webhook, with the limits that are suggested: 10 s, 5 retries, 15 minutes. */
export const NEW_WEBHOOK: WebhookFormValues = {
  name: '',
  campaign_id: null,
  method: 'POST',
  url: '',
  headers: [],
  events: ['call.ended', 'call.failed'],
  body: '',
  variables: [],
  success: { status: '', key: '', value: 'true' },
  timeout_s: 10,
  retry_limit: 5,
  total_timeout_s: 900,
  is_active: true,
};

/** A webhook as the form shows it. Headers may be masked. */
export function valuesOf(webhook: Webhook): WebhookFormValues {
  const { name, campaign_id, method, url, events, timeout_s, is_active } = webhook;
  return {
    name,
    campaign_id,
    method,
    url,
    events,
    timeout_s,
    is_active,
    headers: Object.entries(webhook.headers).map(([header, value]) => ({ name: header, value })),
    body: webhook.body ?? '',
    variables: webhook.variables.map((variable) => ({ ...variable, field: variable.field ?? '' })),
    success: {
      status: webhook.success.status ?? '',
      key: webhook.success.key ?? '',
      value: webhook.success.value ? 'true' : 'false',
    },
    retry_limit: webhook.retry_limit ?? '',
    total_timeout_s: webhook.total_timeout_s ?? '',
  };
}

/**
 * What is sent to have a webhook saved.
 *
 * @param headersKnown false while the values of headers are hidden: they are left out then, and stay as they are.
 */
export function requestOf(values: WebhookFormValues, headersKnown: boolean) {
  const { name, events, success, timeout_s, retry_limit, total_timeout_s, is_active } = values;
  return {
    name,
    events: events.filter((type) => type !== 'webhook.test'),
    ...templateOf(values, headersKnown),
    timeout_s: timeout_s === '' ? 10 : timeout_s,
    ...(retry_limit !== '' && { retry_limit }),
    // 0 takes both limits away, but for one that is named beside it.
    total_timeout_s: total_timeout_s === '' ? 0 : total_timeout_s,
    success: {
      ...(success.status !== '' && { status: success.status }),
      ...(success.key !== '' && { key: success.key, value: success.value === 'true' }),
    },
    is_active,
  };
}

/** The part of it that makes the requests, as the preview takes it too. */
export function templateOf({ method, url, headers, body, variables }: WebhookFormValues, headersKnown: boolean) {
  return {
    method,
    url,
    ...(headersKnown && { headers: Object.fromEntries(headers.map(({ name, value }) => [name.trim(), value])) }),
    // A template that GET and DELETE cannot send is kept in the form alone.
    body: sendsBody(method) ? body : '',
    variables: variables.map(({ name, source, field }) => ({
      name,
      source,
      ...(field.trim() !== '' && source !== 'default' && { field: field.trim() }),
    })),
  };
}

/** Whether requests of this kind have a body; the others send their variables in the query. */
export function sendsBody(method: WebhookMethod): boolean {
  return method === 'POST' || method === 'PUT';
}

/** A rule for a field that must not be blank. @example notBlank('Give it a name.')(' ') // 'Give it a name.' */
export function notBlank(refusal: string): (text: string) => true | string {
  return (text) => text.trim() !== '' || refusal;
}

/** @example isSecretHeader('X-Api-Key') // true */
export function isSecretHeader(name: string): boolean {
  return /auth|key|token|secret|cookie|password|signature/i.test(name);
}

/**
 * The field of the form that a fault of the API is shown at, by its JSON pointer; null where there is none.
 *
 * @example fieldOf('/headers/X-Order', values) // 'headers.0.value'
 */
export function fieldOf(pointer: string, { headers, variables }: WebhookFormValues): string | null {
  const [first = '', ...rest] = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (first === 'headers' && rest[0] !== undefined) {
    const index = headers.findIndex(({ name }) => name.trim() === rest[0]);
    return index === -1 ? 'headers' : `headers.${index}.value`;
  }
  if (first === 'variables' && rest[0] !== undefined) {
    return Number(rest[0]) < variables.length ? `variables.${rest[0]}.${rest[1] ?? 'name'}` : null;
  }
  if (first === 'success') return `success.${rest[0] ?? 'key'}`;
  return first in KNOWN ? first : null;
}

const KNOWN: Readonly<Record<string, true>> = {
  name: true,
  campaign_id: true,
  method: true,
  url: true,
  headers: true,
  events: true,
  body: true,
  timeout_s: true,
  retry_limit: true,
  total_timeout_s: true,
};
