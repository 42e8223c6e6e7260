import type { WebhookMethod, WebhookVariable } from '../../domain/webhook-endpoint';
import type { WebhookEvent } from '../../domain/webhook-events';
import { readJsonTemplate } from '../templates/json-template';
import { rememberTexts } from '../templates/read-texts';
import { STOPPED_AFTER_MS, stopLongTexts, StoppedError } from '../templates/stop-watch';
import { readValueTemplate, TemplateError } from '../templates/value-template';
import { variableValues } from './endpoint-variables';

/** Of a body that was made from a template. */
const LONGEST_BODY_BYTES = 256 * 1024;
/** Of the event itself: the transcript of hours has room in it. */
const LONGEST_EVENT_BYTES = 2 * 1024 * 1024;
/** Proxies and servers take no longer URLs. */
const LONGEST_URL_BYTES = 8 * 1024;
/** All headers of the customer together. */
export const LONGEST_HEADERS_BYTES = 8 * 1024;

/** An endpoint's texts are the same at each try. */
const bodies = rememberTexts(readJsonTemplate, 2_000_000);
const headerValues = rememberTexts(readValueTemplate, 200_000);

/** How a customer wants to be told of events. */
export interface EndpointTemplate {
  readonly method: WebhookMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON template; null sends the event itself. */
  readonly body: string | null;
  readonly variables: readonly WebhookVariable[];
}

/** What is to be sent, but for what signs it. */
export interface EndpointRequest {
  readonly method: WebhookMethod;
  readonly url: string;
  /** By lower-case name; values as HTTP takes them: one byte a character. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for GET and DELETE. */
  readonly body: string | null;
  /** Why it cannot be sent, whatever the network does; null when it can. */
  readonly problem: string | null;
}

/**
 * Makes an endpoint's request for an event. POST and PUT send the template, or the event itself; GET and DELETE send the
 * variables in the query. Variables that are absent are `null`. Never throws, and takes no longer than one text may, however
 * many there are: everybody else waits meanwhile.
 *
 * @example endpointRequest({ method: 'POST', url, headers: {}, body: '{"to": "{{ to }}"}', variables: [{ name: 'to', source: 'call_log', field: 'to_number' }] }, event).body // '{"to": "+15551234567"}'
 */
export function endpointRequest(endpoint: EndpointTemplate, event: WebhookEvent): EndpointRequest {
  const { method, url } = endpoint;
  try {
    const texts = [endpoint.body ?? '', ...Object.values(endpoint.headers)];
    return stopLongTexts(texts, STOPPED_AFTER_MS.rendering, () => {
      const values = variableValues(endpoint.variables, event);
      const headers = headersOf(endpoint, values);
      if (hasBody(method)) return { method, url, headers, body: bodyOf(endpoint, event, values), problem: null };
      return { method, url: withQuery(url, values), headers, body: null, problem: null };
    });
  } catch (error) {
    return { method, url, headers: {}, body: null, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof TemplateError) return error.message;
  if (error instanceof StoppedError) return 'The templates of body and headers take too long to render.';
  return 'The request cannot be made of this event.';
}

/** True for the methods that send a body. */
export function hasBody(method: WebhookMethod): boolean {
  return method === 'POST' || method === 'PUT';
}

function bodyOf({ body }: EndpointTemplate, event: WebhookEvent, values: Readonly<Record<string, unknown>>): string {
  if (body !== null) return bodies.of(body).render(values, LONGEST_BODY_BYTES);
  const text = JSON.stringify(event);
  limit('event', Buffer.byteLength(text), LONGEST_EVENT_BYTES);
  return text;
}

function headersOf(endpoint: EndpointTemplate, values: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers: Record<string, string> = hasBody(endpoint.method) ? { 'content-type': 'application/json' } : {};
  let bytes = 0;
  for (const [name, template] of Object.entries(endpoint.headers)) {
    const value = headerValue(headerValues.of(template).text(values));
    bytes += name.length + value.length;
    headers[name.toLowerCase()] = value;
  }
  limit('headers', bytes, LONGEST_HEADERS_BYTES);
  return headers;
}

/** Line breaks would begin a header of their own. What is beyond ASCII is sent in UTF-8. */
function headerValue(text: string): string {
  const printable = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return Buffer.from(printable.trim(), 'utf8').toString('latin1');
}

function withQuery(url: string, values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).map(([name, value]): [string, string] => [name, queryText(value)]);
  if (pairs.length === 0) return url;
  const whole = new URL(url);
  // Not by searchParams: what stands there already is left as it is written.
  whole.search = [whole.search.slice(1), new URLSearchParams(pairs).toString()].filter(Boolean).join('&');
  limit('URL', Buffer.byteLength(whole.href), LONGEST_URL_BYTES);
  return whole.href;
}

function queryText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function limit(what: string, bytes: number, most: number): void {
  if (bytes > most) throw new TemplateError(`The ${what} would be ${bytes} bytes long, more than ${most / 1024} KB.`);
}
