import { CALL_LOG_FIELDS, type SuccessCondition, type WebhookVariable } from '../../domain/webhook-endpoint';
import { readJsonTemplate } from '../templates/json-template';
import { STOPPED_AFTER_MS, stopAfter, StoppedError } from '../templates/stop-watch';
import { readValueTemplate, TemplateError } from '../templates/value-template';
import { hasBody, LONGEST_HEADERS_BYTES, type EndpointTemplate } from './endpoint-request';

/** What keeps an endpoint from being saved. */
export interface EndpointFault {
  /** Where: names and indexes, from the endpoint on. */
  readonly path: ReadonlyArray<string | number>;
  readonly code: string;
  readonly detail: string;
}

const MAX_HEADERS = 32;
/** Of one body; tags count as well. */
const MAX_PLACEHOLDERS = 500;
/** Statuses whose answers have no body. */
const WITHOUT_CONTENT = [204, 205, 304];
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
/** Set by us, or not for the customer to set: the connection is shared. */
const OUR_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
]);
const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+)*$/u;
const CONTROL_CHARACTER = /\p{Cc}|[\u2028\u2029]/u;

/**
 * Everything that is wrong with an endpoint's templates and variables, but for where its URL leads. Takes no longer than
 * one text may: what takes longer is a fault.
 *
 * @example endpointFaults({ method: 'POST', url, headers: {}, body: '{"to": "{{ to }}"}', variables: [] })[0].code // 'unknown_variable'
 */
export function endpointFaults(endpoint: EndpointTemplate): EndpointFault[] {
  try {
    return stopAfter(STOPPED_AFTER_MS.rendering, () => allFaults(endpoint));
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    const detail = 'The templates of body and headers take too long to read. Make them shorter, or simpler.';
    return [{ path: [endpoint.body === null ? 'headers' : 'body'], code: 'too_slow', detail }];
  }
}

function allFaults(endpoint: EndpointTemplate): EndpointFault[] {
  const names = new Set(endpoint.variables.map(({ name }) => name));
  return [
    ...urlFaults(endpoint.url),
    ...endpoint.variables.flatMap((variable, index) => variableFaults(variable, index, endpoint.variables)),
    ...headersFaults(endpoint.headers, names),
    ...bodyFaults(endpoint, names),
  ];
}

/** What is wrong with a condition of success. */
export function successFaults({ status, key }: SuccessCondition): EndpointFault[] {
  if (key === null) return [];
  const fault = (code: string, detail: string): EndpointFault[] => [{ path: ['success', 'key'], code, detail }];
  if (key.split('.').some((name) => name === '')) {
    return fault('invalid_key', `"${key}" is no path into JSON. Write names with dots between, like data.accepted.`);
  }
  if (status !== null && WITHOUT_CONTENT.includes(status)) {
    return fault('no_json', `An answer ${status} has no JSON to look into. Leave the key out.`);
  }
  return [];
}

function urlFaults(url: string): EndpointFault[] {
  if (!/\{[{%]/.test(url)) return [];
  const detail = 'A URL holds no variables. Send them in the body or a header; GET and DELETE send them in the query.';
  return [{ path: ['url'], code: 'variables_not_allowed', detail }];
}

function variableFaults(
  { name, source, field }: WebhookVariable,
  index: number,
  all: readonly WebhookVariable[],
): EndpointFault[] {
  const faults: EndpointFault[] = [];
  const fault = (code: string, part: string, detail: string): void =>
    void faults.push({ path: ['variables', index, part], code, detail });
  if (!isVariableName(name)) {
    fault('invalid_name', 'name', 'Write letters, digits, _ and -, a letter first: what {{ }} can ask for.');
  } else if (all.findIndex((other) => other.name === name) < index) {
    fault('duplicate_name', 'name', `There is another variable "${name}".`);
  }
  if (source === 'default' && field !== null) {
    fault('field_not_used', 'field', 'The source "default" is the variable\'s own name and has no field.');
  }
  const [first = ''] = (field ?? name).split('.');
  if (source === 'call_log' && !(CALL_LOG_FIELDS as readonly string[]).includes(first)) {
    fault('unknown_field', 'field', `A call has no field "${first}". It has ${CALL_LOG_FIELDS.join(', ')}.`);
  }
  return faults;
}

function isVariableName(name: string): boolean {
  if (!VARIABLE_NAME.test(name)) return false;
  try {
    // Not so for words that Liquid keeps for itself.
    return readValueTemplate(`{{ ${name} }}`).variables.join() === name;
  } catch {
    return false;
  }
}

function headersFaults(headers: Readonly<Record<string, string>>, names: ReadonlySet<string>): EndpointFault[] {
  const entries = Object.entries(headers);
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (entries.length > MAX_HEADERS) {
    return [{ path: ['headers'], code: 'too_big', detail: `At most ${MAX_HEADERS} headers are sent.` }];
  }
  if (bytes > LONGEST_HEADERS_BYTES) {
    const detail = `The headers are ${bytes} bytes long, more than ${LONGEST_HEADERS_BYTES / 1024} KB.`;
    return [{ path: ['headers'], code: 'too_big', detail }];
  }
  const lowerCase = entries.map(([name]) => name.toLowerCase());
  return entries.flatMap(([name, value], index) => {
    const isRepeated = lowerCase.indexOf(name.toLowerCase()) < index;
    return headerFaults(name, value, isRepeated, names).map((fault) => ({ path: ['headers', name], ...fault }));
  });
}

function headerFaults(
  name: string,
  value: string,
  isRepeated: boolean,
  names: ReadonlySet<string>,
): Array<Omit<EndpointFault, 'path'>> {
  if (!HEADER_NAME.test(name)) return [{ code: 'invalid_name', detail: 'This is no name of an HTTP header.' }];
  if (OUR_HEADERS.has(name.toLowerCase())) {
    return [{ code: 'reserved_header', detail: `The header ${name} is set by us, and cannot be chosen.` }];
  }
  if (isRepeated) return [{ code: 'duplicate_name', detail: `The header ${name} is given twice.` }];
  if (CONTROL_CHARACTER.test(value)) {
    return [{ code: 'invalid_characters', detail: 'A header has no line breaks or other control characters.' }];
  }
  return templateFaults(() => readValueTemplate(value).variables, names);
}

function bodyFaults({ method, body }: EndpointTemplate, names: ReadonlySet<string>): EndpointFault[] {
  if (body === null) return [];
  if (!hasBody(method)) {
    const detail = `${method} sends its variables in the query and has no body. Use POST or PUT, or leave the body out.`;
    return [{ path: ['body'], code: 'body_not_allowed', detail }];
  }
  const placeholders = body.split(/\{[{%]/).length - 1;
  if (placeholders > MAX_PLACEHOLDERS) {
    const detail = `The template has ${placeholders} placeholders and tags, more than ${MAX_PLACEHOLDERS}. Send whole objects or lists with one placeholder each, or leave the template out: the event is sent then.`;
    return [{ path: ['body'], code: 'too_many_placeholders', detail }];
  }
  return templateFaults(() => readJsonTemplate(body).variables, names).map((fault) => ({ path: ['body'], ...fault }));
}

function templateFaults(read: () => readonly string[], names: ReadonlySet<string>): Array<Omit<EndpointFault, 'path'>> {
  try {
    return read()
      .filter((name) => !names.has(name))
      .map((name) => ({
        code: 'unknown_variable',
        detail: `There is no variable "${name}". Add it to variables, or correct its name.`,
      }));
  } catch (error) {
    if (error instanceof TemplateError) return [{ code: 'invalid_template', detail: error.message }];
    throw error;
  }
}
