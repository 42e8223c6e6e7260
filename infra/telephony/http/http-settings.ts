import { z } from 'zod';
import { DISPOSITIONS } from '../../../domain/disposition';
import type { WebhookVariable } from '../../../domain/webhook-endpoint';
import { readValueTemplate, TemplateError } from '../../templates/value-template';
import { endpointFaults } from '../../webhook-http/endpoint-faults';

/** What the templates of body and headers may ask for. */
const REQUEST_VARIABLES = [
  'reference',
  'call_id',
  'from',
  'from_reference',
  'to',
  'agent_reference',
  'welcome_message',
  'prompt',
  'variables',
  'timezone',
  'machine',
  'max_duration_s',
  'events_url',
] as const;

const THERE_ARE = `There are ${REQUEST_VARIABLES.join(', ')}.`;

/** What the templates of URLs may ask for: nothing that a contact brings along. */
const URL_VARIABLES = ['reference', 'call_id', 'from', 'to', 'agent_reference'] as const;

/** What a status of theirs is to us: a step of a call, or its end. */
const MEANINGS = ['queued', 'ringing', 'answered', 'machine_detected', ...DISPOSITIONS] as const;
export type Meaning = (typeof MEANINGS)[number];

/** @example isMeaning('busy') // true */
export function isMeaning(status: string): status is Meaning {
  return (MEANINGS as readonly string[]).includes(status);
}

/** As which a refusal of theirs may count. */
const REFUSALS = ['invalid_number', 'no_capacity', 'busy', 'declined', 'failed'] as const;

const ANYWHERE = 'https://example.com/';
const PLACEHOLDER = /\{\{[^{}]*\}\}/g;

const DEFAULT_BODY = `{
  "reference": "{{ reference }}",
  "from": "{{ from }}",
  "to": "{{ to }}",
  "agent_reference": "{{ agent_reference }}",
  "welcome_message": "{{ welcome_message }}",
  "prompt": "{{ prompt }}",
  "variables": "{{ variables }}",
  "timezone": "{{ timezone }}",
  "machine": "{{ machine }}",
  "max_duration_s": "{{ max_duration_s }}",
  "events_url": "{{ events_url }}"
}`;

const path = z
  .string()
  .max(200)
  .regex(/^[^.]+(?:\.[^.]+)*$/, 'Write names with dots between, like data.call.id; lists are counted from 0.');
const statuses = z.record(z.string().max(100), z.enum(MEANINGS));

const urlTemplate = z
  .string()
  .max(2_000)
  .superRefine((url, context) => {
    const fault = urlFault(url);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

/** A URL that leads to one call: without one of `names` in it, it would lead to any. */
const urlOfCall = (...names: ReadonlyArray<(typeof URL_VARIABLES)[number]>) =>
  urlTemplate.refine((url) => names.some((name) => variablesOf(url).includes(name)), {
    error: `It must say which call: put ${names.map((name) => `{{ ${name} }}`).join(' or ')} into the URL.`,
  });

const bodyTemplate = z
  .string()
  .max(100_000)
  .superRefine((body, context) => {
    for (const { detail } of templateFaults({}, body)) context.addIssue({ code: 'custom', message: detail });
  });

const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const { path: place, detail } of templateFaults(given, null)) {
    context.addIssue({ code: 'custom', path: place.slice(1), message: detail });
  }
});

/** Where a call's facts stand, in events and look-ups. */
const callPaths = {
  reference: path.default('reference'),
  call_id: path.default('call_id'),
  status: path.default('status'),
  /** The raw code of an end, where it is told apart from the status. */
  code: path.nullable().default(null),
  duration_s: path.nullable().default('duration_s'),
  outcome: path.nullable().default('outcome'),
};
const request = <Method extends string>(method: z.ZodType<Method>, url = urlTemplate) =>
  z.strictObject({ method, url });

/** What is secret about an account: headers of every request, and what signs its events. */
export const httpCredentials = z.strictObject({
  headers: headers.default({}),
  signing_secret: z.string().min(16).max(200),
});

