import type { SuccessCondition, WebhookVariable } from '../../../domain/webhook-endpoint';
import type { EndpointFields } from '../../../infra/db/deliveries/endpoints';
import type { AddressFilter } from '../../../infra/webhook-http/address-filter';
import { endpointFaults, successFaults, type EndpointFault } from '../../../infra/webhook-http/endpoint-faults';
import type { EndpointTemplate } from '../../../infra/webhook-http/endpoint-request';
import { urlFaults } from '../campaigns/settings-faults';
import { jsonPointer } from '../http/json-text';
import { invalidRequest, type FieldFault } from '../http/problem';
import type { EndpointInput } from '../schemas/webhook';
import { MASK } from './endpoint-record';

const ANY_SUCCESS: SuccessCondition = { status: null, key: null, value: true };

/** What an endpoint is until its customer says otherwise; three days of growing delays are the longest there is. */
const DEFAULTS: Omit<EndpointFields, 'name' | 'url' | 'events'> = {
  method: 'POST',
  headers: {},
  body: null,
  variables: [],
  timeout_s: 10,
  retry_limit: null,
  total_timeout_s: null,
  success: ANY_SUCCESS,
  is_active: true,
};

/**
 * Reads a new endpoint.
 *
 * @throws Problem 422 naming every fault.
 */
export function readNewEndpoint(
  input: EndpointInput & Pick<EndpointFields, 'name' | 'url' | 'events'>,
  addresses: AddressFilter,
): EndpointFields {
  const { name, url, events } = input;
  return changedEndpoint({ ...DEFAULTS, name, url, events }, input, addresses);
}

/**
 * An endpoint with what a request changes; fields left out keep their value.
 *
 * @throws Problem 422 naming every fault.
 */
export function changedEndpoint(
  before: EndpointFields,
  input: EndpointInput,
  addresses: AddressFilter,
): EndpointFields {
  const after: EndpointFields = {
    name: input.name ?? before.name,
    events: input.events ?? before.events,
    ...templateOf(before, input),
    timeout_s: input.timeout_s ?? before.timeout_s,
    ...boundsOf(before, input),
    success: successOf(before, input),
    is_active: input.is_active ?? before.is_active,
  };
  const faults = [
    ...templateFaults(after, addresses),
    ...pointed(successFaults(after.success)),
    ...boundFaults(after),
    ...valueWithoutKey(input),
  ];
  if (faults.length > 0) throw invalidRequest(faults);
  return after;
}

/** What makes the requests of an endpoint, changed; an empty body is none. */
export function templateOf(
  before: EndpointTemplate,
  { method, url, headers, body, variables }: Pick<EndpointInput, 'method' | 'url' | 'headers' | 'body' | 'variables'>,
): EndpointTemplate {
  return {
    method: method ?? before.method,
    url: url ?? before.url,
    headers: headers ?? before.headers,
    body: body === undefined ? before.body : body.trim() === '' ? null : body,
    variables: variables?.map(variableOf) ?? before.variables,
  };
}

function variableOf({ name, source, field }: NonNullable<EndpointInput['variables']>[number]): WebhookVariable {
  return { name, source, field: field ?? (source === 'default' ? null : name) };
}

/** Everything that is wrong with a template, its variables and where it goes. */
export function templateFaults(template: EndpointTemplate, addresses: AddressFilter): FieldFault[] {
  const masked = Object.entries(template.headers).filter(([, value]) => value === MASK);
  const detail =
    'This is what stands for a hidden value. Send the value itself, or leave the headers out to keep them.';
  return [
    ...urlFaults('/url', template.url, addresses),
    ...pointed(endpointFaults(template)),
    ...masked.map(([name]) => ({ pointer: jsonPointer(['headers', name]), code: 'masked_value', detail })),
  ];
}

function pointed(faults: readonly EndpointFault[]): FieldFault[] {
  return faults.map(({ path, code, detail }) => ({ pointer: jsonPointer(path), code, detail }));
}

function boundsOf(
  before: EndpointFields,
  input: EndpointInput,
): Pick<EndpointFields, 'retry_limit' | 'total_timeout_s'> {
  if (input.total_timeout_s === 0) return { retry_limit: input.retry_limit ?? null, total_timeout_s: null };
  return {
    retry_limit: input.retry_limit ?? before.retry_limit,
    total_timeout_s: input.total_timeout_s ?? before.total_timeout_s,
  };
}

function boundFaults({ timeout_s, total_timeout_s }: EndpointFields): FieldFault[] {
  if (total_timeout_s === null || total_timeout_s >= timeout_s) return [];
  const detail = `One try may take ${timeout_s} s, longer than all of them together (${total_timeout_s} s).`;
  return [{ pointer: '/total_timeout_s', code: 'too_small', detail }];
}

/** A condition is changed as a whole. */
function successOf(before: EndpointFields, { success }: EndpointInput): SuccessCondition {
  if (!success) return before.success;
  return { status: success.status ?? null, key: success.key ?? null, value: success.value ?? true };
}

function valueWithoutKey({ success }: EndpointInput): FieldFault[] {
  if (success?.value === undefined || success.key !== undefined) return [];
  const detail = 'A value is expected under a key: say which, as a path into the JSON answer.';
  return [{ pointer: '/success/key', code: 'required', detail }];
}