/** How an in-house dialler is spoken to. */
const settingsFields = z.strictObject({
  /** Tells accounts apart that share a URL. */
  account: z.string().max(100).default(''),
  method: z.enum(['POST', 'PUT']).default('POST'),
  url: urlTemplate,
  body: bodyTemplate.default(DEFAULT_BODY),
  answer: z
    .strictObject({
      /** Null where it gives none: then our reference is its id. */
      call_id: path.nullable().default('call_id'),
      code: path.nullable().default('code'),
      codes: z.record(z.string().max(100), z.enum(REFUSALS)).default({}),
    })
    .prefault({}),
  events: z.strictObject({ ...callPaths, statuses: statuses.default({}) }).prefault({}),
  look_up: request(z.enum(['GET', 'POST']).default('GET'), urlOfCall('reference', 'call_id'))
    .extend({
      /** Where the call is in the answer, such as `calls.0`; null where the answer is the call. */
      call: path.nullable().default(null),
      /** As in events, unless given. */
      reference: path.optional(),
      call_id: path.optional(),
      status: path.optional(),
      code: path.optional(),
      duration_s: path.optional(),
      outcome: path.optional(),
    })
    .nullable()
    .default(null),
  end: request(z.enum(['POST', 'PUT', 'DELETE']).default('POST'), urlOfCall('call_id'))
    .nullable()
    .default(null),
  check: request(z.enum(['GET', 'POST']).default('GET'))
    .nullable()
    .default(null),
  signature_header: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'Write the name of a header in lower case.')
    .default('x-everdial-signature'),
  inbound: z
    .strictObject({
      from: path.default('from'),
      to: path.default('to'),
      call_id: path.nullable().default('call_id'),
    })
    .nullable()
    .default(null),
});

/** The same, with all URLs at one place: what is secret goes to none but the one that the account is of. */
export const httpSettings = settingsFields.superRefine((settings, context) => {
  const { url, look_up: lookUp, end, check } = settings;
  for (const [name, other] of Object.entries({ look_up: lookUp, end, check })) {
    if (other === null || !isReadable(url) || !isReadable(other.url) || originOf(other.url) === originOf(url)) continue;
    context.addIssue({
      code: 'custom',
      path: [name, 'url'],
      message: `All URLs of an account have one scheme, host and port: this one does not lead to ${originOf(url)}.`,
    });
  }
});

export type HttpCredentials = z.output<typeof httpCredentials>;
export type HttpSettings = z.output<typeof httpSettings>;

/**
 * Where a URL leads, whatever its placeholders are.
 *
 * @example originOf('https://dialler.example/calls/{{ call_id }}') // 'https://dialler.example'
 */
export function originOf(url: string): string {
  return new URL(url.replace(PLACEHOLDER, 'x')).origin;
}

/**
 * The origins of all URLs of an account.
 *
 * @example destinationsOf(settings) // ['https://dialler.example']
 */
export function destinationsOf({ url, look_up: lookUp, end, check }: HttpSettings): readonly string[] {
  const urls = [url, lookUp?.url, end?.url, check?.url].filter((one) => one !== undefined);
  return [...new Set(urls.map(originOf))];
}

/**
 * True where a path has a part that leads elsewhere, `.` or `..`, however it is written.
 *
 * @example hasDots('https://dialler.example/calls/../admin') // true
 */
export function hasDots(url: string): boolean {
  const [path = ''] = url.split(/[?#]/, 1);
  return path.split(/[/\\]/).some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
}

function isReadable(url: string): boolean {
  return URL.canParse(url.replace(PLACEHOLDER, 'x'));
}

/** None where it cannot be read: that is a fault of its own. */
function variablesOf(url: string): readonly string[] {
  try {
    return readValueTemplate(url).variables;
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

function urlFault(url: string): string | null {
  const [one, other] = ['x', 'y'].map((filling) => url.replace(PLACEHOLDER, filling)) as [string, string];
  if (!URL.canParse(one) || !/^https?:$/.test(new URL(one).protocol)) {
    return 'This is not a URL. Write it in full, like https://dialler.example/calls.';
  }
  const { username, password } = new URL(one);
  if (username !== '' || password !== '') {
    return 'A URL is no secret: put the name and the password into credentials.headers, as Authorization.';
  }
  if (hasDots(one)) return 'The path of a URL has no parts that are . or ..: write where it leads.';
  if (new URL(one).origin !== new URL(other).origin) {
    return 'The host of a URL has no placeholders: put them behind it.';
  }
  try {
    const unknown = readValueTemplate(url).variables.find(
      (name) => !(URL_VARIABLES as readonly string[]).includes(name),
    );
    return unknown === undefined ? null : `A URL has no {{ ${unknown} }}. It may have ${URL_VARIABLES.join(', ')}.`;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function templateFaults(given: Readonly<Record<string, string>>, body: string | null) {
  const variables = REQUEST_VARIABLES.map((name): WebhookVariable => ({ name, source: 'default', field: null }));
  return endpointFaults({ method: 'POST', url: ANYWHERE, headers: given, body, variables }).map((fault) =>
    fault.code === 'unknown_variable' ? { ...fault, detail: `${fault.detail.split('.')[0]}. ${THERE_ARE}` } : fault,
  );
}
